// SPDX-License-Identifier: GPL-3.0-or-later
// The searches that stand beside NMS's and AdapSNE's: golden section, random, the published fireworks, and
// bisection's options.
#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "core/perplexity/landscape.h"
#include "core/perplexity/sigma_search.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

using Graph = std::shared_ptr<const NeighborGraph>;
constexpr Search kPublished[] = {Search::Fireworks2010, Search::Efwa, Search::DynFwa};
constexpr Search kBestSeen[] = {Search::GoldenSection, Search::Random, Search::Fireworks2010, Search::Efwa,
                                Search::DynFwa};
constexpr Arithmetic kArithmetics[] = {Arithmetic::Float64, Arithmetic::Fixed16Flush,
                                       Arithmetic::Fixed16Saturate, Arithmetic::Fixed8};

Graph digitsGraph(int64_t points) {
  RunControl control(2);
  return exactNeighbors(test::rawDigits(points), static_cast<int>(points - 1), control);
}

SearchOptions with(Search search, Arithmetic arithmetic = Arithmetic::Float64, int budget = 0) {
  SearchOptions options;
  options.search = search;
  options.arithmetic = arithmetic;
  options.evaluations = budget;
  return options;
}

std::shared_ptr<const SigmaResult> search(const Graph& graph, double target, const SearchOptions& options,
                                          uint64_t seed = 1) {
  RunControl control(2);
  return searchSigma(*graph, target, options, seed, control);
}

SearchTrace trace(const Graph& graph, double target, const SearchOptions& options, int64_t row) {
  RunControl control(1);
  return traceSigma(*graph, target, options, 1, row, control);
}

double errorOf(double perplexity, double target) {
  return std::abs(std::log(perplexity / target));
}

TEST(ComparisonSearches, StayInRangeReturnTheBestAndRespectEveryBudget) {
  const Graph graph = digitsGraph(60);
  for (const Search kind : kBestSeen) {
    for (const Arithmetic arithmetic : kArithmetics) {
      for (const int budget : {1, 2, 3, 5, 6, 17, 60, 61, 130}) {
        SearchOptions options = with(kind, arithmetic, budget);
        options.tolerance = 0;  // the published ones end early only on the target itself
        const auto result = search(graph, 8, options);
        for (int64_t i = budget % 5; i < 60; i += 11) {
          const SearchTrace t = trace(graph, 8, options, i);
          ASSERT_EQ(t.events.size(), result->evaluations[i]);
          ASSERT_EQ(t.events.back().generation + 1, result->passes[i]);
          double best = std::numeric_limits<double>::infinity();
          for (const TraceEvent& e : t.events) {
            ASSERT_GE(e.u, t.rangeLow);
            ASSERT_LE(e.u, t.rangeHigh);
            best = std::min(best, errorOf(e.perplexity, 8));
          }
          ASSERT_EQ(errorOf(result->reached[i], 8), best);
          ASSERT_EQ(t.chosenU, result->chosenU[i]);
          if (best > 0 || !isFireworks(kind)) {
            ASSERT_EQ(result->evaluations[i], budget) << static_cast<int>(kind);
          }
        }
      }
    }
  }
}

TEST(GoldenSection, FindsFloat64sOnlyRootAndNarrowsItsBracket) {
  const Graph graph = digitsGraph(200);
  for (const double target : {3.0, 20.0, 120.0}) {
    const auto exact = search(graph, target, with(Search::Newton));
    const auto found = search(graph, target, with(Search::GoldenSection, Arithmetic::Float64, 60));
    for (int64_t i = 0; i < 200; ++i) EXPECT_NEAR(found->chosenU[i], exact->chosenU[i], 1e-7) << i;
    const SearchTrace t = trace(graph, target, with(Search::GoldenSection), 3);
    ASSERT_EQ(t.events.size(), 32u);
    EXPECT_EQ(t.events[0].generation, t.events[1].generation) << "the first two share a pass";
    for (size_t e = 2; e < t.events.size(); ++e) {
      EXPECT_EQ(t.events[e].generation, static_cast<int>(e) - 1);
      EXPECT_NEAR(t.events[e].amplitude / t.events[e - 1].amplitude, 0.618034, 1e-6);
    }
  }
}

