// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/sampling/distance_sweep.h"
#include "core/support/run_control.h"

namespace adapsne {

/// MaxHerding (Bae, Noh and Sutherland 2024): m points, each the one that lets the generalised coverage, the
/// sum over all points of the largest kernel to a point that was taken, rise most, after those of `start`,
/// which are left out. The kernel is Gaussian of width 1, exp(-|x - y|^2), made for points at unit length.
///
/// Gains are kept and changed where coverage did, so that the choice is exact but for the rounding of
/// float32. Ties go to the lower point; the first k are what k are asked for. 0 <= m <= points -
/// start.size(). `scans` counts the distances. `progress` hears the share that is done. Throws Cancelled.
std::vector<int64_t> herdByCoverage(const DistanceSweep& sweep, int64_t m, const std::vector<int64_t>& start,
                                    int64_t& scans, const std::function<void(double)>& progress,
                                    RunControl& control);

}  // namespace adapsne
