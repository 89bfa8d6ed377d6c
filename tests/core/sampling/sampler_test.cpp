// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/samplers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "core/embedding/map_grid.h"
#include "core/sampling/share_budget.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// Every sampler that there is: a new one is tested with the others.
std::vector<Sampler> everySampler() {
  std::vector<Sampler> all;
  for (const SamplerRow& row : samplers()) all.push_back(row.value);
  return all;
}
constexpr Exemplar kExemplars[] = {Exemplar::FeatureMedoid, Exemplar::MapMedoid, Exemplar::Densest};
constexpr CellAllocation kAllocations[] = {CellAllocation::Proportional, CellAllocation::SquareRoot,
                                           CellAllocation::Equal};

std::shared_ptr<const NeighborGraph> graphOf(const Features& f, int k = 15) {
  RunControl control(1);
  k = static_cast<int>(std::min<int64_t>(k, f.points - 1));
  if (k > 0) return exactNeighbors(f, k, control);
  auto lonely = std::make_shared<NeighborGraph>();
  lonely->points = f.points;
  return lonely;
}

/// Three classes in turn.
std::vector<int32_t> someLabels(int64_t points) {
  std::vector<int32_t> labels(points);
  for (int64_t i = 0; i < points; ++i) labels[i] = static_cast<int32_t>(i % 3);
  return labels;
}

/// Samplers that see the classes get some where the test has none.
std::shared_ptr<const Subset> choose(const Features& f, const std::vector<float>& map,
                                     const SamplingOptions& options, std::vector<int32_t> labels = {},
                                     uint64_t seed = 1, int threads = 1) {
  RunControl control(threads);
  const auto graph = graphOf(f);
  if (labels.empty() && looksAtClasses(options.sampler)) labels = someLabels(f.points);
  return chooseExemplars({f, map, graph.get(), labels}, options, seed, control);
}

std::shared_ptr<const Subset> choose(const Features& f, const std::vector<float>& map, Sampler sampler,
                                     int64_t m, uint64_t seed = 1, int threads = 1) {
  SamplingOptions options;
  options.count = m;
  options.sampler = sampler;
  return choose(f, map, options, {}, seed, threads);
}

void expectValid(const Subset& subset, const Features& f, int64_t m) {
  ASSERT_EQ(static_cast<int64_t>(subset.rows.size()), m);
  EXPECT_TRUE(std::is_sorted(subset.rows.begin(), subset.rows.end()));
  EXPECT_TRUE(test::allDistinct(subset.rows));
  EXPECT_GE(subset.rows.front(), 0);
  EXPECT_LT(subset.rows.back(), f.points);
  ASSERT_EQ(static_cast<int64_t>(subset.territory.size()), f.points);
  for (int64_t i = 0; i < f.points; ++i) {
    ASSERT_GE(subset.territory[i], 0);
    ASSERT_LT(subset.territory[i], m);
  }
}

/// No static_assert: under the sanitizers gcc 12 takes no address of a function for a constant.
TEST(Samplers, EachHasOneWayToChoose) {
  ASSERT_EQ(samplers().size(), kSamplerCount);
  for (const SamplerRow& row : samplers())
    EXPECT_EQ((row.divide != nullptr) + (row.pick != nullptr) + (row.pickFromClasses != nullptr),
              row.value == Sampler::Auto ? 0 : 1)
        << row.word;
}

TEST(Samplers, GiveExactlyMDistinctRowsForEveryM) {
  for (int64_t n : {1, 2, 3, 10, 53}) {
    const Features f = test::clusteredFeatures(n, 4, n);
    const std::vector<float> map = test::randomMap(n, n);
    for (Sampler sampler : everySampler())
      for (int64_t m = 1; m <= n; m += n > 20 ? 4 : 1) expectValid(*choose(f, map, sampler, m), f, m);
    for (Sampler sampler : everySampler()) expectValid(*choose(f, map, sampler, n), f, n);
  }
}

