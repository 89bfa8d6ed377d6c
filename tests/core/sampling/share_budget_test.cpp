// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/share_budget.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {
using Counts = std::vector<int64_t>;

int64_t sumOf(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

TEST(ShareBudget, RandomPartsAddUpWithinTheirCapacities) {
  RandomStream random(1);
  for (int trial = 0; trial < 500; ++trial) {
    Counts capacities(1 + random.below(12));
    std::vector<double> weights;
    for (int64_t& c : capacities) {
      c = static_cast<int64_t>(random.below(9));
      weights.push_back(0.1 + random.uniform());
    }
    const int64_t all = sumOf(capacities);
    for (int64_t m = 0; m <= all; ++m) {
      const Counts share = shareBudget(weights, capacities, m);
      ASSERT_EQ(sumOf(share), m);
      for (size_t c = 0; c < share.size(); ++c) {
        ASSERT_GE(share[c], 0);
        ASSERT_LE(share[c], capacities[c]);
      }
    }
  }
}

TEST(ShareBudget, LargestRemaindersWithoutLimits) {
  // 10 x (5, 3, 2.5) / 10.5 = 4.76, 2.86, 2.38: whole parts 4, 2, 2 and the two largest remainders.
  EXPECT_EQ(shareBudget(std::vector<double>{5, 3, 2.5}, Counts{99, 99, 99}, 10), (Counts{5, 3, 2}));
  // What the full part cannot take goes to the others: 1 + 9 x (3, 2.5) / 5.5 = 4.9, 4.1.
  EXPECT_EQ(shareBudget(std::vector<double>{5, 3, 2.5}, Counts{1, 99, 99}, 10), (Counts{1, 5, 4}));
  // Equal remainders go to the larger capacity.
  EXPECT_EQ(shareBudget(std::vector<double>{1, 1, 1}, Counts{2, 7, 5}, 2), (Counts{0, 1, 1}));
}

TEST(ShareAmongClasses, RandomClassesGetOneAtLeastAndStayWithinOneOfTheirPart) {
  RandomStream random(2);
  for (int trial = 0; trial < 500; ++trial) {
    Counts counts(1 + random.below(10));
    for (int64_t& c : counts) c = random.below(3) == 0 ? 0 : 1 + static_cast<int64_t>(random.below(60));
    const int64_t all = sumOf(counts);
    const int64_t present = std::count_if(counts.begin(), counts.end(), [](int64_t c) { return c > 0; });
    for (int64_t m = 0; m <= all; ++m) {
      const Counts share = shareAmongClasses(counts, m);
      ASSERT_EQ(sumOf(share), m);
      for (size_t c = 0; c < counts.size(); ++c) {
        ASSERT_LE(share[c], counts[c]);
        if (counts[c] > 0 && m >= present) {
          ASSERT_GE(share[c], 1);
        }
        if (m < present) {
          ASSERT_LE(share[c], 1);
        }
        // Nobody gets more than his part rounded up, but for the one that is guaranteed.
        const double part = static_cast<double>(m * counts[c]) / static_cast<double>(all);
        ASSERT_LE(share[c], std::max(1.0, std::ceil(part)));
      }
    }
  }
}

TEST(ShareAmongClasses, KnownCases) {
  EXPECT_EQ(shareAmongClasses(Counts{50, 30, 20}, 10), (Counts{5, 3, 2}));
  EXPECT_EQ(shareAmongClasses(Counts{97, 2, 1}, 10), (Counts{8, 1, 1})) << "small classes are not forgotten";
  EXPECT_EQ(shareAmongClasses(Counts{5, 9, 0, 7}, 2), (Counts{0, 1, 0, 1})) << "the largest first";
  EXPECT_EQ(shareAmongClasses(Counts{5, 9, 0, 7}, 0), (Counts{0, 0, 0, 0}));
  EXPECT_EQ(shareAmongClasses(Counts{3}, 3), Counts{3});
}

}  // namespace
}  // namespace adapsne
