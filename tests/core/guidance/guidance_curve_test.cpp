// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/guidance_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

GuidanceRecord record(double perplexity, double representation, double occupancy, double trustworthiness) {
  GuidanceRecord r;
  r.perplexity = perplexity;
  r.entropyRepresentation = representation;
  r.entropyOccupancy = occupancy;
  r.trustworthiness = trustworthiness;
  return r;
}

/// Smooth curves over the default's candidates: H_rep has its top at ln perplexity = `top`, trustworthiness
/// falls.
std::vector<GuidanceRecord> smoothRecords(double top, double fall = 0) {
  std::vector<GuidanceRecord> records;
  for (double p : candidatePerplexities({}, 1797, 1796)) {
    const double u = std::log(p);
    records.push_back(
        record(p, 0.95 - 0.02 * (u - top) * (u - top), 0.5 + 0.01 * u, 0.99 - fall * (u - std::log(5))));
  }
  return records;
}

TEST(GuidanceCurve, FindsTheTopBetweenTheCandidates) {
  for (double top : {2.0, 3.3, 4.1, 5.0}) {
    const GuidanceCurve curve = guidanceCurve(smoothRecords(top), {});
    // The candidates lie .68 apart in ln perplexity: far nearer than the nearest of them.
    EXPECT_NEAR(std::log(curve.target()), top, 0.08) << top;
  }
}

TEST(GuidanceCurve, TheConstraintIsOnTheMeanTrustworthiness) {
  GuidanceOptions options;
  const auto records = smoothRecords(5, 0.002);  // 0.003 is given up 1.5 above ln 5
  const GuidanceCurve curve = guidanceCurve(records, options);
  EXPECT_NEAR(std::log(curve.target()), std::log(5) + 1.5, 0.08);
  EXPECT_TRUE(curve.allowed(curve.chosen));
  EXPECT_GE(curve.trustworthiness[curve.chosen], curve.leastTrustworthiness);
  EXPECT_NEAR(curve.leastTrustworthiness, 0.987, 3e-4);
  for (size_t i = 0; i < curve.perplexity.size(); ++i)
    EXPECT_TRUE(!curve.allowed(i) || curve.entropy[i] <= curve.entropy[curve.chosen]);
  options.slack = 1;
  EXPECT_NEAR(std::log(guidanceCurve(records, options).target()), 5, 0.08);
  options.slack = 0;
  EXPECT_EQ(guidanceCurve(records, options).chosen, 0u) << "only the most trustworthy place is allowed";
  options.rule = GuidanceRule::Occupancy;
  const GuidanceCurve occupancy = guidanceCurve(records, options);
  EXPECT_EQ(occupancy.target(), records.back().perplexity) << "occupancy does not look at trustworthiness";
  EXPECT_TRUE(std::isnan(occupancy.leastTrustworthiness));
}

TEST(GuidanceCurve, CoversTheTriedRangeWithCandidatesAmongItsPlaces) {
  const auto records = smoothRecords(3);
  const GuidanceCurve curve = guidanceCurve(records, {});
  EXPECT_EQ(curve.perplexity.front(), records.front().perplexity);
  EXPECT_EQ(curve.perplexity.back(), records.back().perplexity);
  EXPECT_TRUE(std::is_sorted(curve.perplexity.begin(), curve.perplexity.end()));
  for (const GuidanceRecord& r : records)
    EXPECT_TRUE(std::any_of(curve.perplexity.begin(), curve.perplexity.end(),
                            [&](double p) { return std::abs(p / r.perplexity - 1) < 1e-12; }));
  for (const auto* values :
       {&curve.entropy, &curve.entropyDeviation, &curve.trustworthiness, &curve.trustworthinessDeviation})
    EXPECT_EQ(values->size(), curve.perplexity.size());
}

