// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Farthest-point traversal (Gonzalez 1985): `start` is taken already, at least one point; then takes m
/// further ones, each the farthest from all those taken, ties to the lower index. From a single point on the
/// largest distance of a point to those taken is at most twice the smallest that as many points could reach.
///
/// `values` is points x dimensions, Euclidean; `start` are distinct indices; 0 <= m <= points - start.size().
/// m distinct indices in the order taken, without `start`; costs points * (start.size() + m) comparisons.
std::vector<int64_t> farthestPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                    int64_t m, std::span<const int64_t> start, RunControl& control);

}  // namespace adapsne
