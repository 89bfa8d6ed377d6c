// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/perplexity_search.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

GuidanceOptions fireworks(int candidates = 8) {
  GuidanceOptions options;
  options.optimizer = GuidanceOptimizer::Fireworks;
  options.candidates = candidates;
  return options;
}

struct Course {
  std::vector<std::vector<double>> batches;
  std::vector<GuidanceRecord> records;
};
/// Plays the guide: measures what is asked for by a formula of ln perplexity.
Course play(const GuidanceOptions& options, int64_t points, int k, uint64_t seed,
            const std::function<void(double, GuidanceRecord&)>& measure) {
  Course course;
  PerplexitySearch search(options, points, k, seed);
  for (auto batch = search.next({}); !batch.empty(); batch = search.next(course.records)) {
    course.batches.push_back(batch);
    for (double p : batch) {
      GuidanceRecord r;
      r.perplexity = p;
      measure(std::log(p), r);
      course.records.push_back(r);
    }
  }
  return course;
}
void peakAtThree(double u, GuidanceRecord& r) {
  r.entropyRepresentation = 0.9 - 0.05 * (u - 3) * (u - 3);
  r.trustworthiness = 0.99;
}

TEST(GridSearch, TriesAllCandidatesFromHighToLowAtOnce) {
  const Course course = play({}, 1797, 1796, 1, peakAtThree);
  ASSERT_EQ(course.batches.size(), 1u);
  std::vector<double> expected = candidatePerplexities({}, 1797, 1796);
  std::reverse(expected.begin(), expected.end());
  EXPECT_EQ(course.batches[0], expected);
}

TEST(FireworksSearch, StartsOverTheWholeRangeThenTwoFireworksOfTwoSparks) {
  for (const auto& [candidates, starts] :
       std::vector<std::pair<int, size_t>>{{8, 4}, {10, 5}, {12, 6}, {30, 6}}) {
    const Course course = play(fireworks(candidates), 1797, 1796, 1, peakAtThree);
    ASSERT_EQ(course.records.size(), static_cast<size_t>(candidates));
    ASSERT_EQ(course.batches[0].size(), starts);
    EXPECT_DOUBLE_EQ(course.batches[0].front(), 599);
    EXPECT_DOUBLE_EQ(course.batches[0].back(), 5);
    for (size_t b = 1; b < course.batches.size(); ++b) EXPECT_LE(course.batches[b].size(), 4u);
    EXPECT_EQ(course.batches[1].size(), 4u);
  }
}

TEST(FireworksSearch, RespectsBudgetAndRangeAndNeverTriesTwice) {
  for (int candidates : {1, 2, 3, 4, 5, 7, 8, 9, 20, 64}) {
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      const Course course = play(fireworks(candidates), 400, 399, seed, peakAtThree);
      EXPECT_LE(course.records.size(), static_cast<size_t>(candidates));
      std::set<double> seen;
      for (const auto& batch : course.batches) {
        EXPECT_TRUE(std::is_sorted(batch.rbegin(), batch.rend())) << "from high to low";
        for (double p : batch) {
          EXPECT_GE(p, 5 * (1 - 1e-12));
          EXPECT_LE(p, 400 / 3.0 * (1 + 1e-12));
          EXPECT_TRUE(seen.insert(p).second);
        }
      }
    }
  }
}

TEST(FireworksSearch, GathersAroundTheBestThatTheRuleAllows) {
  const auto nearest = [](const Course& course, double u) {
    double best = std::numeric_limits<double>::infinity();
    for (const GuidanceRecord& r : course.records)
      best = std::min(best, std::abs(std::log(r.perplexity) - u));
    return best;
  };
  const auto untrustworthyTop = [](double u, GuidanceRecord& r) {
    r.entropyRepresentation = u;  // rises for ever
    r.trustworthiness = u > 4 ? 0.9 : 0.99;
    r.entropyOccupancy = u;
  };
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    EXPECT_LT(nearest(play(fireworks(16), 1797, 1796, seed, peakAtThree), 3), 0.12) << seed;
    const Course course = play(fireworks(16), 1797, 1796, seed, untrustworthyTop);
    int allowed = 0;
    for (size_t i = 6; i < course.records.size(); ++i) allowed += course.records[i].trustworthiness > 0.95;
    EXPECT_GE(allowed, 6) << "most sparks are where the constraint holds";
  }
}

TEST(FireworksSearch, IsTheSameForTheSameSeedOnly) {
  const auto batches = [](uint64_t seed) { return play(fireworks(), 1797, 1796, seed, peakAtThree).batches; };
  EXPECT_EQ(batches(1), batches(1));
  EXPECT_EQ(batches(1)[0], batches(2)[0]) << "the starts draw nothing";
  EXPECT_NE(batches(1)[1], batches(2)[1]);
}

TEST(FireworksSearch, EndsWhereThereIsNothingNewAndWhereNothingIsFinite) {
  EXPECT_EQ(play(fireworks(), 4, 3, 1, peakAtThree).records.size(), 1u) << "one perplexity is all there is";
  EXPECT_EQ(play(fireworks(1), 1797, 1796, 1, peakAtThree).records.size(), 1u);
  const Course course = play(fireworks(), 1797, 1796, 1, [](double, GuidanceRecord& r) {
    r.entropyRepresentation = r.trustworthiness = std::numeric_limits<double>::quiet_NaN();
  });
  EXPECT_EQ(course.records.size(), 8u);
}

}  // namespace
}  // namespace adapsne
