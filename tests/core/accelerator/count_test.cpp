// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/count.h"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

TEST(Count, GoesBeyond64Bits) {
  const Count square = Count(kMost) * kMost;
  EXPECT_EQ(square.text(), "85070591730234615847396907784232501249");
  EXPECT_FALSE(square.fitsInt64());
  EXPECT_EQ((square / kMost).text(), std::to_string(kMost));
  EXPECT_EQ(square % kMost, 0);
  EXPECT_EQ((Count(0) - square).text(), "-85070591730234615847396907784232501249");
  EXPECT_EQ(static_cast<double>(square), static_cast<double>(kMost) * static_cast<double>(kMost));
  EXPECT_GT(square, Count(kMost));
  EXPECT_EQ(Count(0).text(), "0");
  EXPECT_EQ(Count(-1797).text(), "-1797");
}

TEST(Count, RefusesWhat128BitsDoNotHold) {
  const Count square = Count(kMost) * kMost;
  EXPECT_THROW(square * 3, Error);
  EXPECT_THROW(Count(3) * square, Error);
  EXPECT_THROW(square * Count(-3), Error);
  EXPECT_THROW(square * square, Error);
  EXPECT_THROW(square + square + square, Error);
  EXPECT_THROW(Count(0) - square - square - square, Error);
  EXPECT_EQ((square * 2).text(), "170141183460469231694793815568465002498");
  EXPECT_EQ(square * 0, 0);
}

TEST(Count, ComesFromFractionsByRoundingUp) {
  EXPECT_EQ(Count::ceilOf(2.25), 3);
  EXPECT_EQ(Count::ceilOf(-0.5), 0);
  EXPECT_EQ(Count::ceilOf(0x1p100).text(), "1267650600228229401496703205376");
  for (const double value :
       {0x1p127, 1e300, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(Count::ceilOf(value), Error) << value;
}

TEST(Count, DividesUp) {
  EXPECT_EQ(ceilDivide(0, 7), 0);
  EXPECT_EQ(ceilDivide(7, 7), 1);
  EXPECT_EQ(ceilDivide(8, 7), 2);
  EXPECT_EQ(ceilDivide(kMost, 2), Count(kMost) / 2 + 1);
}

}  // namespace
}  // namespace adapsne
