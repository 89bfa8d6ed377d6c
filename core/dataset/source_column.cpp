// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/source_column.h"

#include <algorithm>

namespace adapsne {

std::string optionName(const std::vector<SourceColumn>& columns, size_t column) {
  const auto named = [&](const std::string& name) {
    return std::count_if(columns.begin(), columns.end(),
                         [&](const SourceColumn& c) { return c.name == name; });
  };
  const std::string& name = columns[column].name;
  if (!name.empty() && named(name) == 1) return name;
  const std::string number = std::to_string(columns[column].number);
  return named(number) == 0 ? number : "#" + number;
}

std::string quotedName(const std::vector<SourceColumn>& columns, size_t column) {
  const std::string name = optionName(columns, column);
  return name == columns[column].name ? '"' + name + '"' : name;
}

}  // namespace adapsne