TEST(GuidanceCurve, NoiseOfTheSamplersSeedsIsSmoothedAway) {
  const auto truth = [](double u) { return 0.95 - 0.002 * (u - 3.5) * (u - 3.5); };
  double off = 0, offMeasured = 0;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    RandomStream random(seed);
    std::vector<GuidanceRecord> records = smoothRecords(3.5);
    for (GuidanceRecord& r : records) {
      r.entropyRepresentation = truth(std::log(r.perplexity)) + 0.01 * random.normal() / std::sqrt(3.0);
      r.representationDeviation = 0.01;
    }
    const GuidanceCurve told = guidanceCurve(records, {});
    for (const GuidanceRecord& r : records) {
      const auto at =
          std::lower_bound(told.perplexity.begin(), told.perplexity.end(), r.perplexity * (1 - 1e-12));
      off += std::abs(told.entropy[at - told.perplexity.begin()] - truth(std::log(r.perplexity)));
      offMeasured += std::abs(r.entropyRepresentation - truth(std::log(r.perplexity)));
    }
    GuidanceOptions oneSeed;
    oneSeed.samplerSeeds = 1;  // nothing is known of the noise then
    EXPECT_NE(guidanceCurve(records, oneSeed).entropyDeviation, told.entropyDeviation);
  }
  EXPECT_LT(off, 0.8 * offMeasured) << "the posterior mean is nearer to the truth than the measurements";
}

TEST(GuidanceCurve, ASingleCandidateIsTheAnswer) {
  const GuidanceCurve curve = guidanceCurve({record(17, 0.9, 0.5, 0.8)}, {});
  ASSERT_EQ(curve.perplexity.size(), 1u);
  EXPECT_EQ(curve.target(), 17);
  EXPECT_EQ(curve.entropy[0], 0.9);
  EXPECT_EQ(curve.entropyDeviation[0], 0);
}

TEST(GuidanceCurve, EqualValuesGoToTheSmallestPerplexityThatIsAllowed) {
  for (GuidanceRule rule : {GuidanceRule::Representation, GuidanceRule::Occupancy}) {
    GuidanceOptions options;
    options.rule = rule;
    EXPECT_EQ(
        guidanceCurve({record(9, 1, 0.7, 0.9), record(5, 1, 0.7, 0.9), record(20, 1, 0.7, 0.9)}, options)
            .target(),
        5);
  }
  const GuidanceCurve curve =
      guidanceCurve({record(5, 1, 0, 0.5), record(9, 1, 0, 0.8), record(20, 1, 0, 0.9)}, {});
  EXPECT_GT(curve.target(), 9);
  EXPECT_TRUE(curve.allowed(curve.chosen));
  EXPECT_FALSE(curve.allowed(curve.chosen - 1));
}

TEST(GuidanceCurve, WhatIsNotFiniteIsLeftOut) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<GuidanceRecord> records = smoothRecords(3.3);
  records[6].entropyRepresentation = nan;
  records[7].trustworthiness = nan;
  EXPECT_NEAR(std::log(guidanceCurve(records, {}).target()), 3.3, 0.1);

  for (GuidanceRecord& r : records) r.trustworthiness = nan;
  const GuidanceCurve unconstrained = guidanceCurve(records, {});
  EXPECT_NEAR(std::log(unconstrained.target()), 3.3, 0.1) << "undefined trustworthiness refuses nothing";
  EXPECT_TRUE(unconstrained.trustworthiness.empty());

  for (GuidanceRecord& r : records) r.entropyRepresentation = nan;
  EXPECT_EQ(guidanceCurve(records, {}).target(), records.front().perplexity);
  EXPECT_TRUE(guidanceCurve({}, {}).empty());
}

TEST(GuidanceCurve, TheOrderOfTheRecordsChangesNoBit) {
  std::vector<GuidanceRecord> records = smoothRecords(3.3, 0.001);
  const GuidanceCurve one = guidanceCurve(records, {});
  std::reverse(records.begin(), records.end());
  const GuidanceCurve two = guidanceCurve(records, {});
  EXPECT_EQ(one.entropy, two.entropy);
  EXPECT_EQ(one.chosen, two.chosen);
}

}  // namespace
}  // namespace adapsne
