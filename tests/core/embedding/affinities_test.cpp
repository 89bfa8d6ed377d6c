// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/affinities.h"

#include <map>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct Built {
  std::shared_ptr<const NeighborGraph> graph;
  std::shared_ptr<const SigmaResult> sigma;
  std::shared_ptr<const Affinities> affinities;
};

Built build(const Features& f, int k, double target, const SearchOptions& options, int threads = 1) {
  RunControl control(threads);
  Built b;
  b.graph = exactNeighbors(f, k, control);
  b.sigma = searchSigma(*b.graph, target, options, 1, control);
  b.affinities = symmetrize(*b.graph, *b.sigma, options, control);
  return b;
}

SearchOptions arithmetic(Arithmetic a) {
  SearchOptions options;
  options.arithmetic = a;
  return options;
}

void expectTheDefinition(const Features& f, int k, double target, Arithmetic a) {
  const Built b = build(f, k, target, arithmetic(a), 2);
  std::map<std::pair<int64_t, int64_t>, double> expected;
  const auto evaluator = makeEvaluator(a, false);
  for (int64_t i = 0; i < f.points; ++i) {
    std::vector<double> p(k);
    evaluator->load(b.graph->distances(i), b.graph->largestSquaredDistance);
    evaluator->conditional(b.sigma->chosenU[i], p);
    for (int q = 0; q < k; ++q) {
      const int64_t j = b.graph->neighbors(i)[q];
      expected[{i, j}] += p[q] / static_cast<double>(2 * f.points);
      expected[{j, i}] += p[q] / static_cast<double>(2 * f.points);
    }
  }
  const Affinities& found = *b.affinities;
  ASSERT_EQ(found.nonzeros(), static_cast<int64_t>(expected.size()));
  for (int64_t i = 0; i < f.points; ++i)
    for (int64_t e = found.rowStart[i]; e < found.rowStart[i + 1]; ++e)
      EXPECT_NEAR(found.value[e], (expected.at({i, found.column[e]})), 1e-17);
}

TEST(Affinities, EqualTheDefinitionOnAMatrix) {
  for (int k : {3, 20, 60})
    for (Arithmetic a : {Arithmetic::Float64, Arithmetic::Fixed16Saturate, Arithmetic::Fixed8})
      expectTheDefinition(test::latticeFeatures(61, 4, 2, 4), k, 3, a);  // with duplicates
}

TEST(Affinities, EqualTheDefinitionWhereManyPointsAreTransposedInBlocks) {
  expectTheDefinition(test::clusteredFeatures(9000, 3, 8), 7, 4, Arithmetic::Float64);
}

TEST(Affinities, AreSymmetricNonNegativeSortedAndSumToOne) {
  for (int k : {1, 15, 299}) {
    const Built b =
        build(test::clusteredFeatures(300, 5, 3), k, std::min(k, 10), arithmetic(Arithmetic::Float64));
    const Affinities& p = *b.affinities;
    ASSERT_EQ(p.rowStart.size(), 301u);
    std::map<std::pair<int64_t, int64_t>, double> entries;
    double sum = 0;
    for (int64_t i = 0; i < 300; ++i) {
      double row = 0;
      for (int64_t e = p.rowStart[i]; e < p.rowStart[i + 1]; ++e) {
        ASSERT_NE(p.column[e], i) << "no point is its own neighbour";
        const int32_t before = e > p.rowStart[i] ? p.column[e - 1] : -1;
        ASSERT_LT(before, p.column[e]);
        ASSERT_GE(p.value[e], 0);
        entries[{i, p.column[e]}] = p.value[e];
        row += p.value[e];
      }
      EXPECT_GE(row, 1 / 600.0 * (1 - 1e-12)) << "each point weighs at least half of its share";
      sum += row;
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    for (const auto& [pair, value] : entries) ASSERT_EQ(value, entries.at({pair.second, pair.first}));
    EXPECT_LE(p.nonzeros(), std::min(300 * 299, 2 * 300 * k));
    EXPECT_GE(p.nonzeros(), 300 * k);
  }
}

TEST(Affinities, VanishedRowsAreMissingFromTheSumAndNothingElse) {
  // Every distance nearly the largest and flush-to-zero arithmetic with a sigma far too small: nothing is
  // left.
  const Features f = test::clusteredFeatures(40, 20, 4, 1);
  RunControl control(1);
  const auto graph = exactNeighbors(f, 39, control);
  SearchOptions options = arithmetic(Arithmetic::Fixed16Flush);
  SigmaResult sigma = *searchSigma(*graph, 5, options, 1, control);
  sigma.chosenU[7] = -20;
  const auto p = symmetrize(*graph, sigma, options, control);
  double sum = 0;
  for (double v : p->value) {
    ASSERT_TRUE(std::isfinite(v) && v >= 0);
    sum += v;
  }
  EXPECT_NEAR(sum, 39.0 / 40, 1e-12);
}

TEST(Affinities, SameBitsAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(300, 5, 5);
  const Built one = build(f, 20, 8, {}, 1);
  for (int threads : test::kThreadCounts) {
    const Built b = build(f, 20, 8, {}, threads);
    EXPECT_EQ(b.affinities->rowStart, one.affinities->rowStart);
    EXPECT_EQ(b.affinities->column, one.affinities->column);
    EXPECT_TRUE(test::sameBits(b.affinities->value, one.affinities->value));
  }
}

TEST(Affinities, CanBeCancelled) {
  const Built b = build(test::clusteredFeatures(40, 3, 6), 10, 5, {});
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(symmetrize(*b.graph, *b.sigma, {}, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
