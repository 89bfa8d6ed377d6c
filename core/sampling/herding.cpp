// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/herding.h"

#include <algorithm>
#include <limits>

#include "core/geometry/column_points.h"
#include "core/support/parallel.h"

namespace adapsne {

std::vector<int64_t> herdPoints(std::span<const float> values, int64_t points, int64_t dimensions, int64_t m,
                                std::span<const int64_t> start, RunControl& control) {
  const ColumnPoints columns(values, points, dimensions, control);
  std::vector<double> mean(dimensions, 0);
  for (int64_t i = 0; i < points; ++i)
    for (int64_t d = 0; d < dimensions; ++d) mean[d] += values[i * dimensions + d];
  for (double& v : mean) v /= static_cast<double>(points);

  std::vector<double> wanted = mean;  // (t + 1) mean - sum of those taken
  std::vector<float> query(dimensions), distance(points);
  std::vector<bool> isTaken(points, false);
  std::vector<int64_t> taken;
  const auto take = [&](int64_t point) {
    isTaken[point] = true;
    for (int64_t d = 0; d < dimensions; ++d) wanted[d] += mean[d] - values[point * dimensions + d];
  };
  for (const int64_t point : start) take(point);
  while (static_cast<int64_t>(taken.size()) < m) {
    for (int64_t d = 0; d < dimensions; ++d) query[d] = static_cast<float>(wanted[d]);
    parallelFor(control, points, 8 * ColumnPoints::kTile, [&](int64_t begin, int64_t end) {
      for (int64_t from = begin; from < end; from += ColumnPoints::kTile)
        columns.squaredDistances(query, from, std::min(ColumnPoints::kTile, end - from),
                                 distance.data() + from);
    });
    int64_t best = -1;
    for (int64_t i = 0; i < points; ++i)
      if (!isTaken[i] && (best < 0 || distance[i] < distance[best])) best = i;
    taken.push_back(best);
    take(best);
  }
  return taken;
}

}  // namespace adapsne
