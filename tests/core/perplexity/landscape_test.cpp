// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/landscape.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/perplexity/fireworks_scene.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const NeighborGraph> digitsGraph(int64_t points) {
  RunControl control(2);
  const Features features = test::rawDigits(points);
  return exactNeighbors(features, static_cast<int>(features.points - 1), control);
}

SearchOptions with(Arithmetic arithmetic, Search search = Search::Fireworks) {
  SearchOptions options;
  options.arithmetic = arithmetic;
  options.search = search;
  return options;
}

double evaluated(const NeighborGraph& graph, const SearchOptions& options, int64_t row, double u) {
  const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
  evaluator->load(graph.distances(row), graph.largestSquaredDistance);
  return evaluator->evaluate(u).perplexity;
}

TEST(Landscape, Float64HasOneTrueRootAndNoFalseOne) {
  const auto graph = digitsGraph(400);
  RunControl control(1);
  for (const double target : {5.0, 30.0, 200.0}) {
    for (int64_t row = 0; row < 400; row += 41) {
      const Landscape land = landscapeOf(*graph, target, with(Arithmetic::Float64), row, 200, control);
      ASSERT_EQ(land.trueRoots.size(), 1u) << row;
      EXPECT_TRUE(land.falseRoots.empty());
      EXPECT_NEAR(land.trueRoots[0].perplexity / target, 1, 1e-9);
      EXPECT_TRUE(std::is_sorted(land.perplexity.begin(), land.perplexity.end()));
    }
  }
}

TEST(Landscape, Float64ShowsWherePerplexityChanges) {
  const auto graph = digitsGraph(400);
  RunControl control(1);
  const Landscape land = landscapeOf(*graph, 30, with(Arithmetic::Float64), 3, 300, control);
  EXPECT_LT(land.high() - land.low(), 0.5 * (land.searchedHigh - land.searchedLow));
  EXPECT_LT(land.perplexity.front(),
            1.01 * evaluated(*graph, with(Arithmetic::Float64), 3, land.searchedLow));
  EXPECT_GT(land.perplexity.back(),
            0.99 * evaluated(*graph, with(Arithmetic::Float64), 3, land.searchedHigh));
  const double far[] = {land.searchedLow + 0.1, land.searchedHigh - 0.1};
  const Landscape wide = landscapeOf(*graph, 30, with(Arithmetic::Float64), 3, 300, control, far);
  EXPECT_LE(wide.low(), far[0]);
  EXPECT_GE(wide.high(), far[1]);
}

TEST(Landscape, TheGridIsEvenAndHoldsWhatTheDatapathEvaluates) {
  const auto graph = digitsGraph(300);
  RunControl control(1);
  for (const auto arithmetic : {Arithmetic::Float32, Arithmetic::Fixed16Flush, Arithmetic::Fixed8}) {
    const Landscape land = landscapeOf(*graph, 30, with(arithmetic), 7, 101, control);
    ASSERT_EQ(land.u.size(), 101u);
    EXPECT_DOUBLE_EQ(land.low(), land.searchedLow);
    EXPECT_DOUBLE_EQ(land.high(), land.searchedHigh);
    const double step = (land.high() - land.low()) / 100;
    for (size_t i = 0; i < land.u.size(); ++i) {
      EXPECT_NEAR(land.u[i], land.low() + step * static_cast<double>(i), 1e-12);
      EXPECT_EQ(land.perplexity[i], evaluated(*graph, with(arithmetic), 7, land.u[i]));
    }
  }
}

TEST(Landscape, TheSaturatingDatapathHasFalseRootsThatReallyEvaluateToTheTarget) {
  const auto graph = digitsGraph(600);
  RunControl control(1);
  const SearchOptions options = with(Arithmetic::Fixed16Saturate);
  size_t trueRoots = 0, falseRoots = 0;
  for (int64_t row = 0; row < 600; row += 20) {
    const Landscape land = landscapeOf(*graph, 30, options, row, 400, control);
    trueRoots += land.trueRoots.size();
    falseRoots += land.falseRoots.size();
    for (const auto* roots : {&land.trueRoots, &land.falseRoots}) {
      for (const Crossing& root : *roots) {
        EXPECT_EQ(root.perplexity, evaluated(*graph, options, row, root.u));
        EXPECT_NEAR(root.perplexity / 30, 1, 0.05) << "row " << row;
      }
    }
    for (const Crossing& root : land.falseRoots)
      EXPECT_GT(evaluated(*graph, options, row, root.u - 0.1),
                evaluated(*graph, options, row, root.u + 0.02));
  }
  EXPECT_GT(trueRoots, 10u);
  EXPECT_GT(falseRoots, 10u);
}

