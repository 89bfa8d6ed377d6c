// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Farthest-point traversal (Gonzalez 1985): begins with `first`, then takes the point that is farthest from
/// those taken, ties to the lower index. The largest distance of a point to the m taken is at most twice the
/// smallest that any m points could reach.
///
/// `values` is points x dimensions, Euclidean; 1 <= m <= points. m distinct indices in the order taken; costs
/// m * points comparisons.
std::vector<int64_t> farthestPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                    int64_t m, int64_t first, RunControl& control);

}  // namespace adapsne
