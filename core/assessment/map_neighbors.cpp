// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/map_neighbors.h"

#include <algorithm>
#include <utility>

#include "core/geometry/column_points.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/parallel.h"

namespace adapsne {

std::vector<int32_t> mapNeighbors(std::span<const float> positions, const std::vector<int64_t>& rows, int k,
                                  RunControl& control) {
  const int64_t n = static_cast<int64_t>(positions.size()) / 2;
  // From so many rows on it is faster to search for all.
  constexpr size_t kFewRows = 1000;
  if (rows.size() > kFewRows && k > 0) {
    Features map;
    map.points = n;
    map.dimensions = 2;
    map.values.assign(positions.begin(), positions.end());
    const auto graph = exactNeighbors(map, k, control);
    std::vector<int32_t> result;
    result.reserve(rows.size() * k);
    for (const int64_t row : rows) {
      const auto nearest = graph->neighbors(row);
      result.insert(result.end(), nearest.begin(), nearest.end());
    }
    return result;
  }
  const ColumnPoints columns(positions, n, 2, control);
  std::vector<int32_t> result(rows.size() * k);
  parallelFor(control, static_cast<int64_t>(rows.size()), 16, [&](int64_t begin, int64_t end) {
    std::vector<float> distance(n);
    std::vector<std::pair<float, int32_t>> order;
    for (int64_t r = begin; r < end; ++r) {
      for (int64_t first = 0; first < n; first += ColumnPoints::kTile)
        columns.squaredDistances(positions.subspan(2 * rows[r], 2), first,
                                 std::min(ColumnPoints::kTile, n - first), distance.data() + first);
      order.clear();
      for (int64_t j = 0; j < n; ++j)
        if (j != rows[r]) order.emplace_back(distance[j], static_cast<int32_t>(j));
      std::partial_sort(order.begin(), order.begin() + k, order.end());
      for (int q = 0; q < k; ++q) result[r * k + q] = order[q].second;
    }
  });
  return result;
}

}  // namespace adapsne