TEST(RandomSearch, IsOnePassSpreadOverTheRangeAndFollowsTheSeed) {
  const Graph graph = digitsGraph(80);
  const SearchOptions options = with(Search::Random, Arithmetic::Fixed16Saturate, 400);
  const auto result = search(graph, 10, options);
  for (int64_t i = 0; i < 80; ++i) EXPECT_EQ(result->passes[i], 1);
  EXPECT_EQ(result->randomDraws, 80 * 400);
  const SearchTrace t = trace(graph, 10, options, 5);
  int inLowerHalf = 0;
  std::set<double> distinct;
  for (const TraceEvent& e : t.events) {
    EXPECT_EQ(e.kind, EvaluationKind::Random);
    inLowerHalf += e.u < (t.rangeLow + t.rangeHigh) / 2;
    distinct.insert(e.u);
  }
  EXPECT_NEAR(inLowerHalf, 200, 60);
  EXPECT_EQ(distinct.size(), 400u);
  EXPECT_NE(search(graph, 10, options, 2)->chosenU, result->chosenU);
}

TEST(PublishedFireworks, AGenerationSharesAPassAndSparksLieWithinTheirAmplitude) {
  const Graph graph = digitsGraph(60);
  for (const Search kind : kPublished) {
    SearchOptions options = with(kind, Arithmetic::Fixed16Saturate);
    options.tolerance = 0;
    for (int64_t row = 0; row < 60; row += 9) {
      const SearchTrace t = trace(graph, 8, options, row);
      int first = 0, sparks = 0, moved = 0;
      for (const TraceEvent& e : t.events) {
        first += e.generation == 0;
        EXPECT_EQ(e.kind == EvaluationKind::Firework, e.generation == 0);
        if (e.kind != EvaluationKind::Spark) continue;
        // FWA's best firework has an amplitude of about machine epsilon: its sparks cannot move.
        sparks += e.amplitude > 1e-9;
        moved += e.amplitude > 1e-9 && e.u != e.center;
        const bool maybeMapped = e.center - e.amplitude < t.rangeLow || e.center + e.amplitude > t.rangeHigh;
        EXPECT_TRUE(maybeMapped || std::abs(e.u - e.center) <= e.amplitude + 1e-14);
        const bool known = std::any_of(t.events.begin(), t.events.end(), [&](const TraceEvent& o) {
          return o.u == e.center && o.generation < e.generation;
        });
        EXPECT_TRUE(known) << "what explodes was evaluated before";
      }
      EXPECT_EQ(first, 5);
      EXPECT_GT(sparks, 20);
      EXPECT_EQ(moved, sparks) << "one dimension really moves";
      EXPECT_LE(t.events.back().generation + 1, 16) << "many evaluations a pass";
    }
  }
}

TEST(PublishedFireworks, StopAtTheToleranceAndMoreEvaluationsReachMoreTargets) {
  const Graph graph = digitsGraph(150);
  for (const Search kind : kPublished) {
    const auto few = search(graph, 20, with(kind, Arithmetic::Float64, 120)),
               many = search(graph, 20, with(kind)),
               most = search(graph, 20, with(kind, Arithmetic::Float64, 4000));
    EXPECT_LT(missedTargets(*many), missedTargets(*few)) << static_cast<int>(kind);
    EXPECT_LT(missedTargets(*most), missedTargets(*many)) << static_cast<int>(kind);
    EXPECT_LE(missedTargets(*most), 15) << static_cast<int>(kind);
    EXPECT_LT(many->totalEvaluations, 150 * 600) << "the tolerance ends many";
    for (int64_t i = 0; i < 150; ++i) {
      const bool within = std::abs(many->reached[i] / 20 - 1) <= 0.01;
      EXPECT_TRUE(within || many->evaluations[i] == 600) << i;
    }
  }
}

TEST(PublishedFireworks, AnEndlessToleranceTakesTheFirstGenerationOnly) {
  const Graph graph = digitsGraph(30);
  for (const Search kind : kPublished) {
    SearchOptions options = with(kind);
    options.tolerance = 1e9;
    const auto result = search(graph, 5, options);
    for (int64_t i = 0; i < 30; ++i) {
      EXPECT_EQ(result->evaluations[i], 5);
      EXPECT_EQ(result->passes[i], 1);
    }
  }
}

