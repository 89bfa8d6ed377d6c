// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/farthest_point.h"

#include <algorithm>
#include <limits>

#include "core/geometry/column_points.h"
#include "core/support/parallel.h"

namespace adapsne {

std::vector<int64_t> farthestPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                    int64_t m, int64_t first, RunControl& control) {
  const ColumnPoints columns(values, points, dimensions, control);
  std::vector<float> nearest(points, std::numeric_limits<float>::infinity());
  std::vector<int64_t> taken = {first};
  nearest[first] = -1;  // below every distance: a taken point is never taken again
  while (static_cast<int64_t>(taken.size()) < m) {
    const auto query = values.subspan(taken.back() * dimensions, static_cast<size_t>(dimensions));
    parallelFor(control, points, 8 * ColumnPoints::kTile, [&](int64_t begin, int64_t end) {
      float distance[ColumnPoints::kTile];
      for (int64_t from = begin; from < end; from += ColumnPoints::kTile) {
        const int64_t count = std::min(ColumnPoints::kTile, end - from);
        columns.squaredDistances(query, from, count, distance);
        for (int64_t j = 0; j < count; ++j) nearest[from + j] = std::min(nearest[from + j], distance[j]);
      }
    });
    const int64_t next = std::max_element(nearest.begin(), nearest.end()) - nearest.begin();
    taken.push_back(next);
    nearest[next] = -1;
  }
  return taken;
}

}  // namespace adapsne
