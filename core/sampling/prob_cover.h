// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/sampling/distance_sweep.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The largest radius, squared, at which the open balls around at least 95 % of the points hold points of
/// their own cluster alone: the purity rule of ProbCover (Yehuda et al. 2022, section 4.1), whose published
/// grid of radii is the quantile of the distances to the nearest point of another cluster here. Infinite
/// where all points are of one cluster. `clusters` has a number for each point. Throws Cancelled.
float pureSquaredRadius(const DistanceSweep& sweep, std::span<const int32_t> clusters,
                        const std::function<void(double)>& progress, RunControl& control);

/// ProbCover (Yehuda, Dekel, Hacohen and Weinshall 2022): up to m points, each the one whose open ball holds
/// the most points that no ball holds yet, after those of `start`, which are left out. A point is in its own
/// ball, whatever the radius. Ties go to the lower point; fewer than m where all points are covered. The
/// first k are what k are asked for. `progress` hears the share that is done. Throws Cancelled.
std::vector<int64_t> coverByBalls(const DistanceSweep& sweep, float squaredRadius, int64_t m,
                                  const std::vector<int64_t>& start,
                                  const std::function<void(double)>& progress, RunControl& control);

}  // namespace adapsne
