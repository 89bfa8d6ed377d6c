// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/typiclust.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "core/geometry/kmeans.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/sampling/row_list.h"

namespace adapsne {
namespace {

constexpr int64_t kMostClusters = 500, kNeighbors = 20, kSmall = 5;

struct Cluster {
  Rows members;  ///< Ascending; those that are taken are out.
  int64_t size = 0, started = 0;
};

std::vector<Cluster> clustersOf(const std::vector<int32_t>& assignment, const std::vector<int64_t>& start) {
  std::vector<Cluster> clusters;
  std::vector<bool> isStart(assignment.size(), false);
  for (const int64_t i : start) isStart[i] = true;
  for (size_t i = 0; i < assignment.size(); ++i) {
    const auto c = static_cast<size_t>(assignment[i]);
    if (c >= clusters.size()) clusters.resize(c + 1);
    ++clusters[c].size;
    if (isStart[i])
      ++clusters[c].started;
    else
      clusters[c].members.push_back(static_cast<int64_t>(i));
  }
  std::stable_sort(clusters.begin(), clusters.end(), [](const Cluster& a, const Cluster& b) {
    return std::tuple(a.started, -a.size) < std::tuple(b.started, -b.size);
  });
  return clusters;
}

}  // namespace

int64_t mostTypical(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control) {
  if (points < 2) return 0;
  Features features;
  features.points = points;
  features.dimensions = dimensions;
  features.values.assign(values.begin(), values.end());
  const auto graph = exactNeighbors(features, static_cast<int>(std::min(kNeighbors, points / 2)), control);
  int64_t best = -1;
  double smallest = std::numeric_limits<double>::infinity();
  for (int64_t i = 0; i < points; ++i) {
    double sum = 0;
    for (const float squared : graph->distances(i)) sum += std::sqrt(static_cast<double>(squared));
    if (!(sum < smallest)) continue;
    smallest = sum;
    best = i;
  }
  return best;
}

std::vector<int64_t> typicalPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                   int64_t m, const std::vector<int64_t>& start, RandomStream random,
                                   int64_t& scans, const std::function<void(double)>& progress,
                                   RunControl& control) {
  std::vector<int64_t> taken;
  if (m == 0) return taken;
  const KMeansResult divided =
      kMeans(values, points, dimensions, std::min(kMostClusters, m + std::ssize(start)), random, control);
  scans += divided.scans;
  std::vector<Cluster> clusters = clustersOf(divided.assignment, start);
  bool tooSmallGive = false;
  while (std::ssize(taken) < m) {
    const size_t before = taken.size();
    for (Cluster& cluster : clusters) {
      if (cluster.members.empty() || (cluster.size <= kSmall && !tooSmallGive)) continue;
      if (std::ssize(taken) == m) break;
      control.checkpoint();
      const int64_t place = mostTypical(valuesOfRows(values, dimensions, cluster.members),
                                        std::ssize(cluster.members), dimensions, control);
      taken.push_back(cluster.members[place]);
      cluster.members.erase(cluster.members.begin() + place);
      if (progress) progress(static_cast<double>(taken.size()) / static_cast<double>(m));
    }
    tooSmallGive = taken.size() == before;
  }
  return taken;
}

}  // namespace adapsne
