// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/sigma_search.h"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/core/perplexity/plain_datapath.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

using Graph = std::shared_ptr<const NeighborGraph>;

Graph graphOf(const Features& features, int k = 0) {
  RunControl control(2);
  return exactNeighbors(features, k > 0 ? k : static_cast<int>(features.points - 1), control);
}

std::shared_ptr<const SigmaResult> search(const Graph& graph, double target, const SearchOptions& options,
                                          int threads = 2, uint64_t seed = 1) {
  RunControl control(threads);
  return searchSigma(*graph, target, options, seed, control);
}

SearchTrace trace(const Graph& graph, double target, const SearchOptions& options, int64_t row) {
  RunControl control(1);
  return traceSigma(*graph, target, options, 1, row, control);
}

SearchOptions with(Search search, Arithmetic arithmetic = Arithmetic::Float64, int budget = 0,
                   Start start = Start::Warm) {
  SearchOptions options;
  options.search = search;
  options.arithmetic = arithmetic;
  options.evaluations = budget;
  options.start = start;
  return options;
}

double betaOf(double sigma) {
  return 1 / (2 * sigma * sigma);
}

TEST(Newton, GoldenBetasOfDigits) {
  const auto golden = test::goldenTable("digits_beta.csv");
  const auto result = search(graphOf(test::rawDigits()), 30, with(Search::Newton));
  ASSERT_EQ(golden.size(), 1797u);
  for (size_t i = 0; i < golden.size(); ++i)
    ASSERT_NEAR(betaOf(result->sigma[i]) / golden[i][2], 1, 1e-8) << "row " << i;
}

TEST(Fireworks, ReachSmallTargetsFromAWarmStart) {
  const Graph graph = graphOf(test::rawDigits());
  for (double target : {2.0, 3.0, 5.0})
    EXPECT_EQ(missedTargets(*search(graph, target, with(Search::Fireworks))), 0) << "perplexity " << target;
}

TEST(Newton, EqualsASlowBisectionInLongDoubleForSmallAndLargePerplexities) {
  const Graph graph = graphOf(test::rawDigits());
  for (double target : {2.0, 5.0, 30.0, 100.0, 500.0}) {
    const auto result = search(graph, target, with(Search::Newton));
    for (int64_t i = 0; i < graph->points; i += 90) {
      const double expected = static_cast<double>(test::plainBeta(graph->distances(i), target));
      EXPECT_NEAR(betaOf(result->sigma[i]) / expected, 1, 1e-10) << "row " << i << ", perplexity " << target;
      EXPECT_NEAR(result->reached[i] / target, 1, 1e-12);
      EXPECT_LE(result->evaluations[i], 30) << "safeguarded Newton is fast: row " << i;
    }
  }
}

TEST(AllSearches, FindTheSameRootInFloat64) {
  const Graph graph = graphOf(test::rawDigits(300));
  const auto exact = search(graph, 20, with(Search::Newton));
  const auto bisected = search(graph, 20, with(Search::Bisection, Arithmetic::Float64, 40));
  SearchOptions precise = with(Search::Fireworks, Arithmetic::Float64, 60);
  precise.tolerance = 1e-9;
  const auto sparked = search(graph, 20, precise);
  for (int64_t i = 0; i < 300; ++i) {
    EXPECT_NEAR(bisected->chosenU[i], exact->chosenU[i], 1e-9);
    EXPECT_NEAR(sparked->chosenU[i], exact->chosenU[i], 1e-6) << i;
  }
}

TEST(Fireworks, ReachTheTargetWithinTheToleranceColdAndWarm) {
  const Graph graph = graphOf(test::rawDigits(400));
  for (Start start : {Start::Cold, Start::Warm}) {
    for (double target : {5.0, 30.0, 120.0}) {
      const auto result = search(graph, target, with(Search::Fireworks, Arithmetic::Float64, 0, start));
      int missed = 0;
      for (int64_t i = 0; i < 400; ++i) {
        missed += std::abs(result->reached[i] / target - 1) > 0.01;
        EXPECT_NEAR(result->reached[i] / target, 1, 0.1) << i << " at " << target;
      }
      // A warm start far above the root can spend its budget on explosions that contract too early.
      EXPECT_LE(missed, start == Start::Cold ? 0 : 4) << target;
      // The point of the warm start: far fewer evaluations than bisection's 24.
      EXPECT_LT(result->totalEvaluations, start == Start::Cold ? 400 * 15 : 400 * 8);
    }
  }
}

