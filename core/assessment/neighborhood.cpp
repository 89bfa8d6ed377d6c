// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/neighborhood.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/assessment/assessed_rows.h"
#include "core/neighbors/column_points.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kContinuityNeighbors = 12, kRecallNeighbors = 10;

/// The rank in the map, 1 = nearest, of each row's first k input neighbours: rows.size() x k.
std::vector<int32_t> mapRanks(const NeighborGraph& graph, std::span<const float> positions,
                              const std::vector<int64_t>& rows, int64_t k, RunControl& control) {
  const int64_t n = graph.points;
  const ColumnPoints columns(positions, n, 2, control);
  std::vector<int32_t> ranks(rows.size() * k);
  parallelFor(control, static_cast<int64_t>(rows.size()), 8, [&](int64_t begin, int64_t end) {
    std::vector<float> distance(n);
    for (int64_t r = begin; r < end; ++r) {
      const int64_t i = rows[r];
      for (int64_t first = 0; first < n; first += ColumnPoints::kTile)
        columns.squaredDistances(positions.subspan(2 * i, 2), first, std::min(ColumnPoints::kTile, n - first),
                                 distance.data() + first);
      for (int64_t q = 0; q < k; ++q) {
        const int64_t j = graph.neighbors(i)[q];
        int32_t rank = 1;
        for (int64_t l = 0; l < n; ++l) rank += distance[l] < distance[j];
        for (int64_t l = 0; l < j; ++l) rank += distance[l] == distance[j];
        // The point itself has been counted where it sorts before j.
        if (distance[i] < distance[j] || (distance[i] == distance[j] && i < j)) --rank;
        ranks[r * k + q] = rank;
      }
    }
  });
  return ranks;
}

}  // namespace

NeighborhoodMeasures measureNeighborhood(const NeighborGraph& graph, std::span<const float> positions,
                                         RunControl& control) {
  const int64_t n = graph.points, available = graph.k;
  NeighborhoodMeasures m;
  m.continuityNeighbors = static_cast<int>(std::min({kContinuityNeighbors, available, (n - 1) / 2}));
  m.recallNeighbors = static_cast<int>(std::min(kRecallNeighbors, available));
  m.continuity = m.recall = std::numeric_limits<double>::quiet_NaN();
  const int64_t k = std::max(m.continuityNeighbors, m.recallNeighbors);
  if (k < 1) return m;

  const std::vector<int64_t> rows = assessedRows(n);
  const std::vector<int32_t> ranks = mapRanks(graph, positions, rows, k, control);
  int64_t penalty = 0, kept = 0;  // whole numbers: exact in any order
  for (size_t r = 0; r < rows.size(); ++r) {
    const int32_t* rank = ranks.data() + r * k;
    for (int q = 0; q < m.continuityNeighbors; ++q) penalty += std::max(0, rank[q] - m.continuityNeighbors);
    for (int q = 0; q < m.recallNeighbors; ++q) kept += rank[q] <= m.recallNeighbors;
  }
  const double count = static_cast<double>(rows.size()), c = m.continuityNeighbors;
  if (c > 0)
    m.continuity =
        1 - static_cast<double>(penalty) / (count * c * (2.0 * static_cast<double>(n) - 3 * c - 1) / 2);
  m.recall = static_cast<double>(kept) / (count * m.recallNeighbors);
  return m;
}

}  // namespace adapsne
