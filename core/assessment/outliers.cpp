// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/outliers.h"

#include <algorithm>
#include <numeric>

#include "core/assessment/map_neighbors.h"
#include "core/dataset/labels.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kInputNeighbors = 10, kMapNeighbors = 60;

}  // namespace

Outliers findOutliers(const NeighborGraph& graph, const SigmaResult& sigma, std::span<const float> positions,
                      std::span<const int32_t> labels, RunControl& control) {
  const int64_t n = graph.points;
  const int64_t inputCount = std::min<int64_t>(kInputNeighbors, graph.k);
  const int64_t mapCount = std::max<int64_t>(1, std::min(kMapNeighbors, (n - 1) / 2));
  const int64_t classCount = std::min(kInputNeighbors, mapCount);  // map neighbours asked for their class
  std::vector<int64_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0);
  const std::vector<int32_t> inMap = mapNeighbors(positions, rows, static_cast<int>(mapCount), control);

  Outliers result;
  result.reasons.assign(n, 0);
  parallelFor(control, n, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const auto input = graph.neighbors(i).first(inputCount);
      const std::span map(inMap.data() + i * mapCount, mapCount);
      const bool found = std::any_of(input.begin(), input.end(), [&](int32_t j) {
        return std::find(map.begin(), map.end(), j) != map.end();
      });
      if (!found) result.reasons[i] |= kLost;
      if (!labels.empty() && labels[i] != kUnlabelled) {
        const auto sameClass = [&](int32_t j) { return labels[j] == labels[i]; };
        const int64_t sameInInput = std::count_if(input.begin(), input.end(), sameClass);
        const int64_t sameInMap = std::count_if(map.begin(), map.begin() + classCount, sameClass);
        if (2 * sameInInput >= inputCount && 10 * sameInMap <= classCount) result.reasons[i] |= kStray;
      }
      if (sigma.reachability[i] != static_cast<uint8_t>(Reachability::Reachable))
        result.reasons[i] |= kUnreachable;
    }
  });
  for (uint8_t reason : result.reasons) {
    result.lost += (reason & kLost) != 0;
    result.stray += (reason & kStray) != 0;
    result.unreachable += (reason & kUnreachable) != 0;
  }
  return result;
}

}  // namespace adapsne
