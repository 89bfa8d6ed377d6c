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
#include "core/sampling/samplers.h"
#include "core/sampling/share_budget.h"

namespace adapsne {
namespace {

constexpr uint64_t kTerritoryStream = 0x7465727269;
constexpr int64_t kDensityNeighbor = 10;
constexpr int kKMeansIterations = 50;

/// Adds the groups of `rows` that `group` names, one number in [0, groups) a row, but the first given.size()
/// of them: those are the territories of rows that are exemplars already. A given row is in no other.
void addGroups(const Rows& rows, const Rows& given, const std::vector<int32_t>& group, int64_t groups,
               Territories& territories) {
  const int64_t first = std::ssize(given);
  std::vector<Rows> members(groups);
  for (size_t i = 0; i < rows.size(); ++i)
    if (group[i] >= first && !std::binary_search(given.begin(), given.end(), rows[i]))
      members[group[i]].push_back(rows[i]);
  for (Rows& m : members)
    if (!m.empty()) territories.members.push_back(std::move(m));
}

/// The given rows are centres that do not move.
void addKMeans(std::span<const float> values, int64_t dimensions, const Rows& rows, const Rows& given,
               int64_t m, RandomStream random, Territories& territories, RunControl& control) {
  const KMeansResult clusters =
      kMeans(valuesOfRows(values, dimensions, rows), std::ssize(rows), dimensions, m, random, control,
             kKMeansIterations, valuesOfRows(values, dimensions, given));
  territories.scans += clusters.scans + std::ssize(rows);
  addGroups(rows, given, clusters.assignment, std::ssize(given) + m, territories);
}

/// Each row goes to the nearest of the given rows and the sites in the map, ties to the earlier one. `sites`
/// index into the rows.
void divideBySites(std::span<const float> local, const Request& request, const std::vector<int64_t>& sites,
                   Territories& territories, RunControl& control) {
  std::vector<int64_t> all = placesIn(request.rows, request.given);
  all.insert(all.end(), sites.begin(), sites.end());
  const int64_t n = std::ssize(request.rows), m = std::ssize(all);
  const std::vector<int32_t> nearest = nearestPoints(local, valuesOfRows(local, 2, all), m, 2, control);
  territories.scans += n * m;
  addGroups(request.rows, request.given, nearest, m, territories);
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

Territories divideByKMeans(const SamplingInputs& inputs, const Request& request, CellAllocation,
                           RunControl& control) {
  Territories territories;
  addKMeans(inputs.positions, 2, request.rows, request.given, request.m,
            RandomStream(request.seed, kTerritoryStream), territories, control);
  return territories;
}

Territories divideByFeatureKMeans(const SamplingInputs& inputs, const Request& request, CellAllocation,
                                  RunControl& control) {
  Territories territories;
  addKMeans(inputs.features.values, inputs.features.dimensions, request.rows, request.given, request.m,
            RandomStream(request.seed, kTerritoryStream), territories, control);
  return territories;
}

Territories divideByGrid(const SamplingInputs& inputs, const Request& request, CellAllocation allocation,
                         RunControl& control) {
  Territories territories;
  const Rows& rows = request.rows;
  const int64_t all = request.m + std::ssize(request.given);
  const int side = std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(all)))));
  const MapGrid grid = gridOf(valuesOfRows(inputs.positions, 2, rows), side, Outside::Clamp);
  std::vector<Rows> members(static_cast<size_t>(side) * side), given(members.size());
  for (size_t i = 0; i < rows.size(); ++i) members[grid.cell[i]].push_back(rows[i]);
  for (const int64_t place : placesIn(rows, request.given)) given[grid.cell[place]].push_back(rows[place]);
  std::vector<int64_t> counts, already;
  std::vector<double> weights;
  for (size_t c = 0; c < members.size(); ++c) {
    counts.push_back(std::ssize(members[c]));
    already.push_back(std::ssize(given[c]));
    weights.push_back(weightOf(allocation, static_cast<double>(members[c].size())));
  }
  const std::vector<int64_t> share = shareBudget(weights, counts, already, all);
  territories.scans += std::ssize(rows);
  for (size_t c = 0; c < members.size(); ++c)
    if (share[c] > already[c])
      addKMeans(inputs.positions, 2, members[c], given[c], share[c] - already[c],
                RandomStream(request.seed, kTerritoryStream, c), territories, control);
  return territories;
}

Territories divideByPoissonDisk(const SamplingInputs& inputs, const Request& request, CellAllocation,
                                RunControl& control) {
  Territories territories;
  const std::vector<float> local = valuesOfRows(inputs.positions, 2, request.rows);
  const PoissonDisk disk = poissonDisk(local, request.m, RandomStream(request.seed, kTerritoryStream),
                                       placesIn(request.rows, request.given), control);
  territories.scans += disk.throws;
  divideBySites(local, request, disk.taken, territories, control);
  return territories;
}

Territories divideByFarthestPoints(const SamplingInputs& inputs, const Request& request, CellAllocation,
                                   RunControl& control) {
  Territories territories;
  const std::vector<float> local = valuesOfRows(inputs.positions, 2, request.rows);
  const int64_t n = std::ssize(request.rows);
  territories.scans += n * (request.m + std::ssize(request.given));
  const std::vector<int64_t> sites =
      farthestPointsFrom(local, 2, request, RandomStream(request.seed, kTerritoryStream), control);
  divideBySites(local, request, sites, territories, control);
  return territories;
}

std::vector<int64_t> farthestPointsFrom(std::span<const float> values, int64_t dimensions,
                                        const Request& request, RandomStream random, RunControl& control) {
  const int64_t n = std::ssize(request.rows);
  const std::vector<int64_t> given = placesIn(request.rows, request.given);
  if (!given.empty()) return farthestPoints(values, n, dimensions, request.m, given, control);
  std::vector<int64_t> places = {static_cast<int64_t>(random.below(request.rows.size()))};
  const std::vector<int64_t> others = farthestPoints(values, n, dimensions, request.m - 1, places, control);
  places.insert(places.end(), others.begin(), others.end());
  return places;
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
