// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// How far down the order of neighbours some points are: for each of `rows`, the ranks (1 = nearest) of `k`
/// other rows, its `targets` (rows.size() x k), among all others. Distances are those that a NeighborGraph
/// keeps (Euclidean, squared in float64, rounded to float32), ties by row. `values`: points x dimensions,
/// row-major. Throws Cancelled.
std::vector<int32_t> distanceRanks(std::span<const float> values, int64_t points, int64_t dimensions,
                                   const std::vector<int64_t>& rows, std::span<const int32_t> targets, int k,
                                   RunControl& control);

}  // namespace adapsne
