// SPDX-License-Identifier: GPL-3.0-or-later
// Targets without a root, rows without structure, and the same bits on any number of threads.
#include <cmath>

#include <gtest/gtest.h>

#include "core/perplexity/sigma_search.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct Case {
  Search search;
  Arithmetic arithmetic;
  Start start;
};

std::vector<Case> everyCase() {
  std::vector<Case> cases = {{Search::Newton, Arithmetic::Float64, Start::Warm}};
  for (Arithmetic a : {Arithmetic::Float64, Arithmetic::Float32, Arithmetic::Fixed16Flush,
                       Arithmetic::Fixed16Saturate, Arithmetic::Fixed8}) {
    for (Search kind : {Search::Bisection, Search::GoldenSection, Search::Random, Search::Fireworks2010,
                        Search::Efwa, Search::DynFwa})
      cases.push_back({kind, a, Start::Warm});
    cases.push_back({Search::Fireworks, a, Start::Cold});
    cases.push_back({Search::Fireworks, a, Start::Warm});
  }
  return cases;
}

std::shared_ptr<const SigmaResult> search(const Features& f, int k, double target, const Case& c,
                                          int threads = 1) {
  RunControl control(threads);
  SearchOptions options;
  options.search = c.search;
  options.arithmetic = c.arithmetic;
  options.start = c.start;
  if (defaultEvaluations(c.search) > 100) options.evaluations = 100;  // three generations are enough here
  return searchSigma(*exactNeighbors(f, k, control), target, options, 7, control);
}

uint8_t code(Reachability r) {
  return static_cast<uint8_t>(r);
}

TEST(Reachability, CountsTiesAndNeighbours) {
  // Four points in one place, twelve others apart.
  std::vector<float> values = {0, 0, 0, 0};
  for (int i = 1; i <= 12; ++i) values.push_back(static_cast<float>(i * i));
  const Features f = test::featuresOf(values, 16, 1);
  const Case newton{Search::Newton, Arithmetic::Float64, Start::Warm};
  for (double target : {1.0, 2.0, 2.9, 3.0, 3.1, 15.0, 15.1}) {
    const auto result = search(f, 15, target, newton);
    for (int i = 0; i < 4; ++i) {  // each of the four has three others at distance 0
      const Reachability expected = target > 15  ? Reachability::TooFewNeighbors
                                    : target < 3 ? Reachability::TooManyTies
                                                 : Reachability::Reachable;
      EXPECT_EQ(result->reachability[i], code(expected)) << target;
    }
    for (int i = 5; i < 16; ++i)
      EXPECT_EQ(result->reachability[i],
                code(target > 15 ? Reachability::TooFewNeighbors : Reachability::Reachable))
          << target;
    for (double sigma : result->sigma) EXPECT_TRUE(std::isfinite(sigma) && sigma > 0) << target;
  }
}

TEST(Reachability, UnreachablePointsGetTheBestSigmaOfTheRange) {
  const Features f = test::clusteredFeatures(30, 4, 1);
  for (Search kind : {Search::Newton, Search::Bisection, Search::Fireworks}) {
    // 40 of 29 neighbours: the best is all 29.
    const auto result = search(f, 29, 40, {kind, Arithmetic::Float64, Start::Cold});
    for (int i = 0; i < 30; ++i) {
      EXPECT_EQ(result->reachability[i], code(Reachability::TooFewNeighbors));
      EXPECT_NEAR(result->reached[i], 29, 0.05) << static_cast<int>(kind);
    }
  }
  std::vector<float> values(10, 0);
  for (int i = 0; i < 20; ++i) values.push_back(static_cast<float>(100 + i));
  for (Search kind : {Search::Newton, Search::Bisection, Search::Fireworks}) {
    // Two of nine equally near neighbours: the best is the nine alone.
    const auto result =
        search(test::featuresOf(values, 30, 1), 29, 2, {kind, Arithmetic::Float64, Start::Cold});
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(result->reachability[i], code(Reachability::TooManyTies));
      EXPECT_NEAR(result->reached[i], 9, 1e-6) << static_cast<int>(kind);
    }
  }
}

TEST(IdenticalDistances, EndWithFiniteNumbersInEverySearchAndArithmetic) {
  // All in one place (every distance 0), and the corners of a simplex (every distance the same).
  std::vector<float> simplex(20 * 20, 0);
  for (int i = 0; i < 20; ++i) simplex[i * 20 + i] = 1;
  for (const Features& f :
       {test::featuresOf(std::vector<float>(40, 5), 20, 2), test::featuresOf(simplex, 20, 20)}) {
    for (const Case& c : everyCase()) {
      for (double target : {1.0, 5.0, 19.0}) {
        const auto result = search(f, 19, target, c);
        for (int64_t i = 0; i < 20; ++i) {
          ASSERT_TRUE(std::isfinite(result->sigma[i]) && result->sigma[i] > 0);
          ASSERT_TRUE(std::isfinite(result->reached[i]));
          ASSERT_EQ(result->reachability[i],
                    code(target < 19 ? Reachability::TooManyTies : Reachability::Reachable));
          if (c.arithmetic == Arithmetic::Float64) {
            ASSERT_NEAR(result->reached[i], 19, 1e-9);
          }
        }
      }
    }
  }
}

TEST(SmallGraphs, TwoPointsAndOneNeighbour) {
  for (const Case& c : everyCase()) {
    const auto result = search(test::featuresOf({0, 1}, 2, 1), 1, 1, c);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(result->reachability[i], code(Reachability::Reachable));
      EXPECT_TRUE(std::isfinite(result->sigma[i]) && result->sigma[i] > 0);
    }
  }
}

TEST(SigmaSearch, SameBitsAtAnyThreadCount) {
  const Features f = test::rawDigits(150);
  for (const Case& c : everyCase()) {
    const auto one = search(f, 100, 20, c, 1);
    for (int threads : test::kThreadCounts) {
      const auto result = search(f, 100, 20, c, threads);
      EXPECT_TRUE(test::sameBits(result->sigma, one->sigma));
      EXPECT_TRUE(test::sameBits(result->chosenU, one->chosenU));
      EXPECT_TRUE(test::sameBits(result->reached, one->reached));
      EXPECT_EQ(result->evaluations, one->evaluations);
      EXPECT_EQ(result->passes, one->passes);
      EXPECT_EQ(result->totalEvaluations, one->totalEvaluations);
      EXPECT_EQ(result->randomDraws, one->randomDraws);
    }
  }
}

TEST(SigmaSearch, CanBeCancelled) {
  RunControl control(1);
  const auto graph = exactNeighbors(test::clusteredFeatures(30, 2, 3), 10, control);
  control.cancel();
  EXPECT_THROW(searchSigma(*graph, 5, {}, 1, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
