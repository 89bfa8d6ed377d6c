// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Moderate coreset (Xia et al. 2023): the m points whose distance to the mean of all is in the middle of
/// these distances, by rank, the middle one first; the lower rank first where two are as far from the middle,
/// and equal distances rank by their point. Published for each class, around its own mean.
///
/// `values` is points x dimensions; `start` are distinct points that are taken already and left out;
/// 0 <= m <= points - start.size(). The first k are what k are asked for. Throws Cancelled.
std::vector<int64_t> moderatePoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                    int64_t m, const std::vector<int64_t>& start, RunControl& control);

}  // namespace adapsne
