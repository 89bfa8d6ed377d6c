// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neighbors/nearest_rows.h"

#include <algorithm>

#include "core/geometry/precise_distance.h"

namespace adapsne {

std::vector<int32_t> nearestRows(const Features& features, int64_t row, int k) {
  std::vector<std::pair<float, int32_t>> others;
  others.reserve(features.points);
  for (int64_t j = 0; j < features.points; ++j)
    if (j != row)
      others.emplace_back(
          preciseDistance(features.row(row).data(), features.row(j).data(), features.dimensions),
          static_cast<int32_t>(j));
  std::partial_sort(others.begin(), others.begin() + k, others.end());
  std::vector<int32_t> nearest;
  nearest.reserve(static_cast<size_t>(k));
  for (int q = 0; q < k; ++q) nearest.push_back(others[q].second);
  return nearest;
}

}  // namespace adapsne
