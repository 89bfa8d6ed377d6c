// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/format.h"

#include <limits>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(Format, CountsHaveSeparators) {
  EXPECT_EQ(countText(1234567).toStdString(), "1,234,567");
}

TEST(Format, NumbersStayShort) {
  EXPECT_EQ(numberText(19.583).toStdString(), "19.6");
  EXPECT_EQ(numberText(0).toStdString(), "0");
  EXPECT_EQ(numberText(12345.6).toStdString(), "12,346");
  EXPECT_EQ(numberText(1.5e-7).toStdString(), "1.50e-07");
  EXPECT_EQ(numberText(std::numeric_limits<double>::quiet_NaN()).toStdString(), "—");
}

TEST(Format, Times) {
  EXPECT_EQ(durationText(0.0042).toStdString(), "4.2 ms");
  EXPECT_EQ(durationText(3.456).toStdString(), "3.46 s");
  EXPECT_EQ(durationText(245).toStdString(), "4 min 05 s");
  EXPECT_EQ(clockText(13.2).toStdString(), "00:14");
  EXPECT_EQ(clockText(3723).toStdString(), "1:02:03");
  EXPECT_EQ(clockText(-1).toStdString(), "");
}

}  // namespace
}  // namespace adapsne
