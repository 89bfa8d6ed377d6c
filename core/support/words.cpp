// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/words.h"

namespace adapsne {

std::string listed(const std::vector<std::string>& items, const std::string& conjunction) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 < items.size() ? ", " : " " + conjunction + " ";
    text += items[i];
  }
  return text;
}

}  // namespace adapsne
