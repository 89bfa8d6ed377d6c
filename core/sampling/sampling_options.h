// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace adapsne {

/// How exemplars are found. The first group divides the points into territories and takes one exemplar of
/// each (Exemplar); the second draws or picks rows directly and never looks at a map.
///
/// Auto: KMeans where the budget is at most 2 % of N, Grid above.
enum class Sampler {
  Auto,
  Random,            ///< rows drawn uniformly; per class this is stratified random
  KMeans,            ///< territories: k-means in the map
  Grid,              ///< territories: cells of the map, k-means inside a cell that has several exemplars
  PoissonDisk,       ///< territories: nearest of m map points that keep the largest possible distance
  FarthestPoint,     ///< territories: nearest of m map points, each the farthest from those before
  KMeansFeatures,    ///< territories: k-means in feature space, without a look at the map
  KCenter,           ///< greedy k-center in feature space (Gonzalez 1985)
  Herding,           ///< greedy matching of the mean in feature space (after Welling 2009)
  FacilityLocation,  ///< lazy greedy facility location on the neighbour graph (Minoux 1978)
};

/// How the grid's cells share the budget: by their counts, by the roots of these, or all alike.
enum class CellAllocation { Proportional, SquareRoot, Equal };

/// Which row stands for a territory.
enum class Exemplar {
  FeatureMedoid,  ///< nearest to the territory's mean in feature space
  MapMedoid,      ///< nearest to the territory's mean in the map
  Densest,        ///< smallest distance to its 10th nearest neighbour in feature space
};

/// Whether the sampler sees the classes.
enum class ClassPolicy {
  Ignore,
  PerClass,  ///< The budget is divided among the classes (shareAmongClasses), each is sampled on its own.
};

struct SamplingOptions {
  double ratio = 0.05;  ///< Budget m = round(ratio * N), at least 1; without effect where count > 0.
  int64_t count = 0;    ///< Budget m; 0 = by ratio.
  Sampler sampler = Sampler::Auto;
  CellAllocation allocation = CellAllocation::SquareRoot;  ///< Read by Grid alone.
  Exemplar exemplar = Exemplar::FeatureMedoid;             ///< Read where there are territories.
  ClassPolicy classes = ClassPolicy::Ignore;
};

/// m for N points: at least 1, at most N. Throws UsageError where count exceeds N.
int64_t budget(const SamplingOptions& options, int64_t points);
/// What Auto comes to.
Sampler resolveSampler(const SamplingOptions& options, int64_t points);

/// The options as they act on N points: Auto resolved, the budget as a count, and what the sampler does not
/// read at its default. Equal ones choose the same exemplars.
SamplingOptions effectiveSampling(const SamplingOptions& options, int64_t points);

/// Does the sampler divide the points into territories and take an exemplar of each? Not for Auto.
bool hasTerritories(Sampler sampler);
/// Does the choice depend on the map?
bool looksAtMap(const SamplingOptions& options, int64_t points);
/// Does the choice depend on the neighbour graph?
bool looksAtGraph(const SamplingOptions& options, int64_t points);

/// PerClass needs labels: throws UsageError without them.
void requireLabelsFor(const SamplingOptions& options, bool hasLabels);

}  // namespace adapsne
