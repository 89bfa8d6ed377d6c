// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Herding with a linear kernel in feature space, without repetition: each step takes the point that brings
/// the mean of those taken nearest to the mean of all (ties to the lower index).
///
/// Welling 2009 takes the largest product <w, x> with w = (t + 1) mean - sum of those taken. On features that
/// are not all of one length that runs after the longest ones, and at the start of centred features w is 0;
/// so, as is usual for choosing exemplars (Rebuffi et al. 2017), the point nearest to w is taken, which adds
/// -|x|^2 / 2 to the product. A linear kernel matches the mean and nothing else of the distribution.
///
/// `values` is points x dimensions; `start` are distinct indices that are taken already, perhaps none;
/// 1 <= m <= points - start.size(). m distinct indices in the order taken, without `start`; costs m * points
/// comparisons.
std::vector<int64_t> herdPoints(std::span<const float> values, int64_t points, int64_t dimensions, int64_t m,
                                std::span<const int64_t> start, RunControl& control);

}  // namespace adapsne
