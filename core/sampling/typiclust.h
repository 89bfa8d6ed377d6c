// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/support/random.h"
#include "core/support/run_control.h"

namespace adapsne {

/// TypiClust (Hacohen, Dekel and Weinshall 2022): the points are divided by k-means into as many clusters as
/// there will be exemplars, at most 500, and the clusters, those with the fewest of `start` and then the
/// largest first, each give their most typical point, round after round: the one with the smallest mean
/// distance to its 20 nearest among those that are left in the cluster (half of them where it has fewer than
/// 40). Clusters of up to 5 points give none while there are others.
///
/// `values` is points x dimensions, made for points at unit length; `start` are distinct points that are
/// taken already; 0 <= m <= points - start.size(). Ties go to the lower point. m distinct points in the order
/// taken, without `start`. `scans` counts distances to centres. Throws Cancelled.
std::vector<int64_t> typicalPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                   int64_t m, const std::vector<int64_t>& start, RandomStream random,
                                   int64_t& scans, const std::function<void(double)>& progress,
                                   RunControl& control);

/// The most typical of some points, as above: its place among them. There is at least one.
int64_t mostTypical(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control);

}  // namespace adapsne
