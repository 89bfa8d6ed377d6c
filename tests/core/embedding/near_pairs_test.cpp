// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/near_pairs.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

TEST(KernelSplit, NearAndSmoothAreTheKernelTogether) {
  for (double radius : {0.0, 2.0, 2.5, 4.0}) {
    const KernelSplit split(radius);
    for (double s : {0.0, 0.3, 1.0, 3.9, 6.25, 16.0, 40.0}) {
      EXPECT_DOUBLE_EQ(split.near(s) + split.smooth(s), 1 / (1 + s));
      if (s >= radius * radius) {
        EXPECT_NEAR(split.near(s), 0, 1e-16) << radius << ", " << s;
        EXPECT_NEAR(split.nearPull(s), 0, 1e-16) << radius << ", " << s;
      }
    }
  }
}

/// By differences; both sides of the radius, where the near part and two derivatives are 0.
TEST(KernelSplit, ThePullIsTheSlope) {
  const KernelSplit split(2.5);
  for (double s : {0.5, 2.0, 5.0, 6.24, 6.26}) {
    constexpr double kStep = 1e-5;
    EXPECT_NEAR(split.nearPull(s), -(split.near(s + kStep) - split.near(s - kStep)) / (2 * kStep), 1e-9) << s;
  }
}

/// Inside the radius the smooth part is a quadratic in s: its third difference vanishes, 1 / (1 + s)'s does
/// not.
TEST(KernelSplit, TheSmoothPartIsAQuadraticWithinTheRadius) {
  const KernelSplit split(3);
  const auto third = [](const auto& f, double s) { return f(s + 3) - 3 * f(s + 2) + 3 * f(s + 1) - f(s); };
  EXPECT_NEAR(third([&](double s) { return split.smooth(s); }, 2), 0, 1e-14);
  EXPECT_GT(std::abs(third([](double s) { return 1 / (1 + s); }, 2)), 1e-3);
}

struct Near {
  std::vector<float> force;
  double potential = 0;
  int64_t interactions = 0;
};

Near nearOf(const std::vector<float>& map, double radius, int threads = 1) {
  RunControl control(threads);
  Near near{std::vector<float>(map.size(), -1)};
  NearPairs pairs;
  near.potential = pairs.compute(map, boundsOf(map), KernelSplit(radius), near.force, control);
  near.interactions = pairs.interactions();
  return near;
}

/// Few and many points a cell, one row or one column of cells, all in one place, points on the cells' edges.
TEST(NearPairs, AgreeWithAllPairsInFloat64) {
  std::vector<std::vector<float>> maps = {
      {}, {1, 2}, {0, 0, 1, 1}, {0, 0, 30, -40}, std::vector<float>(140, 0.5f)};
  for (int64_t n : {3, 17, 400, 1500})
    for (double spread : {0.1, 3.0, 20.0}) maps.push_back(test::randomMap(n, n, spread));
  for (int axis = 0; axis < 2; ++axis) {
    std::vector<float> line = test::randomMap(300, 8, 20);
    for (size_t i = 0; i < 300; ++i) line[2 * i + axis] = 7;
    maps.push_back(line);
  }
  std::vector<float> lattice;
  for (int i = 0; i < 20; ++i)
    for (int j = 0; j < 20; ++j) lattice.insert(lattice.end(), {1.25f * i, 2.5f * j});
  maps.push_back(lattice);
  for (const std::vector<float>& map : maps)
    for (double radius : {2.0, 2.5, 4.0}) {
      const KernelSplit split(radius);
      const Near near = nearOf(map, radius);
      const size_t n = map.size() / 2;
      double potential = 0, difference = 0, norm = 1e-12;
      for (size_t i = 0; i < n; ++i) {
        double x = 0, y = 0;
        for (size_t j = 0; j < n; ++j) {
          const double dx = static_cast<double>(map[2 * i]) - map[2 * j];
          const double dy = static_cast<double>(map[2 * i + 1]) - map[2 * j + 1];
          const double s = dx * dx + dy * dy;
          potential += split.near(s);
          x += split.nearPull(s) * dx;
          y += split.nearPull(s) * dy;
        }
        difference += std::pow(near.force[2 * i] - x, 2) + std::pow(near.force[2 * i + 1] - y, 2);
        norm += x * x + y * y;
      }
      EXPECT_LT(std::sqrt(difference / norm), 1e-4) << n << " points, radius " << radius;
      EXPECT_NEAR(near.potential, potential, 1e-5 * potential) << n << " points, radius " << radius;
    }
}

TEST(NearPairs, LooksAtFewPairsOfAThinMap) {
  const std::vector<float> map = test::randomMap(5000, 3, 60);
  EXPECT_LT(nearOf(map, 2).interactions, int64_t{5000} * 5000 / 50);
}

TEST(NearPairs, SameBitsAtAnyThreadCountAndFromAUsedObject) {
  const std::vector<float> map = test::randomMap(9000, 4, 15), other = test::randomMap(700, 1, 50);
  const Near one = nearOf(map, 2.5);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    NearPairs pairs;
    std::vector<float> force(map.size());
    pairs.compute(other, boundsOf(other), KernelSplit(4), force, control);
    EXPECT_EQ(pairs.compute(map, boundsOf(map), KernelSplit(2.5), force, control), one.potential) << threads;
    EXPECT_TRUE(test::sameBits(force, one.force)) << threads;
    EXPECT_EQ(pairs.interactions(), one.interactions);
  }
}

TEST(NearPairs, RefuseMapsOfFarTooManyCells) {
  std::vector<float> map = test::randomMap(1000, 3, 10);
  EXPECT_TRUE(NearPairs::fits(boundsOf(map), 2));
  map[0] = 20000;
  EXPECT_TRUE(NearPairs::fits(boundsOf(map), 2)) << "a few rows of cells";
  map[1] = 20000;
  EXPECT_FALSE(NearPairs::fits(boundsOf(map), 2));
}

TEST(NearPairs, CanBeCancelled) {
  RunControl control(2);
  control.cancel();
  const std::vector<float> map = test::randomMap(500, 1, 9);
  std::vector<float> force(map.size());
  EXPECT_THROW(NearPairs().compute(map, boundsOf(map), KernelSplit(2), force, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