TEST(Bisection, TakesExactlyItsBudgetAndKeepsTheLastIterate) {
  const Graph graph = graphOf(test::rawDigits(40));
  for (Arithmetic arithmetic : {Arithmetic::Float64, Arithmetic::Fixed16Saturate}) {
    for (int budget = 0; budget <= 40; ++budget) {
      const SearchOptions options = with(Search::Bisection, arithmetic, budget);
      const int expected = budget > 0 ? budget : 24;
      const auto result = search(graph, 8, options);
      for (int64_t i = 0; i < 40; i += 13) {
        const SearchTrace t = trace(graph, 8, options, i);
        ASSERT_EQ(result->evaluations[i], expected);
        ASSERT_EQ(result->passes[i], expected);
        ASSERT_EQ(t.events.size(), static_cast<size_t>(expected));
        EXPECT_EQ(t.events.back().u, result->chosenU[i]);
        EXPECT_EQ(t.events.back().perplexity, result->reached[i]);
        // The bracket halves each time, and each iterate is its middle.
        double width = t.rangeHigh - t.rangeLow;
        for (const TraceEvent& e : t.events) {
          EXPECT_NEAR(e.amplitude, width, 1e-9);
          EXPECT_NEAR(e.u, e.center + e.amplitude / 2, 1e-9);
          width /= 2;
        }
      }
    }
  }
}

TEST(Fireworks, StayInRangeKeepTheBestAndRespectEveryBudget) {
  const Graph graph = graphOf(test::rawDigits(40));
  for (Arithmetic arithmetic : {Arithmetic::Float64, Arithmetic::Fixed16Saturate, Arithmetic::Fixed8}) {
    for (Start start : {Start::Cold, Start::Warm}) {
      for (int budget = 1; budget <= 40; ++budget) {
        SearchOptions options = with(Search::Fireworks, arithmetic, budget, start);
        if (budget % 3 == 0) options.tolerance = 0;  // never satisfied: the whole budget is used
        const auto result = search(graph, 8, options);
        for (int64_t i = budget % 5; i < 40; i += 9) {
          const SearchTrace t = trace(graph, 8, options, i);
          ASSERT_LE(result->evaluations[i], budget);
          ASSERT_EQ(t.events.size(), result->evaluations[i]);
          ASSERT_EQ(t.events.back().generation + 1, result->passes[i]);
          ASSERT_LE(result->passes[i], result->evaluations[i]);
          double best = std::numeric_limits<double>::infinity();
          for (const TraceEvent& e : t.events) {
            ASSERT_GE(e.u, t.rangeLow);
            ASSERT_LE(e.u, t.rangeHigh);
            best = std::min(best, std::abs(std::log(e.perplexity / 8)));
          }
          ASSERT_EQ(std::abs(std::log(result->reached[i] / 8)), best) << "the best that was seen is returned";
        }
      }
    }
  }
}

TEST(Fireworks, SparksOfOneGenerationDoNotDependOnEachOther) {
  const Graph graph = graphOf(test::rawDigits(60));
  SearchOptions options = with(Search::Fireworks, Arithmetic::Fixed16Saturate);
  options.guidingSparks = 0;  // explosions only
  options.tolerance = 0;
  int siblings = 0;
  for (int64_t i = 0; i < 60; i += 7) {
    const SearchTrace t = trace(graph, 8, options, i);
    for (size_t e = 1; e < t.events.size(); ++e) {
      const TraceEvent &a = t.events[e - 1], &b = t.events[e];
      ASSERT_TRUE(b.generation == a.generation || b.generation == a.generation + 1);
      if (b.kind != EvaluationKind::Spark) continue;
      EXPECT_LE(std::abs(b.u - b.center), b.amplitude * (1 + 1e-12));
      if (a.generation == b.generation) {
        EXPECT_EQ(a.center, b.center);
        EXPECT_EQ(a.amplitude, b.amplitude);
        ++siblings;
      }
    }
  }
  EXPECT_GT(siblings, 100);
}