TEST(Samplers, GiveExactlyMRowsOfCoincidingPointsAndMaps) {
  const Features lattice = test::latticeFeatures(90, 2, 1, 2);  // four distinct points
  const Features same = test::featuresOf(std::vector<float>(180, 1), 90, 2);
  std::vector<float> halves(180, 0);
  std::fill(halves.begin() + 90, halves.end(), 5.0f);
  for (const Features& f : {lattice, same})
    for (const std::vector<float>& map : {std::vector<float>(180, 2.5f), halves, test::randomMap(90, 1)})
      for (Sampler sampler : everySampler())
        for (int64_t m : {1, 7, 60, 89, 90}) expectValid(*choose(f, map, sampler, m), f, m);
}

TEST(Samplers, AreDeterministicBySeedAndIndependentOfThreads) {
  const Features f = test::clusteredFeatures(600, 5, 2);
  const std::vector<float> map = test::randomMap(600, 2);
  for (Sampler sampler : everySampler()) {
    const auto one = choose(f, map, sampler, 40);
    for (int threads : test::kThreadCounts) {
      const auto other = choose(f, map, sampler, 40, 1, threads);
      EXPECT_EQ(other->rows, one->rows);
      EXPECT_EQ(other->territory, one->territory);
      EXPECT_EQ(other->scans, one->scans);
    }
    const bool seeded = sampler != Sampler::Herding && sampler != Sampler::FacilityLocation &&
                        sampler != Sampler::KernelRidge && sampler != Sampler::GraphDesign &&
                        sampler != Sampler::MaxHerding && sampler != Sampler::Moderate;
    EXPECT_EQ(choose(f, map, sampler, 40, 2)->rows != one->rows, seeded) << static_cast<int>(sampler);
  }
}

TEST(Territories, AreThoseOfTheNearestExemplar) {
  const Features f = test::latticeFeatures(200, 3, 3, 4);  // with ties
  const auto subset = choose(f, test::randomMap(200, 3), Sampler::KMeans, 17);
  for (int64_t i = 0; i < 200; ++i) {
    int32_t best = -1;
    double smallest = std::numeric_limits<double>::infinity();
    for (size_t e = 0; e < subset->rows.size(); ++e) {
      double sum = 0;
      for (int d = 0; d < 3; ++d) sum += std::pow(f.row(i)[d] - f.row(subset->rows[e])[d], 2);
      if (sum < smallest) {
        smallest = sum;
        best = static_cast<int32_t>(e);
      }
    }
    ASSERT_EQ(subset->territory[i], best) << i;
  }
  // An exemplar stands for itself, unless an equal row of lower number does.
  for (size_t e = 0; e < subset->rows.size(); ++e) {
    const int64_t owner = subset->rows[subset->territory[subset->rows[e]]];
    EXPECT_TRUE(std::equal(f.row(owner).begin(), f.row(owner).end(), f.row(subset->rows[e]).begin()));
  }
}

TEST(KMeansSampler, TakesTheFeatureMedoidOfClearTerritories) {
  // Three clusters, far apart in the map; in each the row nearest to the mean in input space is known.
  std::vector<float> values, map;
  for (int c = 0; c < 3; ++c)
    for (int i = 0; i < 9; ++i) {
      values.push_back(static_cast<float>(100 * c + (i * 5) % 9));  // 0..8, shuffled: the mean is 4
      map.insert(map.end(), {static_cast<float>(50 * c), static_cast<float>(i)});
    }
  const auto subset = choose(test::featuresOf(values, 27, 1), map, Sampler::KMeans, 3);
  ASSERT_EQ(subset->rows.size(), 3u);
  for (int c = 0; c < 3; ++c) EXPECT_EQ(values[subset->rows[c]], 100 * c + 4) << c;
}

