// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/farthest_point.h"

#include <algorithm>
#include <limits>

#include "core/geometry/column_points.h"
#include "core/support/parallel.h"

namespace adapsne {

std::vector<int64_t> farthestPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                    int64_t m, std::span<const int64_t> start, RunControl& control) {
  const ColumnPoints columns(values, points, dimensions, control);
  std::vector<float> nearest(points, std::numeric_limits<float>::infinity());
  const auto approach = [&](int64_t point) {
    const auto query = values.subspan(point * dimensions, static_cast<size_t>(dimensions));
    parallelFor(control, points, 8 * ColumnPoints::kTile, [&](int64_t begin, int64_t end) {
      float distance[ColumnPoints::kTile];
      for (int64_t from = begin; from < end; from += ColumnPoints::kTile) {
        const int64_t count = std::min(ColumnPoints::kTile, end - from);
        columns.squaredDistances(query, from, count, distance);
        for (int64_t j = 0; j < count; ++j) nearest[from + j] = std::min(nearest[from + j], distance[j]);
      }
    });
  };
  // Below every distance: a taken point is never taken again.
  for (const int64_t point : start) nearest[point] = -1;
  std::vector<int64_t> taken;
  if (m == 0) return taken;
  for (const int64_t point : start) approach(point);
  while (true) {
    const int64_t next = std::max_element(nearest.begin(), nearest.end()) - nearest.begin();
    taken.push_back(next);
    if (std::ssize(taken) == m) return taken;
    nearest[next] = -1;
    approach(next);
  }
}

}  // namespace adapsne
