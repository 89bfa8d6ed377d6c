// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// The index of the nearest of `count` points for each query, ties to the lower; -1 where there is none.
/// Distances are those that a NeighborGraph keeps (Euclidean, squared in float64, rounded to float32).
/// `queries` and `points` are rows of `dimensions` finite values. Throws Cancelled.
std::vector<int32_t> nearestPoints(std::span<const float> queries, std::span<const float> points,
                                   int64_t count, int64_t dimensions, RunControl& control);

}  // namespace adapsne