TEST(GridSampler, SharesTheBudgetByTheSquareRootOfTheCounts) {
  // A 4 x 4 grid (m = 16) whose cells hold 4 and 64 points in a checker: roots 2 and 8, shares 16 x 2/80 =
  // 0.4 and 16 x 8/80 = 1.6. By count it would be 0.12 and 1.88.
  RandomStream random(1);
  std::vector<float> map;
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 4; ++x)
      for (int i = 0; i < ((x + y) % 2 ? 64 : 4); ++i)
        map.insert(map.end(), {static_cast<float>(x + 0.05 + 0.9 * random.uniform()),
                               static_cast<float>(1.3 * (y + 0.05 + 0.9 * random.uniform()))});
  const int64_t n = static_cast<int64_t>(map.size()) / 2;
  const auto subset = choose(test::featuresOf(map, n, 2), map, Sampler::Grid, 16);
  // What the grid really holds, cell by cell; then the shares by largest remainders, independently.
  const MapGrid grid = gridOf(map, 4, Outside::Clamp);
  std::vector<double> counts(16, 0), exact(16);
  std::vector<int> got(16, 0), expected(16);
  for (int32_t c : grid.cell) ++counts[c];
  for (int64_t row : subset->rows) ++got[grid.cell[row]];
  double total = 0;
  for (double c : counts) total += std::sqrt(c);
  std::vector<int> order(16);
  std::iota(order.begin(), order.end(), 0);
  int left = 16;
  for (int c = 0; c < 16; ++c) {
    exact[c] = 16 * std::sqrt(counts[c]) / total;
    expected[c] = static_cast<int>(exact[c]);
    left -= expected[c];
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return exact[a] - expected[a] > exact[b] - expected[b]; });
  for (int q = 0; q < left; ++q) ++expected[order[q]];
  EXPECT_EQ(got, expected);
}

TEST(GridSampler, NeverAsksACellForMoreThanItHolds) {
  // One lonely point far out and a crowd: the crowd's cells must take what the lonely cell cannot.
  std::vector<float> map = test::randomMap(99, 4, 0.01);
  map.insert(map.end(), {1000, 1000});
  const Features f = test::clusteredFeatures(100, 3, 4);
  for (int64_t m : {50, 99, 100}) expectValid(*choose(f, map, Sampler::Grid, m), f, m);
}

TEST(RandomSampler, TakesEveryRowEquallyOftenAndIgnoresTheMap) {
  const Features f = test::clusteredFeatures(20, 2, 5);
  EXPECT_EQ(choose(f, test::randomMap(20, 1), Sampler::Random, 5)->rows,
            choose(f, test::randomMap(20, 2), Sampler::Random, 5)->rows);
  std::vector<int> taken(20, 0);
  constexpr int kSeeds = 4000;
  const std::vector<float> map(40, 0);
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto subset = choose(f, map, Sampler::Random, 5, seed);
    for (int64_t row : subset->rows) ++taken[row];
  }
  for (int count : taken) EXPECT_NEAR(count, kSeeds / 4, 5 * std::sqrt(kSeeds * 3 / 16.0));
}

TEST(Budget, RoundsClampsAndRefuses) {
  const auto by = [](double ratio, int64_t count, int64_t n) {
    SamplingOptions options;
    options.ratio = ratio;
    options.count = count;
    return budget(options, n);
  };
  EXPECT_EQ(by(0.05, 0, 1797), 90);
  EXPECT_EQ(by(0.5, 0, 5), 3);
  EXPECT_EQ(by(1e-9, 0, 100), 1);
  EXPECT_EQ(by(1, 0, 100), 100);
  EXPECT_EQ(by(0.5, 7, 100), 7) << "the count goes first";
  EXPECT_EQ(by(0.5, 100, 100), 100);
  try {
    by(0.5, 101, 100);
    FAIL();
  } catch (const UsageError& e) {
    EXPECT_NE(std::string(e.what()).find("--count: 101 exemplars were asked for, the dataset has 100 points"),
              std::string::npos);
  }
}

TEST(AutoSampler, IsKMeansUpToTwoPerCent) {
  SamplingOptions options;
  options.count = 20;
  EXPECT_EQ(resolveSampler(options, 1000), Sampler::KMeans);
  options.count = 21;
  EXPECT_EQ(resolveSampler(options, 1000), Sampler::Grid);
  options.sampler = Sampler::Random;
  EXPECT_EQ(resolveSampler(options, 1000), Sampler::Random);
}

TEST(Samplers, CanBeCancelled) {
  const Features f = test::clusteredFeatures(50, 2, 6);
  RunControl control(1);
  control.cancel();
  const std::vector<float> map = test::randomMap(50, 1);
  const auto graph = graphOf(f);
  const std::vector<int32_t> labels = someLabels(50);
  for (Sampler sampler : everySampler()) {
    SamplingOptions options;
    options.sampler = sampler;
    EXPECT_THROW(chooseExemplars({f, map, graph.get(), labels}, options, 1, control), Cancelled);
  }
}

