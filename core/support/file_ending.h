// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/support/error.h"

namespace adapsne {

/// ".csv" of "Data.CSV": with its point, in lower case; "" where a name has none.
std::string endingOf(const std::filesystem::path& path);

/// What is said of a file that is to be written in a format which its name does not tell: that it has no
/// ending, or which one, and `known` ones ({".csv", ".npy"}, at least two).
Error unknownEnding(const std::filesystem::path& path, const std::vector<std::string>& known);

}  // namespace adapsne
