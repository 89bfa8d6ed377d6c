// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// The k nearest points in the map of each of `rows`, nearest first, ties by row: rows.size() x k.
/// 0 <= k <= N - 1.
std::vector<int32_t> mapNeighbors(std::span<const float> positions, const std::vector<int64_t>& rows, int k,
                                  RunControl& control);

}  // namespace adapsne
