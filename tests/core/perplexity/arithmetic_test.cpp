// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/arithmetic.h"

#include <cstring>
#include <numeric>

#include <gtest/gtest.h>

#include "core/neighbors/neighbor_graph.h"
#include "tests/core/perplexity/plain_datapath.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

constexpr Arithmetic kFixed[] = {Arithmetic::Fixed16Flush, Arithmetic::Fixed16Saturate, Arithmetic::Fixed8};
constexpr Arithmetic kAll[] = {Arithmetic::Float64, Arithmetic::Float32, Arithmetic::Fixed16Flush,
                               Arithmetic::Fixed16Saturate, Arithmetic::Fixed8};

/// Ascending squared distances of very different kinds: dense, with a gap, with ties and zeros.
std::vector<float> randomRow(RandomStream& random, size_t size) {
  std::vector<float> row(size);
  const double power = 0.2 + 3 * random.uniform(), base = random.below(2) ? 0.3 * random.uniform() : 0;
  const bool ties = random.below(4) == 0;
  for (float& d : row) {
    const double v = base + (1 - base) * std::pow(random.uniform(), power);
    d = static_cast<float>(ties ? std::floor(v * 8) / 8 : v);
  }
  std::sort(row.begin(), row.end());
  return row;
}

bool sameNumber(double a, double b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

TEST(FixedDatapaths, EqualThePlainIntegerModelBitForBit) {
  RandomStream random(1);
  for (Arithmetic arithmetic : kFixed) {
    for (bool subtract : {false, true}) {
      const auto evaluator = makeEvaluator(arithmetic, subtract);
      const auto plain = test::PlainDatapath::of(arithmetic, subtract);
      for (int trial = 0; trial < 300; ++trial) {
        const std::vector<float> row = randomRow(random, 1 + random.below(200));
        const double largest = std::max(1e-3, row.back() * (1 + random.uniform()));
        evaluator->load(row, largest);
        // A little beyond the range too: beta is clamped there.
        const double low = evaluator->lowestU() - 0.5, high = evaluator->highestU() + 0.5;
        const double u = low + (high - low) * random.uniform();
        const auto expected = plain.run(row, largest, u);
        const double found = evaluator->evaluate(u).perplexity;
        ASSERT_TRUE(sameNumber(found, expected.perplexity))
            << found << " against " << expected.perplexity << " at u " << u << ", trial " << trial;
        std::vector<double> p(row.size());
        evaluator->conditional(u, p);
        ASSERT_EQ(p, expected.conditional) << trial;
      }
    }
  }
}

TEST(FixedDatapaths, SaturatingAccumulatorsEqualTheModel) {
  // So many zero distances that the sum of exponentials leaves the accumulator.
  const std::vector<float> row(80000, 0);
  for (Arithmetic arithmetic : kFixed) {
    const auto evaluator = makeEvaluator(arithmetic, false);
    const auto plain = test::PlainDatapath::of(arithmetic, false);
    evaluator->load(row, 1);
    EXPECT_EQ(evaluator->evaluate(0).perplexity, plain.run(row, 1, 0).perplexity);
    EXPECT_LT(evaluator->evaluate(0).perplexity, 80000);
  }
}

TEST(FixedDatapaths, TheRangeIsWhatBetaCanHold) {
  for (Arithmetic arithmetic : kFixed) {
    const auto evaluator = makeEvaluator(arithmetic, false);
    const double unit = arithmetic == Arithmetic::Fixed16Saturate ? 1 / 1.4426950408889634 : 1;
    EXPECT_NEAR(0.5 * std::exp(-2 * evaluator->lowestU()), 65535 / 64.0 * unit, 1e-9);
    EXPECT_NEAR(0.5 * std::exp(-2 * evaluator->highestU()), 1 / 64.0 * unit, 1e-12);
  }
}

TEST(FloatDatapaths, EqualTheDefinition) {
  RandomStream random(2);
  const auto wide = makeEvaluator(Arithmetic::Float64, false),
             narrow = makeEvaluator(Arithmetic::Float32, false);
  for (int trial = 0; trial < 300; ++trial) {
    const std::vector<float> row = randomRow(random, 1 + random.below(200));
    const double largest = std::max(1e-3, row.back() * (1 + random.uniform()));
    const double u = -4 + 5 * random.uniform(), beta = 0.5 * std::exp(-2 * u);
    const double expected = static_cast<double>(test::plainPerplexity(row, beta / largest));
    wide->load(row, largest);
    EXPECT_NEAR(wide->evaluate(u).perplexity / expected, 1, 1e-12);
    // In float32 the exponentials keep their precision only while the largest of them stays a normal number.
    narrow->load(row, largest);
    if (beta * row.front() / largest < 20) {
      EXPECT_NEAR(narrow->evaluate(u).perplexity / expected, 1, 2e-4) << u;
    }
  }
}

TEST(FloatDatapaths, Float32FlushesToZeroWithoutSubtraction) {
  const auto evaluator = makeEvaluator(Arithmetic::Float32, false);
  evaluator->load(std::vector<float>{0.5f, 1.0f}, 1);
  EXPECT_EQ(evaluator->evaluate(evaluator->lowestU()).perplexity, 0);
  std::vector<double> p(2, -1);
  evaluator->conditional(evaluator->lowestU(), p);
  EXPECT_EQ(p, std::vector<double>(2, 0));
}

TEST(AllDatapaths, ConditionalSumsToOneAndHasThePerplexity) {
  RandomStream random(3);
  for (Arithmetic arithmetic : kAll) {
    const auto evaluator = makeEvaluator(arithmetic, false);
    for (int trial = 0; trial < 100; ++trial) {
      const std::vector<float> row = randomRow(random, 2 + random.below(150));
      evaluator->load(row, 1);
      const double u = -1.5 + 2 * random.uniform(), perplexity = evaluator->evaluate(u).perplexity;
      std::vector<double> p(row.size());
      evaluator->conditional(u, p);
      double sum = 0, entropy = 0;
      for (double v : p) {
        ASSERT_GE(v, 0);
        sum += v;
        if (v > 0) entropy -= v * std::log(v);
      }
      ASSERT_NEAR(sum, 1, arithmetic == Arithmetic::Float32 ? 1e-5 : 1e-12);
      EXPECT_TRUE(std::is_sorted(p.rbegin(), p.rend())) << "nearer neighbours weigh at least as much";
      // Tables of 2^-8 and 2^-6 steps keep the perplexity within a few per cent of the exact one for this P.
      const double tolerance = arithmetic == Arithmetic::Float64   ? 1e-12
                               : arithmetic == Arithmetic::Float32 ? 1e-4
                                                                   : 0.2;
      EXPECT_NEAR(perplexity / std::exp(entropy), 1, tolerance) << static_cast<int>(arithmetic) << " u " << u;
    }
  }
}

TEST(Float64Datapath, SlopeEqualsFiniteDifferences) {
  RandomStream random(4);
  const auto evaluator = makeEvaluator(Arithmetic::Float64, false);
  for (int trial = 0; trial < 200; ++trial) {
    evaluator->load(randomRow(random, 3 + random.below(100)), 1);
    const double u = -3 + 4 * random.uniform(), h = 1e-5;
    const double difference =
        (std::log(evaluator->evaluate(u + h).perplexity) - std::log(evaluator->evaluate(u - h).perplexity)) /
        (2 * h);
    EXPECT_NEAR(evaluator->evaluate(u).slope, difference, 1e-7 + 1e-6 * std::abs(difference)) << u;
  }
  for (Arithmetic arithmetic : {Arithmetic::Float32, Arithmetic::Fixed16Flush})
    EXPECT_TRUE(std::isnan(makeEvaluator(arithmetic, false)->evaluate(0).slope));
}

/// Rows of real data, and how often perplexity comes down through 30 as sigma grows.
int descendingCrossings(Arithmetic arithmetic, bool subtract) {
  RunControl control(2);
  const Features digits = test::rawDigits(600);
  const auto graph = exactNeighbors(digits, 599, control);
  const auto evaluator = makeEvaluator(arithmetic, subtract);
  int crossings = 0;
  for (int64_t i = 0; i < 60; ++i) {
    evaluator->load(graph->distances(i), graph->largestSquaredDistance);
    double before = 0;
    for (int step = 0; step <= 200; ++step) {
      const double share = step / 200.0;
      const double u = evaluator->lowestU() + share * (evaluator->highestU() - evaluator->lowestU());
      const double perplexity = evaluator->evaluate(u).perplexity;
      crossings += step > 0 && before > 30 && perplexity < 30;
      before = perplexity;
    }
  }
  return crossings;
}

TEST(Datapaths, SaturationMakesPerplexityUShapedAndSubtractionMendsIt) {
  EXPECT_GE(descendingCrossings(Arithmetic::Fixed16Saturate, false), 57)
      << "nearly every row has a false root";
  EXPECT_EQ(descendingCrossings(Arithmetic::Fixed16Saturate, true), 0);
  EXPECT_EQ(descendingCrossings(Arithmetic::Float64, false), 0);
}

TEST(Float64Datapath, PerplexityRisesWithSigma) {
  RandomStream random(5);
  const auto evaluator = makeEvaluator(Arithmetic::Float64, false);
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<float> row = randomRow(random, 2 + random.below(100));
    evaluator->load(row, 1);
    double before = 0;
    for (double u = evaluator->lowestU(); u < evaluator->highestU(); u += 0.05) {
      const double perplexity = evaluator->evaluate(u).perplexity;
      EXPECT_GE(perplexity, before * (1 - 1e-12));
      before = perplexity;
    }
    EXPECT_NEAR(before, static_cast<double>(row.size()), 1e-3);
  }
}

TEST(Float64Datapath, DoesNotUnderflowFarFromTheData) {
  const auto evaluator = makeEvaluator(Arithmetic::Float64, false);
  // An outlier: the nearest of all is almost as far as the farthest. Small sigma must see one neighbour, not
  // none.
  evaluator->load(std::vector<float>{0.99f, 0.995f, 1.0f}, 1);
  EXPECT_NEAR(evaluator->evaluate(evaluator->lowestU()).perplexity, 1, 1e-12);
  std::vector<double> p(3);
  evaluator->conditional(evaluator->lowestU(), p);
  EXPECT_EQ(p, (std::vector<double>{1, 0, 0}));
}

}  // namespace
}  // namespace adapsne
