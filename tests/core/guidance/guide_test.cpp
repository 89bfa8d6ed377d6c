// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/guide.h"

#include <cmath>

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

}  // namespace
}  // namespace adapsne