TEST(Landscape, PlateausAreTheMaximalRunsOfEqualPerplexity) {
  const auto graph = digitsGraph(300);
  RunControl control(1);
  size_t found = 0;
  for (const auto arithmetic : {Arithmetic::Fixed16Saturate, Arithmetic::Fixed16Flush, Arithmetic::Fixed8}) {
    for (int64_t row = 0; row < 300; row += 37) {
      const Landscape land = landscapeOf(*graph, 30, with(arithmetic), row, 400, control);
      found += land.plateaus.size();
      // Each step between grid points is flat or not; runs of two flat steps and more are the plateaus.
      size_t covered = 0;
      for (size_t i = 1; i + 1 < land.u.size(); ++i) {
        const bool flat =
            land.perplexity[i - 1] == land.perplexity[i] && land.perplexity[i] == land.perplexity[i + 1];
        bool inside = false;
        for (const Plateau& p : land.plateaus) {
          inside |= p.low < land.u[i] && land.u[i] < p.high;
          if (p.low <= land.u[i] && land.u[i] <= p.high) {
            EXPECT_EQ(land.perplexity[i], p.perplexity);
          }
        }
        EXPECT_EQ(flat, inside) << i;
        covered += inside;
      }
      EXPECT_EQ(covered > 0, !land.plateaus.empty());
      for (size_t i = 0; i + 1 < land.plateaus.size(); ++i) {
        EXPECT_LT(land.plateaus[i].high, land.plateaus[i + 1].low);
      }
    }
  }
  EXPECT_GT(found, 50u) << "beta of a few units is constant over wide steps of sigma";
}

TEST(Landscape, EqualDistancesMakeOnePlateauAndFloat64HasNoneElsewhere) {
  RunControl control(1);
  const auto graph = digitsGraph(300);
  const Landscape land = landscapeOf(*graph, 30, with(Arithmetic::Float64), 5, 400, control);
  EXPECT_TRUE(land.plateaus.empty())
      << "only that part of the range is looked at in which perplexity changes";
  std::vector<float> simplex(20 * 20, 0);
  for (int i = 0; i < 20; ++i) simplex[i * 20 + i] = 1;
  const auto equal = exactNeighbors(test::featuresOf(simplex, 20, 20), 19, control);
  const Landscape flat = landscapeOf(*equal, 5, with(Arithmetic::Float64), 0, 50, control);
  ASSERT_EQ(flat.plateaus.size(), 1u);
  EXPECT_EQ(flat.plateaus[0].low, flat.low());
  EXPECT_EQ(flat.plateaus[0].high, flat.high());
  EXPECT_NEAR(flat.plateaus[0].perplexity, 19, 1e-9);
  EXPECT_TRUE(flat.trueRoots.empty());
}

TEST(FireworksScene, EachSearchOfARunIsRecomputedBitForBit) {
  const auto graph = digitsGraph(300);
  for (const auto search : {Search::Fireworks, Search::Bisection, Search::Newton, Search::GoldenSection,
                            Search::Random, Search::Fireworks2010, Search::Efwa, Search::DynFwa}) {
    const SearchOptions options =
        with(search == Search::Newton ? Arithmetic::Float64 : Arithmetic::Fixed16Saturate, search);
    RunControl control(2);
    const auto sigma = searchSigma(*graph, 30, options, 5, control);
    for (int64_t row = 0; row < 300; row += 37) {
      const auto scene = fireworksScene({graph.get(), sigma.get(), options, 5}, {}, row, control);
      EXPECT_TRUE(scene->matchesRun);
      EXPECT_EQ(scene->own().search, search);
      EXPECT_EQ(scene->runIsFireworks, isFireworks(search));
      EXPECT_TRUE(isFireworks(scene->fireworks.search));
      EXPECT_EQ(scene->fireworks.search, isFireworks(search) ? search : Search::Fireworks);
      EXPECT_EQ(scene->classic.search, isFireworks(search) ? Search::Bisection : search);
      EXPECT_EQ(scene->classic.isNms, scene->classic.search == Search::Bisection);
      EXPECT_EQ(scene->own().evaluations(), sigma->evaluations[row]);
      EXPECT_EQ(scene->own().passes(), sigma->passes[row]);
      EXPECT_EQ(scene->own().reached, sigma->reached[row]);
      for (const SearchPath* path : {&scene->fireworks, &scene->classic}) {
        for (const TraceEvent& event : path->trace.events) {
          EXPECT_GE(event.u, scene->landscape.low());
          EXPECT_LE(event.u, scene->landscape.high());
        }
      }
    }
  }
}

