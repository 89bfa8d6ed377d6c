// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapsne {

/// An .npy file of UTF-8 texts (dtype U, what numpy makes of a list of str).
std::string formatNpyText(const std::vector<std::string>& texts);

/// Whether an array of this dtype holds texts: U (UTF-32) or S (bytes, taken as UTF-8).
bool isNpyText(const std::string& descr);

/// The texts of such a file in one dimension, N x 1 or none. Throws Error.
std::vector<std::string> parseNpyText(std::string_view bytes, const std::string& shownAs);

}  // namespace adapsne
