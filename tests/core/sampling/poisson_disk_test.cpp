// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/poisson_disk.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

double distanceOf(const std::vector<float>& map, int64_t a, int64_t b) {
  return std::hypot(static_cast<double>(map[2 * a]) - map[2 * b],
                    static_cast<double>(map[2 * a + 1]) - map[2 * b + 1]);
}

TEST(PoissonDisk, KeepsItsRadiusAndCannotTakeOneMore) {
  for (int64_t n : {2, 10, 300})
    for (int64_t m : {int64_t{1}, int64_t{2}, n / 3 + 1, n}) {
      const std::vector<float> map = test::randomMap(n, n);
      RunControl control(1);
      const PoissonDisk disk = poissonDisk(map, m, RandomStream(3), {}, control);
      ASSERT_EQ(static_cast<int64_t>(disk.taken.size()), m);
      ASSERT_TRUE(test::allDistinct(disk.taken));
      for (size_t a = 0; a < disk.taken.size(); ++a)
        for (size_t b = 0; b < a; ++b) ASSERT_GE(distanceOf(map, disk.taken[a], disk.taken[b]), disk.radius);
      EXPECT_GT(disk.radius, 0);
    }
}

TEST(PoissonDisk, KeepsItsRadiusFromTheGivenOnes) {
  const std::vector<float> map = test::randomMap(300, 9);
  const std::vector<int64_t> start = {7, 8, 250};
  RunControl control(1);
  const PoissonDisk disk = poissonDisk(map, 30, RandomStream(3), start, control);
  ASSERT_EQ(disk.taken.size(), 30u);
  ASSERT_TRUE(test::allDistinct(disk.taken));
  EXPECT_GT(disk.radius, 0);
  for (size_t a = 0; a < disk.taken.size(); ++a) {
    for (const int64_t s : start) ASSERT_GE(distanceOf(map, disk.taken[a], s), disk.radius);
    for (size_t b = 0; b < a; ++b) ASSERT_GE(distanceOf(map, disk.taken[a], disk.taken[b]), disk.radius);
  }
  EXPECT_EQ(poissonDisk(map, 297, RandomStream(3), start, control).taken.size(), 297u);
}

TEST(PoissonDisk, SpreadsFartherThanRandomRows) {
  const std::vector<float> map = test::randomMap(500, 5);
  RunControl control(1);
  const PoissonDisk disk = poissonDisk(map, 40, RandomStream(1), {}, control);
  double nearestRandom = 1e9;
  for (int64_t a = 0; a < 40; ++a)
    for (int64_t b = 0; b < a; ++b) nearestRandom = std::min(nearestRandom, distanceOf(map, a, b));
  EXPECT_GT(disk.radius, 3 * nearestRandom);
}

TEST(PoissonDisk, CoincidingPointsHaveRadiusZero) {
  RunControl control(1);
  const PoissonDisk disk = poissonDisk(std::vector<float>(20, 1.5f), 4, RandomStream(1), {}, control);
  EXPECT_EQ(disk.taken.size(), 4u);
  EXPECT_TRUE(test::allDistinct(disk.taken));
  EXPECT_EQ(disk.radius, 0);
}

}  // namespace
}  // namespace adapsne