TEST(FireworksScene, AnotherRunsSearchIsShownAsItWasAndNotRepeatedAtThisOnesTarget) {
  const auto graph = digitsGraph(300);
  RunControl control(2);
  SearchOptions nms = with(Arithmetic::Fixed16Saturate, Search::Bisection);
  SearchOptions adapsne = with(Arithmetic::Fixed16Saturate, Search::Fireworks);
  const auto a = searchSigma(*graph, 30, nms, 1, control);
  const auto b = searchSigma(*graph, 6.22, adapsne, 2, control);
  const SearchedRun first{graph.get(), a.get(), nms, 1}, second{graph.get(), b.get(), adapsne, 2};
  for (const int64_t row : {0, 17, 299}) {
    const auto ofA = fireworksScene(first, second, row, control),
               ofB = fireworksScene(second, first, row, control);
    for (const auto& scene : {ofA, ofB}) {
      EXPECT_EQ(scene->classic.target, 30);
      EXPECT_EQ(scene->fireworks.target, 6.22);
      EXPECT_EQ(scene->classic.reached, a->reached[row]);
      EXPECT_EQ(scene->fireworks.reached, b->reached[row]);
      EXPECT_EQ(scene->fireworks.trace.chosenU, b->chosenU[row]);
      EXPECT_TRUE(scene->classic.isRun && scene->fireworks.isRun && scene->matchesRun);
    }
    EXPECT_EQ(ofA->target, 30);
    EXPECT_EQ(ofB->target, 6.22);
  }
  // Not where it cannot be laid over this one: another datapath, or the same kind of search.
  adapsne.arithmetic = Arithmetic::Float64;
  const auto c = searchSigma(*graph, 6.22, adapsne, 2, control);
  const auto alone = fireworksScene(first, SearchedRun{graph.get(), c.get(), adapsne, 2}, 0, control);
  EXPECT_FALSE(alone->fireworks.isRun);
  EXPECT_EQ(alone->fireworks.target, 30);
  EXPECT_FALSE(fireworksScene(second, second, 0, control)->classic.isRun);
}

TEST(FireworksScene, AnotherSigmaIsNoticed) {
  const auto graph = digitsGraph(100);
  RunControl control(1);
  SigmaResult sigma = *searchSigma(*graph, 10, {}, 1, control);
  sigma.chosenU[4] = std::nextafter(sigma.chosenU[4], 1e9);
  EXPECT_FALSE(fireworksScene({graph.get(), &sigma, {}, 1}, {}, 4, control)->matchesRun);
  EXPECT_TRUE(fireworksScene({graph.get(), &sigma, {}, 1}, {}, 5, control)->matchesRun);
}

TEST(FireworksScene, BisectionIsLostBelowTheFalseRootWhereFireworksFindTheTrueOne) {
  const auto graph = digitsGraph(600);
  RunControl control(2);
  const SearchOptions options = with(Arithmetic::Fixed16Saturate);
  const auto sigma = searchSigma(*graph, 30, options, 1, control);
  int lost = 0;
  for (int64_t row = 0; row < 600; row += 7) {
    const auto scene = fireworksScene({graph.get(), sigma.get(), options, 1}, {}, row, control);
    if (scene->classic.ending != Ending::BelowFalseRoot) continue;
    EXPECT_GT(scene->classic.reached, 30 * 1.05);
    ASSERT_FALSE(scene->landscape.falseRoots.empty());
    EXPECT_LT(scene->classic.trace.chosenU, scene->landscape.falseRoots.front().u);
    lost += scene->fireworks.ending == Ending::TrueRoot;
  }
  EXPECT_GT(lost, 0);
}

TEST(FireworksScene, CancelsAndSurvivesEqualRows) {
  const auto graph = digitsGraph(100);
  RunControl control(1);
  const auto sigma = searchSigma(*graph, 10, {}, 1, control);
  control.cancel();
  EXPECT_THROW(fireworksScene({graph.get(), sigma.get(), {}, 1}, {}, 4, control), Cancelled);

  RunControl second(1);
  const auto same = exactNeighbors(test::featuresOf(std::vector<float>(40, 1.0f), 20, 2), 19, second);
  const auto unreachable = searchSigma(*same, 5, {}, 1, second);
  const auto scene = fireworksScene({same.get(), unreachable.get(), {}, 1}, {}, 0, second);
  EXPECT_TRUE(scene->matchesRun);
  EXPECT_TRUE(scene->landscape.trueRoots.empty());
  EXPECT_EQ(scene->fireworks.ending, Ending::NoRoot);
}

}  // namespace
}  // namespace adapsne
