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

/// By the classes' sizes, with nothing there yet.
Counts proportional(const Counts& counts, int64_t m) {
  return shareAmongClasses(counts, counts, Counts(counts.size(), 0), m);
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
      const Counts share = proportional(counts, m);
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

TEST(ShareBudget, NoPartGetsLessThanItsLeast) {
  RandomStream random(3);
  int64_t kept = 0;
  for (int trial = 0; trial < 500; ++trial) {
    Counts capacities(1 + random.below(12)), least;
    std::vector<double> weights;
    for (int64_t& c : capacities) {
      c = static_cast<int64_t>(random.below(9));
      least.push_back(random.below(2) ? static_cast<int64_t>(random.below(c + 1)) : 0);
      weights.push_back(0.1 + random.uniform());
    }
    for (int64_t m = sumOf(least); m <= sumOf(capacities); ++m) {
      const Counts share = shareBudget(weights, capacities, least, m);
      ASSERT_EQ(sumOf(share), m);
      for (size_t c = 0; c < share.size(); ++c) {
        ASSERT_GE(share[c], least[c]);
        ASSERT_LE(share[c], capacities[c]);
        // Who has more than its least, and could take more, has no smaller a rate than another one by more
        // than rounding.
        for (size_t d = 0; d < share.size(); ++d)
          if (share[d] > least[d] && share[c] < capacities[c]) {
            ASSERT_GE((static_cast<double>(share[c]) + 2) / weights[c],
                      (static_cast<double>(share[d]) - 2) / weights[d]);
          }
        kept += share[c] == least[c] && least[c] > 0;
      }
      if (sumOf(least) == 0) {
        ASSERT_EQ(share, shareBudget(weights, capacities, m));
      }
    }
  }
  EXPECT_GT(kept, 100);
}

TEST(ShareBudget, FullPartsSettleBeforeThoseThatHaveEnough) {
  // By weight each gets 30: the second takes 3 of them, and the first, which has 50, all the others.
  EXPECT_EQ(shareBudget(std::vector<double>{1, 1}, Counts{100, 3}, Counts{50, 0}, 60), (Counts{57, 3}));
  EXPECT_EQ(shareBudget(std::vector<double>{1, 1, 1}, Counts{100, 100, 100}, Counts{40, 0, 0}, 60),
            (Counts{40, 10, 10}));
}

TEST(ShareAmongClasses, EqualPartsAndThoseThatHaveSome) {
  const Counts ones{1, 1, 1}, none{0, 0, 0};
  EXPECT_EQ(shareAmongClasses(ones, Counts{97, 20, 3}, none, 12), (Counts{5, 4, 3}))
      << "the smallest is full";
  EXPECT_EQ(shareAmongClasses(ones, Counts{97, 20, 0}, none, 13), (Counts{7, 6, 0}));
  EXPECT_EQ(shareAmongClasses(ones, Counts{97, 20, 9}, none, 2), (Counts{1, 1, 0})) << "the largest first";
  // What a class has counts: by size 10 x (50, 30, 20) / 100, but the last has 4 already, so the others
  // share 6.
  EXPECT_EQ(shareAmongClasses(Counts{50, 30, 20}, Counts{50, 30, 20}, Counts{0, 0, 4}, 10),
            (Counts{4, 2, 4}));
  EXPECT_EQ(shareAmongClasses(Counts{50, 30, 20}, Counts{50, 30, 20}, Counts{0, 1, 4}, 6), (Counts{1, 1, 4}))
      << "who has none goes first";
  EXPECT_EQ(shareAmongClasses(ones, Counts{50, 30, 20}, Counts{6, 0, 0}, 12), (Counts{6, 3, 3}));
}

TEST(ShareAmongClasses, KnownCases) {
  EXPECT_EQ(proportional(Counts{50, 30, 20}, 10), (Counts{5, 3, 2}));
  EXPECT_EQ(proportional(Counts{97, 2, 1}, 10), (Counts{8, 1, 1})) << "small classes are not forgotten";
  EXPECT_EQ(proportional(Counts{5, 9, 0, 7}, 2), (Counts{0, 1, 0, 1})) << "the largest first";
  EXPECT_EQ(proportional(Counts{5, 9, 0, 7}, 0), (Counts{0, 0, 0, 0}));
  EXPECT_EQ(proportional(Counts{3}, 3), Counts{3});
}

}  // namespace
}  // namespace adapsne
