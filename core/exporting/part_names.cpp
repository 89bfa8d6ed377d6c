// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/part_names.h"

#include "core/support/file_ending.h"

namespace adapsne {

std::string stemOf(const std::filesystem::path& file) {
  const std::filesystem::path name = file.filename();
  return (endingOf(name) == ".gz" ? name.stem().stem() : name.stem()).string();
}

std::string besideName(const std::filesystem::path& file, const std::string& mark,
                       const std::string& ending) {
  return stemOf(file) + mark + ending;
}

std::string partName(const std::filesystem::path& file, const std::string& part) {
  std::string name = file.filename().string();
  const std::string stem = stemOf(file);
  if (part.empty()) return name;
  // An IDX file's name has none but .gz, and begins with its part.
  const std::string endings = name.substr(stem.size());
  if (endings.empty() || stem.ends_with("-ubyte")) return part + "-" + name;
  return stem + "-" + part + endings;
}

}  // namespace adapsne
