// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/neighborhood.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/assessment/assessed_rows.h"
#include "core/neighbors/distance_ranks.h"

namespace adapsne {
namespace {

constexpr int64_t kContinuityNeighbors = 12, kRecallNeighbors = 10;

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
  std::vector<int32_t> inInput;
  for (const int64_t row : rows) {
    const auto nearest = graph.neighbors(row).first(k);
    inInput.insert(inInput.end(), nearest.begin(), nearest.end());
  }
  const std::vector<int32_t> ranks =
      distanceRanks(positions, n, 2, rows, inInput, static_cast<int>(k), control);
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
