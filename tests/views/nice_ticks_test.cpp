// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/nice_ticks.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

TEST(NiceTicks, CoverTheRangeWithRoundNumbers) {
  RandomStream random(1);
  for (int i = 0; i < 2000; ++i) {
    const double low = random.uniform(), high = low + std::pow(10, -4 * random.uniform());
    const NiceTicks ticks = niceTicks(low, high);
    EXPECT_LE(ticks.first, low + 1e-9);
    EXPECT_GE(ticks.last(), high - 1e-9);
    EXPECT_GT(ticks.first, low - ticks.step);
    EXPECT_LT(ticks.last(), high + ticks.step);
    EXPECT_GE(ticks.count, 3);
    EXPECT_LE(ticks.count, 8);
    const double power = std::pow(10, ticks.decimals);
    for (const double value : {ticks.first, ticks.step, ticks.last()})
      EXPECT_NEAR(value * power, std::round(value * power), 1e-6) << low << " to " << high;
  }
}

TEST(NiceTicks, EndWhereTheRangeDoes) {
  const NiceTicks shares = niceTicks(0, 1);
  EXPECT_EQ(shares.first, 0);
  EXPECT_EQ(shares.last(), 1);
  EXPECT_EQ(shares.step, 0.2);
  EXPECT_EQ(shares.decimals, 1);
  EXPECT_EQ(niceTicks(0.97, 1).last(), 1);
}

}  // namespace
}  // namespace adapsne