TEST(BisectionKeeps, BestIsNeverWorseThanLastOnTheSamePath) {
  const Graph graph = digitsGraph(200);
  int better = 0;
  for (const Arithmetic arithmetic : kArithmetics) {
    for (const int budget : {1, 3, 24}) {
      SearchOptions last = with(Search::Bisection, arithmetic, budget), best = last;
      best.bisectionKeeps = BisectionKeeps::Best;
      const auto a = search(graph, 20, last), b = search(graph, 20, best);
      for (int64_t i = 0; i < 200; ++i) {
        EXPECT_LE(errorOf(b->reached[i], 20), errorOf(a->reached[i], 20) + 1e-15);
        better += errorOf(b->reached[i], 20) < errorOf(a->reached[i], 20);
        EXPECT_EQ(a->evaluations[i], b->evaluations[i]);
      }
      const SearchTrace t = trace(graph, 20, best, 7);
      double smallest = std::numeric_limits<double>::infinity();
      for (const TraceEvent& e : t.events) smallest = std::min(smallest, errorOf(e.perplexity, 20));
      EXPECT_EQ(errorOf(b->reached[7], 20), smallest);
      EXPECT_TRUE(keepsLast(last));
      EXPECT_FALSE(keepsLast(best));
    }
  }
  EXPECT_GT(better, 200) << "it does make a difference";
}

TEST(BisectionStart, FromBetaOneDoublesUntilTheSignChangesThenHalvesTheBracket) {
  const Graph graph = digitsGraph(200);
  const double octave = 0.5 * std::log(2.0);
  for (const double target : {3.0, 20.0, 150.0}) {
    SearchOptions options = with(Search::Bisection, Arithmetic::Float64, 50);
    options.bisectionStart = BisectionStart::BetaOne;
    const auto exact = search(graph, target, with(Search::Newton));
    const auto found = search(graph, target, options);
    for (int64_t i = 0; i < 200; ++i) EXPECT_NEAR(found->chosenU[i], exact->chosenU[i], 1e-9) << i;
    for (int64_t i = 0; i < 200; i += 23) {
      const SearchTrace t = trace(graph, target, options, i);
      EXPECT_NEAR(0.5 * std::exp(-2 * t.events[0].u), 1, 1e-12) << "beta = 1";
      const bool above = t.events[0].perplexity > target;
      size_t e = 1;
      for (; (t.events[e].perplexity > target) == above; ++e)
        EXPECT_NEAR(t.events[e].u - t.events[e - 1].u, above ? -octave : octave, 1e-12);
      EXPECT_NEAR(t.events[e].u - t.events[e - 1].u, above ? -octave : octave, 1e-12);
      for (double width = octave; ++e < t.events.size(); width /= 2)
        EXPECT_NEAR(t.events[e].amplitude, width, 1e-9);
    }
  }
}

TEST(BisectionStart, FromBetaOneEndsWithinEveryRangeThatADatapathHas) {
  const Graph graph = digitsGraph(60);
  for (const Arithmetic arithmetic : kArithmetics) {
    for (const double target : {1.5, 8.0, 58.5}) {
      SearchOptions options = with(Search::Bisection, arithmetic);
      options.bisectionStart = BisectionStart::BetaOne;
      for (int64_t i = 0; i < 60; i += 7) {
        const SearchTrace t = trace(graph, target, options, i);
        ASSERT_EQ(t.events.size(), 24u);
        for (const TraceEvent& e : t.events) {
          ASSERT_GE(e.u, t.rangeLow);
          ASSERT_LE(e.u, t.rangeHigh);
        }
      }
    }
  }
}

TEST(BestSeen, ARowInWhichEverythingVanishedIsNeverPreferred) {
  // Perplexity 0 has a relative error of 1, 2.1 times the target one of 1.1: yet the second is nearer.
  const Graph graph = digitsGraph(300);
  int vanished = 0;
  for (const Search kind : {Search::Bisection, Search::GoldenSection, Search::Random, Search::Fireworks}) {
    for (const int budget : {2, 4, 8}) {
      SearchOptions options = with(kind, Arithmetic::Fixed16Flush, budget);
      options.bisectionKeeps = BisectionKeeps::Best;
      options.start = Start::Cold;
      for (int64_t i = 0; i < 300; i += 7) {
        const SearchTrace t = trace(graph, 2, options, i);
        double smallest = std::numeric_limits<double>::infinity(), chosen = -1;
        for (const TraceEvent& e : t.events) {
          vanished += e.perplexity == 0;
          smallest = std::min(smallest, errorOf(e.perplexity, 2));
          if (e.u == t.chosenU) chosen = e.perplexity;
        }
        EXPECT_EQ(errorOf(chosen, 2), smallest);
      }
    }
  }
  EXPECT_GT(vanished, 20) << "the case has occurred";
}

}  // namespace
}  // namespace adapsne