/// Labels of which class 0 has half of the points, class 1 a quarter, and so on; the last one a single point.
std::vector<int32_t> unevenLabels(int64_t n, int classes) {
  std::vector<int32_t> labels(n, 0);
  for (int64_t i = 0; i < n; ++i)
    for (int c = 1; c < classes - 1; ++c)
      if (i % (int64_t{1} << c) == 0) labels[i] = c;
  labels[n - 1] = classes - 1;
  return labels;
}

TEST(Samplers, EveryCombinationGivesExactlyMDistinctRowsOfTheClassesShares) {
  const int64_t n = 61;
  const int classes = 5;
  const Features f = test::clusteredFeatures(n, 3, 9);
  const std::vector<float> map = test::randomMap(n, 9);
  const std::vector<int32_t> labels = unevenLabels(n, classes);
  std::vector<int64_t> counts(classes, 0);
  for (int32_t label : labels) ++counts[label];
  for (Sampler sampler : everySampler())
    for (Exemplar exemplar : kExemplars)
      for (CellAllocation allocation : kAllocations)
        for (ClassPolicy policy : {ClassPolicy::Ignore, ClassPolicy::PerClass})
          for (int64_t m : {int64_t{1}, int64_t{3}, int64_t{17}, n - 1, n}) {
            SamplingOptions options;
            options.count = m;
            options.sampler = sampler;
            options.exemplar = exemplar;
            options.allocation = allocation;
            options.classes = policy;
            const auto subset = choose(f, map, options, labels);
            expectValid(*subset, f, m);
            if (policy == ClassPolicy::Ignore) continue;
            SCOPED_TRACE(samplerRow(sampler).word);
            std::vector<int64_t> got(classes, 0);
            for (int64_t row : subset->rows) ++got[labels[row]];
            ASSERT_EQ(got, shareAmongClasses(counts, counts, std::vector<int64_t>(counts.size(), 0), m));
          }
}

TEST(Samplers, PerClassNeedsLabels) {
  SamplingOptions options;
  options.classes = ClassPolicy::PerClass;
  EXPECT_THROW(choose(test::clusteredFeatures(30, 2, 1), test::randomMap(30, 1), options), UsageError);
}

TEST(Samplers, ThatSeeTheClassesNeedLabels) {
  const Features f = test::clusteredFeatures(30, 2, 1);
  const std::vector<int32_t> none(30, kUnlabelled);
  int64_t count = 0;
  for (Sampler sampler : everySampler()) {
    if (!looksAtClasses(sampler)) continue;
    ++count;
    SamplingOptions options;
    options.sampler = sampler;
    RunControl control(1);
    for (const std::vector<int32_t>& labels : {std::vector<int32_t>{}, none}) {
      try {
        chooseExemplars({f, {}, nullptr, labels}, options, 1, control);
        FAIL();
      } catch (const UsageError& e) {
        EXPECT_NE(std::string(e.what()).find("needs labels"), std::string::npos) << e.what();
        EXPECT_NE(std::string(e.what()).find("--labels FILE"), std::string::npos) << e.what();
      }
    }
  }
  EXPECT_GT(count, 0);
}

