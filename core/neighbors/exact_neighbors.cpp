// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <limits>

#include "core/neighbors/column_points.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

/// Squared distance in float64, rounded once: what the graph keeps.
float preciseDistance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (size_t d = 0; d < a.size(); ++d) {
    const double delta = static_cast<double>(a[d]) - b[d];
    sum += delta * delta;
  }
  return static_cast<float>(sum);
}

struct Candidate {
  float distance;
  int32_t row;
  bool operator<(const Candidate& other) const {
    return distance < other.distance || (distance == other.distance && row < other.row);
  }
};

}  // namespace

std::shared_ptr<const NeighborGraph> exactNeighbors(const Features& features, int k, RunControl& control) {
  const int64_t n = features.points;
  constexpr int64_t kTile = ColumnPoints::kTile;
  auto graph = std::make_shared<NeighborGraph>();
  graph->points = n;
  graph->k = k;
  graph->index.resize(n * k);
  graph->squaredDistance.resize(n * k);

  const ColumnPoints columns(features.values, n, features.dimensions, control);

  // A float32 sum of D squares is off by at most about (D + 4) / 2^24 of its value, so it may order nearly equal
  // candidates wrongly. All that the error could hide are kept, and the final order is by the precise distance.
  const float margin = 1 + 3 * static_cast<float>(features.dimensions + 4) * 0x1p-24f;
  const auto dropFar = [&](std::vector<Candidate>& candidates) {
    std::nth_element(candidates.begin(), candidates.begin() + k - 1, candidates.end());
    const float limit = candidates[k - 1].distance * margin + std::numeric_limits<float>::min();
    std::erase_if(candidates, [&](const Candidate& c) { return c.distance > limit; });
    return limit;
  };
  std::atomic<int64_t> inserts{0};
  parallelFor(control, n, 8, [&](int64_t begin, int64_t end) {
    std::vector<Candidate> candidates;
    std::vector<float> tile(kTile);
    int64_t entered = 0;
    for (int64_t i = begin; i < end; ++i) {
      candidates.clear();
      float threshold = std::numeric_limits<float>::infinity();
      size_t most = 2 * static_cast<size_t>(k) + kTile;
      for (int64_t first = 0; first < n; first += kTile) {
        const int64_t count = std::min(kTile, n - first);
        columns.squaredDistances(features.row(i), first, count, tile.data());
        for (int64_t j = 0; j < count; ++j) {
          if (!(tile[j] <= threshold) || first + j == i) continue;
          candidates.push_back({tile[j], static_cast<int32_t>(first + j)});
          ++entered;
        }
        if (candidates.size() > most) {
          threshold = dropFar(candidates);
          most = std::max(most, 2 * candidates.size());  // Many ties: do not sift them again for every tile.
        }
      }
      if (static_cast<int64_t>(candidates.size()) > k) dropFar(candidates);
      for (Candidate& c : candidates) c.distance = preciseDistance(features.row(i), features.row(c.row));
      std::sort(candidates.begin(), candidates.end());
      for (int j = 0; j < k; ++j) {
        graph->index[i * k + j] = candidates[j].row;
        graph->squaredDistance[i * k + j] = candidates[j].distance;
      }
    }
    inserts += entered;
  });
  graph->inserts = inserts;
  for (int64_t i = 0; i < n && k > 0; ++i)
    graph->largestSquaredDistance = std::max(graph->largestSquaredDistance, graph->distances(i).back());
  return graph;
}

}  // namespace adapsne
