// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/near_pairs.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct Sums {
  std::vector<float> force;
  double potential;
  int64_t interactions;
};

Sums sumsOf(const std::vector<float>& map, double radius, int threads = 1) {
  RunControl control(threads);
  NearPairs near;
  Sums sums{std::vector<float>(map.size(), 1e9f), 0, 0};
  sums.potential = near.compute(map, boundsOf(map, control), KernelSplit(radius), sums.force, control);
  sums.interactions = near.interactions();
  return sums;
}

TEST(KernelSplit, NearAndSmoothAreTheKernelAndMeetSmoothly) {
  const KernelSplit split(2.5);
  for (double r = 0; r < 6; r += 0.01) {
    const double s = r * r, h = 1e-4;
    EXPECT_NEAR(split.near(s) + split.smooth(s), 1 / (1 + s), 1e-15);
    EXPECT_NEAR(split.nearPull(s), -(split.near(s + h) - split.near(s - h)) / (2 * h), 1e-6) << r;
    if (r >= 2.5) {
      EXPECT_EQ(split.near(s), 0);
    }
  }
  EXPECT_EQ(KernelSplit(0).near(0), 0);
}

/// Spots, lines, points alone, more points than vectors have lanes and fewer.
TEST(NearPairs, AgreeWithFloat64) {
  for (const int64_t n : {1, 2, 3, 15, 16, 17, 700})
    for (const double radius : {2.0, 2.5, 3.0, 4.0})
      for (const double width : {0.0, 1.0, 30.0})
        for (const double height : {0.0, 20.0}) {
          std::vector<float> map = test::randomMap(n, n, 1);
          for (int64_t i = 0; i < n; ++i) {
            map[2 * i] *= static_cast<float>(width);
            map[2 * i + 1] *= static_cast<float>(height);
          }
          const Sums sums = sumsOf(map, radius);
          const KernelSplit split(radius);
          double potential = 0;
          for (int64_t i = 0; i < n; ++i) {
            double x = 0, y = 0, size = 0;
            for (int64_t j = 0; j < n; ++j) {
              const double dx = static_cast<double>(map[2 * i]) - map[2 * j],
                           dy = static_cast<double>(map[2 * i + 1]) - map[2 * j + 1];
              const double s = dx * dx + dy * dy;
              potential += split.near(s);
              x += split.nearPull(s) * dx;
              y += split.nearPull(s) * dy;
              size += split.nearPull(s) * std::sqrt(s);
            }
            ASSERT_NEAR(sums.force[2 * i], x, 1e-5 * size + 1e-6) << n << " " << radius << " " << width;
            ASSERT_NEAR(sums.force[2 * i + 1], y, 1e-5 * size + 1e-6) << n << " " << radius << " " << width;
          }
          EXPECT_NEAR(sums.potential, potential, 1e-5 * potential);
          EXPECT_GE(sums.interactions, n);
        }
}

TEST(NearPairs, SameBitsAtAnyThreadCountAndFromAUsedObject) {
  const std::vector<float> map = test::randomMap(20000, 1, 40), other = test::randomMap(9000, 2, 60);
  const Sums one = sumsOf(map, 3);
  for (const int threads : test::kThreadCounts) {
    RunControl control(threads);
    NearPairs near;
    std::vector<float> force(map.size());
    near.compute(other, boundsOf(other, control), KernelSplit(2), std::span(force).first(other.size()),
                 control);
    EXPECT_EQ(near.compute(map, boundsOf(map, control), KernelSplit(3), force, control), one.potential);
    EXPECT_TRUE(test::sameBits(force, one.force)) << threads;
    EXPECT_EQ(near.interactions(), one.interactions);
  }
}

TEST(NearPairs, DoNotFitWhereCellsWouldBeMoreThanPointsAreWorth) {
  MapBounds bounds;
  bounds.high[0] = bounds.high[1] = 500;
  EXPECT_TRUE(NearPairs::fits(bounds, 2, 100));
  bounds.high[0] = 1e7f;
  EXPECT_FALSE(NearPairs::fits(bounds, 2, 1000000));
}

}  // namespace
}  // namespace adapsne
