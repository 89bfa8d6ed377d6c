// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace adapsne {

/// "3, 17,45": row numbers of the source, counted from 0, in their order, separated by commas; spaces do not
/// count. Empty for an empty text. `option` names them in messages. Throws UsageError that says which part is
/// no row number or stands twice.
std::vector<int64_t> parseRowNumbers(const std::string& text, const std::string& option);

/// The same as a text: "3,17,45".
std::string rowNumbersText(const std::vector<int64_t>& rows);

}  // namespace adapsne
