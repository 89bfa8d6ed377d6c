// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/guide.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(Candidates, AreLogSpacedFromFiveToAThirdOfN) {
  const std::vector<double> c = candidatePerplexities({}, 1797, 1796);
  ASSERT_EQ(c.size(), 8u);
  EXPECT_DOUBLE_EQ(c.front(), 5);
  EXPECT_DOUBLE_EQ(c.back(), 599);
  for (size_t i = 2; i < c.size(); ++i) EXPECT_NEAR(c[i] / c[i - 1], c[1] / c[0], 1e-12);
}

TEST(Candidates, ReachOnlyAThirdOfAnIncompleteGraph) {
  EXPECT_DOUBLE_EQ(candidatePerplexities({}, 5000, 150).back(), 50);
  GuidanceOptions options;
  options.highest = 1000;
  EXPECT_DOUBLE_EQ(candidatePerplexities(options, 5000, 150).back(), 150) << "asked for, but at most k";
}

TEST(Candidates, AreAscendingDistinctAndWithinReachWhateverTheOptions) {
  for (int64_t points : {4, 5, 10, 31, 500})
    for (int k : {1, 2, 3, 7, 30, 499})
      for (double lowest : {1.0, 5.0, 1e9})
        for (double highest : {0.0, 1.0, 20.0, 1e9})
          for (int count : {1, 2, 8, 64}) {
            if (k >= points) continue;
            GuidanceOptions options;
            options.lowest = lowest;
            options.highest = highest;
            options.candidates = count;
            const std::vector<double> c = candidatePerplexities(options, points, k);
            ASSERT_GE(c.size(), 1u);
            ASSERT_LE(c.size(), static_cast<size_t>(count));
            for (size_t i = 0; i < c.size(); ++i) {
              // A perplexity is never below 1: no sigma could give it.
              ASSERT_GE(c[i], 1) << "N " << points << ", k " << k;
              ASSERT_LE(c[i], k * (1 + 1e-12));
              ASSERT_GT(c[i], i > 0 ? c[i - 1] : 0);
            }
          }
}

TEST(Candidates, ASingleOneIsTheMiddle) {
  GuidanceOptions options;
  options.candidates = 1;
  EXPECT_NEAR(candidatePerplexities(options, 301, 300)[0], std::sqrt(5 * 301 / 3.0), 1e-9);
}

GuidanceRecord record(double perplexity, double representation, double occupancy, double trustworthiness) {
  GuidanceRecord r;
  r.perplexity = perplexity;
  r.entropyRepresentation = representation;
  r.entropyOccupancy = occupancy;
  r.trustworthiness = trustworthiness;
  return r;
}

TEST(Choice, RepresentationIsMaximisedAmongTheTrustworthy) {
  const std::vector<GuidanceRecord> records = {record(5, 0.99, 0.1, 0.90), record(10, 0.90, 0.2, 0.985),
                                               record(20, 0.95, 0.3, 0.986), record(40, 0.80, 0.9, 0.988)};
  GuidanceOptions options;
  EXPECT_EQ(chooseCandidate(records, options), 2u);
  options.slack = 0.0019;  // 0.986 is now just out of reach of 0.988
  EXPECT_EQ(chooseCandidate(records, options), 3u);
  options.slack = 1;
  EXPECT_EQ(chooseCandidate(records, options), 0u);
  options.rule = GuidanceRule::Occupancy;
  options.slack = 0;
  EXPECT_EQ(chooseCandidate(records, options), 3u) << "occupancy does not look at trustworthiness";
}

TEST(Choice, TiesGoToTheSmallerPerplexity) {
  const std::vector<GuidanceRecord> records = {record(5, 0.5, 0.5, 0.9), record(9, 0.7, 0.7, 0.9),
                                               record(20, 0.7, 0.7, 0.9)};
  GuidanceOptions options;
  EXPECT_EQ(chooseCandidate(records, options), 1u);
  options.rule = GuidanceRule::Occupancy;
  EXPECT_EQ(chooseCandidate(records, options), 1u);
}

TEST(Choice, ExactlyTheSlackIsAllowedAndUndefinedTrustworthinessIsNoReasonToChooseNone) {
  GuidanceOptions options;
  options.slack = 0.25;
  EXPECT_EQ(chooseCandidate({record(5, 0.9, 0, 0.5), record(9, 0.1, 0, 0.75)}, options), 0u);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(chooseCandidate({record(5, 0.4, 0, nan), record(9, 0.6, 0, nan)}, options), 1u);
}

}  // namespace
}  // namespace adapsne
