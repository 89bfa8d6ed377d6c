// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/csv_cell.h"

#include "core/tables/cell_value.h"

namespace adapsne {

std::string csvCell(const std::string& text, char separator) {
  static const MissingWords missing;
  const bool plain = text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos &&
                     !missing.contains(text) && text.front() != ' ' && text.front() != '\t' &&
                     text.back() != ' ' && text.back() != '\t';
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace adapsne
