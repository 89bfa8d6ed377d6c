// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/file_ending.h"

namespace adapsne {

std::string endingOf(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return ending;
}

Error unknownEnding(const std::filesystem::path& path, const std::vector<std::string>& known) {
  std::string list;
  for (size_t i = 0; i < known.size(); ++i)
    list += (i == 0 ? "" : i + 1 == known.size() ? " or " : ", ") + known[i];
  const std::string ending = path.extension().string();
  return Error(path.string(),
               ending.empty() ? std::string("has no ending, which tells the format to write.")
                              : "no format to write has the ending " + ending + ".",
               "Name it " + list + ".");
}

}  // namespace adapsne
