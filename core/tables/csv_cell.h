// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace adapsne {

/// A cell of a table that a program reads back: quoted where a comma, a quote or a line break would break the
/// row (RFC 4180).
inline std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace adapsne
