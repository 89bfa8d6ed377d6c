// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace adapsne {

/// How many exemplars one class is to have.
struct ClassBudget {
  std::string name;
  int64_t count = 0;
};

/// "cat=10,dog=5": each class once; spaces around a name or a number do not count, and a name that holds a
/// comma, an equals sign or such spaces stands in double quotes, which are doubled inside. Empty for an empty
/// text. Throws UsageError that says which part is wrong, also where the sum is 0 or above 2^31.
std::vector<ClassBudget> parseClassBudget(const std::string& text);

}  // namespace adapsne
