// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/facility_location.h"

#include <cmath>
#include <queue>
#include <utility>

namespace adapsne {
namespace {

/// For each candidate the points that have it among their neighbours: the graph turned around, among `rows`
/// only.
struct Clients {
  std::vector<int64_t> first;  ///< N + 1
  std::vector<int32_t> point;
  std::vector<float> distance;
};

Clients clientsOf(const NeighborGraph& graph, const Rows& rows, const std::vector<bool>& isRow,
                  RunControl& control) {
  Clients c;
  c.first.assign(graph.points + 1, 0);
  for (const int64_t i : rows)
    for (const int32_t j : graph.neighbors(i))
      if (isRow[j]) ++c.first[j + 1];
  for (int64_t j = 0; j < graph.points; ++j) c.first[j + 1] += c.first[j];
  c.point.resize(c.first.back());
  c.distance.resize(c.first.back());
  std::vector<int64_t> next(c.first.begin(), c.first.end() - 1);
  for (size_t r = 0; r < rows.size(); ++r) {
    if (r % 256 == 0) control.checkpoint();
    const int64_t i = rows[r];
    for (int q = 0; q < graph.k; ++q) {
      const int32_t j = graph.neighbors(i)[q];
      if (!isRow[j]) continue;
      c.point[next[j]] = static_cast<int32_t>(i);
      c.distance[next[j]++] = std::sqrt(graph.distances(i)[q]);
    }
  }
  return c;
}

/// A gain as it was when it was last computed: an upper bound of what it is now.
struct Bound {
  double gain;
  int64_t row;
  size_t takenThen;
  bool operator<(const Bound& other) const {
    return gain != other.gain ? gain < other.gain : row > other.row;
  }
};

}  // namespace

FacilityLocation locateFacilities(const NeighborGraph& graph, const Rows& rows, int64_t m, const Rows& given,
                                  RunControl& control) {
  std::vector<bool> isRow(graph.points, false);
  for (const int64_t row : rows) isRow[row] = true;
  const Clients clients = clientsOf(graph, rows, isRow, control);
  std::vector<double> cost(graph.points, 0);
  for (const int64_t i : rows) cost[i] = graph.k > 0 ? std::sqrt(graph.distances(i)[graph.k - 1]) : 0;

  FacilityLocation result;
  const auto gainOf = [&](int64_t j) {
    double gain = cost[j];
    for (int64_t e = clients.first[j]; e < clients.first[j + 1]; ++e)
      gain += std::max(0.0, cost[clients.point[e]] - clients.distance[e]);
    result.scans += clients.first[j + 1] - clients.first[j] + 1;
    return gain;
  };
  const auto open = [&](int64_t j) {
    cost[j] = 0;
    for (int64_t e = clients.first[j]; e < clients.first[j + 1]; ++e)
      cost[clients.point[e]] = std::min<double>(cost[clients.point[e]], clients.distance[e]);
  };
  for (const int64_t j : given) open(j);
  std::vector<bool> isCandidate = std::move(isRow);
  for (const int64_t j : given) isCandidate[j] = false;
  std::priority_queue<Bound> queue;
  for (const int64_t j : rows) {
    if (!isCandidate[j]) continue;
    control.checkpoint();
    queue.push({gainOf(j), j, 0});
  }
  while (static_cast<int64_t>(result.taken.size()) < m) {
    control.checkpoint();
    Bound best = queue.top();
    queue.pop();
    if (best.takenThen != result.taken.size()) {
      queue.push({gainOf(best.row), best.row, result.taken.size()});
      continue;
    }
    result.taken.push_back(best.row);
    result.gains.push_back(best.gain);
    open(best.row);
  }
  return result;
}

}  // namespace adapsne
