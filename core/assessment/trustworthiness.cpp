// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/trustworthiness.h"

#include <algorithm>
#include <limits>

#include "core/assessment/assessed_rows.h"
#include "core/assessment/map_neighbors.h"
#include "core/neighbors/distance_ranks.h"

namespace adapsne {

double trustworthiness(const Features& features, std::span<const float> positions, int k,
                       RunControl& control) {
  const int64_t n = features.points;
  if (n < 2 || k < 1 || 2 * k >= n) return std::numeric_limits<double>::quiet_NaN();
  const std::vector<int64_t> rows = assessedRows(n);
  const std::vector<int32_t> inMap = mapNeighbors(positions, rows, k, control);
  const std::vector<int32_t> ranks =
      distanceRanks(features.values, n, features.dimensions, rows, inMap, k, control);
  int64_t penalty = 0;
  for (const int32_t rank : ranks) penalty += std::max(0, rank - k);
  const double worst =
      static_cast<double>(rows.size()) * k * (2.0 * static_cast<double>(n) - 3.0 * k - 1) / 2;
  return 1 - static_cast<double>(penalty) / worst;
}

}  // namespace adapsne
