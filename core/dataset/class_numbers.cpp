// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_numbers.h"

#include <charconv>

namespace adapsne {

std::vector<int32_t> classNumbers(const std::vector<std::string>& classNames) {
  std::vector<int32_t> numbers;
  for (const std::string& name : classNames) {
    int32_t number = 0;
    const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (code != std::errc{} || end != name.data() + name.size()) {
      for (numbers.clear(); numbers.size() < classNames.size();)
        numbers.push_back(static_cast<int32_t>(numbers.size()));
      return numbers;
    }
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace adapsne
