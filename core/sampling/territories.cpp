// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/territories.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/embedding/map_grid.h"
#include "core/geometry/kmeans.h"
#include "core/geometry/nearest_points.h"
#include "core/sampling/farthest_point.h"
#include "core/sampling/poisson_disk.h"
#include "core/sampling/share_budget.h"

namespace adapsne {
namespace {

constexpr uint64_t kTerritoryStream = 0x7465727269;
constexpr int64_t kDensityNeighbor = 10;

/// Adds the groups of `rows` that `group` names, one number in [0, groups) a row.
void addGroups(const Rows& rows, const std::vector<int32_t>& group, int64_t groups,
               Territories& territories) {
  std::vector<Rows> members(groups);
  for (size_t i = 0; i < rows.size(); ++i) members[group[i]].push_back(rows[i]);
  for (Rows& m : members)
    if (!m.empty()) territories.members.push_back(std::move(m));
}

void addKMeans(std::span<const float> values, int64_t dimensions, const Rows& rows, int64_t m,
               RandomStream random, Territories& territories, RunControl& control) {
  const KMeansResult clusters = kMeans(valuesOfRows(values, dimensions, rows),
                                       static_cast<int64_t>(rows.size()), dimensions, m, random, control);
  territories.scans += clusters.scans + static_cast<int64_t>(rows.size());
  addGroups(rows, clusters.assignment, m, territories);
}

/// Each row goes to the nearest of the sites in the map, ties to the earlier site. `sites` index into `rows`.
void divideBySites(std::span<const float> local, const Rows& rows, const std::vector<int64_t>& sites,
                   Territories& territories, RunControl& control) {
  const int64_t n = static_cast<int64_t>(rows.size()), m = static_cast<int64_t>(sites.size());
  const std::vector<int32_t> nearest = nearestPoints(local, valuesOfRows(local, 2, sites), m, 2, control);
  territories.scans += n * m;
  addGroups(rows, nearest, m, territories);
}

/// What a cell of so many points counts in the division of the budget.
double weightOf(CellAllocation allocation, double count) {
  switch (allocation) {
    case CellAllocation::Proportional:
      return count;
    case CellAllocation::SquareRoot:
      return std::sqrt(count);
    case CellAllocation::Equal:
      break;
  }
  return 1;
}

/// The row nearest to the mean of `rows` in a table of values.
int64_t medoid(std::span<const float> values, int64_t dimensions, const Rows& rows) {
  std::vector<double> mean(dimensions, 0);
  for (int64_t row : rows)
    for (int64_t d = 0; d < dimensions; ++d) mean[d] += values[row * dimensions + d];
  for (double& v : mean) v /= static_cast<double>(rows.size());
  int64_t best = rows.front();
  double smallest = std::numeric_limits<double>::infinity();
  for (int64_t row : rows) {
    double distance = 0;
    for (int64_t d = 0; d < dimensions; ++d) {
      const double delta = values[row * dimensions + d] - mean[d];
      distance += delta * delta;
    }
    if (distance < smallest) {
      smallest = distance;
      best = row;
    }
  }
  return best;
}

}  // namespace

Territories divideByKMeans(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                           uint64_t seed, RunControl& control) {
  Territories territories;
  addKMeans(inputs.positions, 2, rows, m, RandomStream(seed, kTerritoryStream), territories, control);
  return territories;
}

Territories divideByFeatureKMeans(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                                  uint64_t seed, RunControl& control) {
  Territories territories;
  addKMeans(inputs.features.values, inputs.features.dimensions, rows, m, RandomStream(seed, kTerritoryStream),
            territories, control);
  return territories;
}

Territories divideByGrid(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation allocation,
                         uint64_t seed, RunControl& control) {
  Territories territories;
  const int side = std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(m)))));
  const MapGrid grid = gridOf(valuesOfRows(inputs.positions, 2, rows), side, Outside::Clamp);
  std::vector<Rows> members(static_cast<size_t>(side) * side);
  for (size_t i = 0; i < rows.size(); ++i) members[grid.cell[i]].push_back(rows[i]);
  std::vector<int64_t> counts;
  std::vector<double> weights;
  for (const Rows& cell : members) {
    const double count = static_cast<double>(cell.size());
    counts.push_back(static_cast<int64_t>(cell.size()));
    weights.push_back(weightOf(allocation, count));
  }
  const std::vector<int64_t> share = shareBudget(weights, counts, m);
  territories.scans += static_cast<int64_t>(rows.size());
  for (size_t c = 0; c < members.size(); ++c)
    if (share[c] > 0)
      addKMeans(inputs.positions, 2, members[c], share[c], RandomStream(seed, kTerritoryStream, c),
                territories, control);
  return territories;
}

Territories divideByPoissonDisk(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                                uint64_t seed, RunControl& control) {
  Territories territories;
  const std::vector<float> local = valuesOfRows(inputs.positions, 2, rows);
  RandomStream random(seed, kTerritoryStream);
  const PoissonDisk disk = poissonDisk(local, m, random, control);
  territories.scans += disk.throws;
  divideBySites(local, rows, disk.taken, territories, control);
  return territories;
}

Territories divideByFarthestPoints(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                                   uint64_t seed, RunControl& control) {
  Territories territories;
  const std::vector<float> local = valuesOfRows(inputs.positions, 2, rows);
  const int64_t n = std::ssize(rows);
  const auto first = static_cast<int64_t>(RandomStream(seed, kTerritoryStream).below(rows.size()));
  const std::vector<int64_t> sites = farthestPoints(local, n, 2, m, first, control);
  territories.scans += n * m;
  divideBySites(local, rows, sites, territories, control);
  return territories;
}

int64_t exemplarOf(const SamplingInputs& inputs, const Rows& territory, Exemplar exemplar) {
  switch (exemplar) {
    case Exemplar::FeatureMedoid:
      return medoid(inputs.features.values, inputs.features.dimensions, territory);
    case Exemplar::MapMedoid:
      return medoid(inputs.positions, 2, territory);
    case Exemplar::Densest:
      break;
  }
  const NeighborGraph& graph = *inputs.graph;
  const int64_t rank = std::min<int64_t>(kDensityNeighbor, graph.k) - 1;
  if (rank < 0) return territory.front();  // a single point has no neighbours
  return *std::min_element(territory.begin(), territory.end(), [&](int64_t a, int64_t b) {
    return graph.distances(a)[rank] < graph.distances(b)[rank];
  });
}

}  // namespace adapsne
