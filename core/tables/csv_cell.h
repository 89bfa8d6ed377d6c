// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace adapsne {

/// A cell of a table that holds this text: in quotes where it would not be read back as it is, as a
/// separator, a line break or a word for a missing value.
std::string csvCell(const std::string& text, char separator = ',');

}  // namespace adapsne