/// With rows that are given and excluded, and labels of which some are missing.
TEST(Samplers, TheFirstOfTheirOrderAreTheSubsetOfASmallerBudget) {
  const int64_t n = 57;
  const Features f = test::clusteredFeatures(n, 3, 9);
  const Rows given = {2, 3, 30}, excluded = {5, 6};
  const std::vector<float> map = test::randomMap(n, 1);
  const auto graph = graphOf(f);
  RunControl control(1);
  int64_t ordered = 0;
  for (std::vector<int32_t> labels : {unevenLabels(n, 5), someLabels(n)}) {
    for (const int64_t row : {3, 8, 40}) labels[row] = kUnlabelled;
    for (Sampler sampler : everySampler())
      for (ClassPolicy policy : {ClassPolicy::Ignore, ClassPolicy::Equal, ClassPolicy::PerClass}) {
        SCOPED_TRACE(std::string(samplerRow(sampler).word) + " " + kClassPolicyWords.wordOf(policy));
        const auto with = [&](int64_t m) {
          SamplingOptions options;
          options.sampler = sampler;
          options.classes = policy;
          options.count = m;
          return chooseExemplars({f, map, graph.get(), labels, {}, {given, excluded}}, options, 4, control);
        };
        const auto all = with(31);
        const bool nested = sampler != Sampler::Auto && samplerRow(sampler).nested;
        // In proportion, a class may get fewer of a larger budget (the Alabama paradox): then there is none.
        if (!nested || policy != ClassPolicy::PerClass) {
          ASSERT_EQ(all->order.size(), nested ? 31u : 0u);
        }
        if (all->order.empty()) continue;
        ++ordered;
        ASSERT_EQ(all->order.size(), 31u);
        EXPECT_EQ(Rows(all->order.begin(), all->order.begin() + 3), given);
        for (const int64_t m : {3, 5, 6, 14, 30}) {
          Rows first(all->order.begin(), all->order.begin() + m);
          std::sort(first.begin(), first.end());
          EXPECT_EQ(with(m)->rows, first) << m;
        }
      }
  }
  EXPECT_GT(ordered, 2 * 2 * 6) << "in proportion, too";
}

TEST(Samplers, PerClassOfOneClassIsAsGoodAsIgnoring) {
  const Features f = test::clusteredFeatures(40, 2, 1);
  SamplingOptions options;
  options.count = 7;
  options.classes = ClassPolicy::PerClass;
  for (Sampler sampler : everySampler()) {
    options.sampler = sampler;
    expectValid(*choose(f, test::randomMap(40, 1), options, std::vector<int32_t>(40, 2)), f, 7);
  }
}

TEST(Samplers, StratifiedRandomFollowsTheSeed) {
  const Features f = test::clusteredFeatures(90, 2, 1);
  SamplingOptions options;
  options.count = 9;
  options.sampler = Sampler::Random;
  options.classes = ClassPolicy::PerClass;
  const std::vector<int32_t> labels = unevenLabels(90, 3);
  const auto one = choose(f, {}, options, labels, 1);
  EXPECT_EQ(choose(f, {}, options, labels, 1, 3)->rows, one->rows);
  EXPECT_NE(choose(f, {}, options, labels, 2)->rows, one->rows);
}

TEST(Samplers, LookOnlyAtWhatTheySay) {
  // Without map or graph where the options say that none is needed; the same rows with another map.
  const Features f = test::clusteredFeatures(80, 3, 4);
  RunControl control(1);
  const auto graph = graphOf(f);
  const std::vector<int32_t> some = someLabels(80), none;
  for (Sampler sampler : everySampler())
    for (Exemplar exemplar : kExemplars) {
      const std::vector<int32_t>& labels = looksAtClasses(sampler) ? some : none;
      SamplingOptions options;
      options.count = 9;
      options.sampler = sampler;
      options.exemplar = exemplar;
      const auto with = [&](uint64_t seed) {
        const std::vector<float> map = test::randomMap(80, seed);
        return chooseExemplars({f, map, graph.get(), labels}, options, 1, control)->rows;
      };
      const std::vector<float> map = test::randomMap(80, 1);
      SamplingInputs least{f};
      if (looksAtMap(options, 80)) least.positions = map;
      if (looksAtGraph(options, 80)) least.graph = graph.get();
      least.labels = labels;
      EXPECT_EQ(chooseExemplars(least, options, 1, control)->rows, with(1));
      EXPECT_EQ(with(1) != with(2), looksAtMap(options, 80)) << static_cast<int>(sampler);
    }
}

TEST(Samplers, WhatASamplerDoesNotReadChangesNothing) {
  SamplingOptions a, b;
  a.sampler = b.sampler = Sampler::KCenter;
  b.allocation = CellAllocation::Equal;
  b.exemplar = Exemplar::Densest;
  b.ratio = 0.5;
  a.count = b.count = 7;
  const SamplingOptions ea = effectiveSampling(a, 100), eb = effectiveSampling(b, 100);
  EXPECT_EQ(ea.allocation, eb.allocation);
  EXPECT_EQ(ea.exemplar, eb.exemplar);
  EXPECT_EQ(ea.ratio, eb.ratio);
  EXPECT_EQ(ea.count, 7);
}

}  // namespace
}  // namespace adapsne
