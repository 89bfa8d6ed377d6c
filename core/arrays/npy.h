// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/arrays/numeric_array.h"

namespace adapsne {

/// An array as a NumPy file holds it: shape and values as float64 in C order.
using NpyArray = NumericArray<double>;

/// Parses the bytes of an .npy file (versions 1 to 3). `shownAs` names it in messages. Throws Error.
NpyArray parseNpy(std::string_view bytes, const std::string& shownAs);

/// The bytes of an .npy file, version 1.0, little-endian, C order; the product of `shape` is values.size().
std::string formatNpy(std::span<const float> values, const std::vector<int64_t>& shape);
std::string formatNpy(std::span<const double> values, const std::vector<int64_t>& shape);
std::string formatNpy(std::span<const int32_t> values, const std::vector<int64_t>& shape);
std::string formatNpy(std::span<const int64_t> values, const std::vector<int64_t>& shape);

}  // namespace adapsne
