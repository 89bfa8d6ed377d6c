// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// 32-bit Morton codes of N x 2 finite positions: the bits of the two coordinates, 16 each over the map's
/// bounding square, in turn. Points with close codes are close in the map.
std::vector<uint32_t> mortonCodes(std::span<const float> positions, RunControl& control);

/// The indices in ascending order of their codes, ties by index.
std::vector<int32_t> orderByCode(const std::vector<uint32_t>& codes, RunControl& control);

}  // namespace adapsne