TEST(Trace, EndsWhereTheSearchEndsForEveryRow) {
  const Graph graph = graphOf(test::rawDigits(50));
  for (Search kind : {Search::Bisection, Search::Newton, Search::Fireworks, Search::GoldenSection,
                      Search::Random, Search::Fireworks2010, Search::Efwa, Search::DynFwa}) {
    for (Start start : {Start::Cold, Start::Warm}) {
      const Arithmetic arithmetic =
          kind == Search::Newton ? Arithmetic::Float64 : Arithmetic::Fixed16Saturate;
      const SearchOptions options = with(kind, arithmetic, 0, start);
      const auto result = search(graph, 12, options, 3);
      for (int64_t i = 0; i < 50; ++i) {
        const SearchTrace t = trace(graph, 12, options, i);
        ASSERT_EQ(t.chosenU, result->chosenU[i]);
        ASSERT_EQ(t.events.size(), result->evaluations[i]);
        ASSERT_EQ(t.point, i);
        ASSERT_EQ(t.target, 12);
      }
    }
  }
}

TEST(Counts, TotalsAreTheRowsAndTheWarmStartsPilots) {
  const Graph graph = graphOf(test::rawDigits(100), 60);
  for (Start start : {Start::Cold, Start::Warm}) {
    const auto result = search(graph, 15, with(Search::Fireworks, Arithmetic::Float64, 0, start));
    const int64_t rows = std::accumulate(result->evaluations.begin(), result->evaluations.end(), int64_t{0});
    const int64_t passes = std::accumulate(result->passes.begin(), result->passes.end(), int64_t{0});
    // A warm start's 16 pilots take 8 cold fireworks each at least.
    EXPECT_GE(result->totalEvaluations, rows + (start == Start::Warm ? 16 * 8 : 0));
    EXPECT_LE(result->totalEvaluations, rows + (start == Start::Warm ? 16 * 32 : 0));
    EXPECT_GE(result->totalPasses, passes);
    EXPECT_LE(result->totalPasses, result->totalEvaluations);
    EXPECT_EQ(result->expCalls, result->totalEvaluations * 60);
  }
}

TEST(EdgeDatapath, FireworksFindTheTrueRootWhereBisectionWalksToTheFalseOne) {
  const Graph graph = graphOf(test::rawDigits(600));
  const auto exact = search(graph, 30, with(Search::Newton));
  const auto wrong = [&](Search kind) {
    const auto result = search(graph, 30, with(kind, Arithmetic::Fixed16Saturate));
    int count = 0;
    for (int64_t i = 0; i < 600; ++i) count += std::abs(result->chosenU[i] - exact->chosenU[i]) > 0.5;
    return count;
  };
  const int fireworks = wrong(Search::Fireworks), bisection = wrong(Search::Bisection);
  EXPECT_LE(fireworks, 6);
  EXPECT_GE(bisection, 10 * std::max(1, fireworks));
}

TEST(Sigma, IsInTheUnitsOfTheFeatures) {
  Features f = test::clusteredFeatures(80, 3, 1);
  const auto one = search(graphOf(f), 10, with(Search::Newton));
  for (float& v : f.values) v *= 1024;
  const auto scaled = search(graphOf(f), 10, with(Search::Newton));
  for (int64_t i = 0; i < 80; ++i) EXPECT_NEAR(scaled->sigma[i] / one->sigma[i], 1024, 1e-6);
  EXPECT_EQ(scaled->chosenU, one->chosenU);
}

}  // namespace
}  // namespace adapsne
