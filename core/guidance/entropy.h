// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/embedding/map_grid.h"

namespace adapsne {

/// Entropy in nats of a distribution given by counts; 0 where they are all 0.
double entropyOf(const std::vector<int64_t>& counts);

/// Entropy of how many points each exemplar stands for, divided by ln m: 1 = all alike. In [0, 1]; 1 for m
/// = 1.
double representationEntropy(std::span<const int32_t> territory, int64_t exemplars);

/// How evenly the map fills its box, H_grid (docs/method.md#entropy-guided-target-perplexity): PCA-aligned
/// axes, box of the 0.5 to 99.5 percentiles, ceil(sqrt(N / 5)) cells a side, entropy of the counts divided
/// by ln min(cells, points in the box), the largest it can reach. In [0, 1].
struct Occupancy {
  double entropy = 0;
  int side = 0;
  GridFrame frame;            ///< Where the cells lie in the map.
  std::vector<int32_t> cell;  ///< N: the cell of each point, -1 outside the box.
};
Occupancy occupancyEntropy(std::span<const float> positions);

}  // namespace adapsne
