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
/// `positions` is N x 2, 1 <= m <= N. m distinct indices in the order taken.
struct PoissonDisk {
  std::vector<int64_t> taken;
  double radius = 0;   ///< r; 0 where only coinciding points are left.
  int64_t throws = 0;  ///< points looked at, over all radii tried
};
PoissonDisk poissonDisk(std::span<const float> positions, int64_t m, RandomStream random,
                        RunControl& control);

}  // namespace adapsne
