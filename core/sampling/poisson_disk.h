// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/random.h"
#include "core/support/run_control.h"

namespace adapsne {

/// m points of a map that keep a distance of r from each other, for the largest r at which dart throwing (the
/// points in random order, each taken if none before it lies closer than r) still finds m; r by bisection.
///
/// The points `start` are taken already, however close they lie to each other, and keep their distance from
/// those that are taken.
///
/// `positions` is N x 2; `start` are distinct indices, perhaps none; 1 <= m <= N - start.size(). m distinct
/// indices in the order taken, without `start`.
struct PoissonDisk {
  std::vector<int64_t> taken;
  double radius = 0;   ///< r; 0 where only coinciding points are left.
  int64_t throws = 0;  ///< points looked at, over all radii tried
};
PoissonDisk poissonDisk(std::span<const float> positions, int64_t m, RandomStream random,
                        std::span<const int64_t> start, RunControl& control);

}  // namespace adapsne
