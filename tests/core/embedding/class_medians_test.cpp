// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/class_medians.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(ClassMedians, AreOfEachClassThatHasPoints) {
  const std::vector<int32_t> labels = {0, 0, 0, 2, 2, 2, 2};
  const std::vector<float> positions = {1, 1, 2, 9, 100, 5, 0, 0, 0, 0, 4, 4, 50, 50};
  const auto medians = classMedians(labels, 3, positions);
  ASSERT_EQ(medians.size(), 2u);
  EXPECT_EQ(medians[0].label, 0);
  EXPECT_EQ(medians[0].x, 2);
  EXPECT_EQ(medians[0].y, 5);
  EXPECT_EQ(medians[0].points, 3u);
  EXPECT_EQ(medians[0].spread, 4);  // of 1, 9, 5 around 5
  EXPECT_EQ(medians[1].label, 2);
  EXPECT_EQ(medians[1].x, 4);
  EXPECT_EQ(medians[1].y, 4);
  EXPECT_EQ(medians[1].points, 4u);
}

TEST(ClassMedians, LeaveOutWhatIsNoPlace) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  const auto medians =
      classMedians(std::vector<int32_t>{0, 0, 0, 1}, 2, std::vector<float>{7, 8, nan, 0, 0, inf, nan, nan});
  ASSERT_EQ(medians.size(), 1u);
  EXPECT_EQ(medians[0].label, 0);
  EXPECT_EQ(medians[0].x, 7);
  EXPECT_EQ(medians[0].y, 8);
  EXPECT_EQ(medians[0].spread, 0);
  EXPECT_TRUE(classMedians({}, 0, {}).empty());
}

TEST(ClassMedians, LookAtAnEvenShareOfManyPoints) {
  std::vector<int32_t> labels(30000);
  std::vector<float> positions(60000);
  for (size_t i = 0; i < labels.size(); ++i) {
    labels[i] = i < 15000 ? 0 : 1;
    positions[2 * i] = static_cast<float>(i);
    positions[2 * i + 1] = -static_cast<float>(i);
  }
  const auto medians = classMedians(labels, 2, positions);
  ASSERT_EQ(medians.size(), 2u);
  for (const ClassMedian& median : medians) {
    EXPECT_EQ(median.points, 3750u);
    EXPECT_NEAR(median.x, median.label == 0 ? 7500 : 22500, 4);
    EXPECT_NEAR(median.y, -median.x, 4);
    EXPECT_NEAR(median.spread, 3750, 8);
  }
}

}  // namespace
}  // namespace adapsne
