// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/support/enum_words.h"

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
  KernelRidge,       ///< greedy by the error of kernel ridge regression; sees all classes at once
  GraphDesign,       ///< greedy experimental design on the neighbour graph (Yu, Bi and Tresp 2006)
  TypiClust,         ///< the most typical row of each cluster (Hacohen, Dekel and Weinshall 2022)
  ProbCover,         ///< greedy cover by balls of pure radius (Yehuda et al. 2022)
  MaxHerding,        ///< greedy generalised coverage (Bae, Noh and Sutherland 2024)
  Moderate,          ///< the middle distances to the mean (Xia et al. 2023)
  ZCore,             ///< zero-shot coreset scores (Griffin, Marks and Corso 2024)
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
  Equal,     ///< The same, in equal parts.
  Given,     ///< Each class has the budget that classBudget says.
};

constexpr auto kClassPolicyWords = wordsFor<ClassPolicy>(
    {{ClassPolicy::Ignore, "ignore", "the sampler does not see the labels"},
     {ClassPolicy::PerClass, "per-class",
      "the budget is divided among the classes by their sizes, at least one each where it suffices; each "
      "class is sampled on its own"},
     {ClassPolicy::Equal, "equal", "the same in equal parts: what a small class cannot give, the others do"},
     {ClassPolicy::Given, "given", "as many of each class as --class-budget says"}});

struct SamplingOptions {
  double ratio = 0.05;  ///< Budget m = round(ratio * N), at least 1; without effect where count > 0.
  int64_t count = 0;    ///< Budget m; 0 = by ratio.
  Sampler sampler = Sampler::Auto;
  CellAllocation allocation = CellAllocation::SquareRoot;  ///< Read by Grid alone.
  Exemplar exemplar = Exemplar::FeatureMedoid;             ///< Read where there are territories.
  ClassPolicy classes = ClassPolicy::Ignore;
  std::string classBudget = {};  ///< parseClassBudget(); read by ClassPolicy::Given alone, then the budget.
  std::string given = {};        ///< File of rows that are exemplars already; empty = none.
  std::string exclude = {};      ///< File of rows that must not be chosen; empty = none.
  std::string givenRows = {};    ///< parseRowNumbers(): exemplars already, beside those of the file.
  std::string excludeRows = {};  ///< parseRowNumbers(): not to be chosen, beside those of the file.
};

/// m for N points: at least 1, at most N. Throws UsageError where count, or what the classes are to have,
/// exceeds N, and where the text of the classes' budgets is none.
int64_t budget(const SamplingOptions& options, int64_t points);
/// What Auto comes to.
Sampler resolveSampler(const SamplingOptions& options, int64_t points);

/// The options as they act on N points: Auto resolved, the budget as a count, and what the sampler does not
/// read at its default; for a sampler that sees the classes, Ignore as Equal; the files as they are. Equal
/// ones choose the same exemplars.
SamplingOptions effectiveSampling(const SamplingOptions& options, int64_t points);

/// What the entropy guide judges maps by: these options, but for samplers that do not look at the map and
/// take their time (SamplerRow::slow). For them it is Auto, without classes, with the same budget.
SamplingOptions guidingSampling(const SamplingOptions& options, int64_t points);

/// Does the sampler divide the points into territories and take an exemplar of each? Not for Auto.
bool hasTerritories(Sampler sampler);
/// Does the sampler see the labels, whatever the class policy?
bool looksAtClasses(Sampler sampler);
/// Does the choice depend on the map?
bool looksAtMap(const SamplingOptions& options, int64_t points);
/// Does the choice depend on the neighbour graph?
bool looksAtGraph(const SamplingOptions& options, int64_t points);

/// All policies but Ignore need labels, and so do samplers that see the classes: throws UsageError without
/// them, and where Given has no budgets or budgets are given to another policy.
void requireLabelsFor(const SamplingOptions& options, bool hasLabels);

}  // namespace adapsne
