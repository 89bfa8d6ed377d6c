// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/neighborhood.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/assessment/trustworthiness.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

NeighborhoodMeasures measure(const Features& f, const std::vector<float>& map, int k = -1, int threads = 1) {
  RunControl control(threads);
  const auto graph = exactNeighbors(f, k < 0 ? static_cast<int>(f.points) - 1 : k, control);
  return measureNeighborhood(*graph, map, control);
}

/// All others of i, nearest first, ties by row.
std::vector<int64_t> orderOf(std::span<const float> values, int64_t n, int64_t dimensions, int64_t i) {
  std::vector<std::pair<float, int64_t>> order;
  for (int64_t j = 0; j < n; ++j) {
    float sum = 0;
    for (int64_t d = 0; d < dimensions; ++d) {
      const float delta = values[i * dimensions + d] - values[j * dimensions + d];
      sum += delta * delta;
    }
    if (j != i) order.emplace_back(sum, j);
  }
  std::sort(order.begin(), order.end());
  std::vector<int64_t> rows;
  for (const auto& [distance, j] : order) rows.push_back(j);
  return rows;
}

TEST(Neighborhood, EqualsTheDefinitions) {
  const int64_t n = 80;
  const Features f = test::latticeFeatures(n, 3, 1, 4);  // ties, and exact distances
  std::vector<float> map(2 * n);
  RandomStream random(2);
  for (float& v : map) v = static_cast<float>(random.below(9));
  double penalty = 0, kept = 0;
  for (int64_t i = 0; i < n; ++i) {
    const auto input = orderOf(f.values, n, 3, i), inMap = orderOf(map, n, 2, i);
    const auto rank = [&](int64_t j) { return std::find(inMap.begin(), inMap.end(), j) - inMap.begin() + 1; };
    for (int q = 0; q < 12; ++q) penalty += std::max<double>(0, static_cast<double>(rank(input[q])) - 12);
    for (int q = 0; q < 10; ++q) kept += rank(input[q]) <= 10;
  }
  const NeighborhoodMeasures m = measure(f, map);
  EXPECT_EQ(m.continuityNeighbors, 12);
  EXPECT_EQ(m.recallNeighbors, 10);
  EXPECT_NEAR(m.continuity, 1 - 2 * penalty / (n * 12 * (2.0 * n - 3 * 12 - 1)), 1e-12);
  EXPECT_NEAR(m.recall, kept / (n * 10), 1e-12);
}

TEST(Neighborhood, ContinuityIsTrustworthinessWithTheSpacesExchanged) {
  const int64_t n = 70;
  const Features plane = test::featuresOf(test::randomMap(n, 1), n, 2);
  const std::vector<float> other = test::randomMap(n, 2);
  RunControl control(1);
  EXPECT_NEAR(measure(plane, other).continuity,
              trustworthiness(test::featuresOf(other, n, 2), plane.values, 12, control), 1e-12);
}

TEST(Neighborhood, IsPerfectForTheSamePlaneAndUnmovedByRotationAndScale) {
  const int64_t n = 60;
  const std::vector<float> plane = test::randomMap(n, 3);
  std::vector<float> turned(2 * n);
  for (int64_t i = 0; i < n; ++i) {
    turned[2 * i] = -7 * plane[2 * i + 1];
    turned[2 * i + 1] = 7 * plane[2 * i];
  }
  for (const std::vector<float>& map : {plane, turned}) {
    const NeighborhoodMeasures m = measure(test::featuresOf(plane, n, 2), map);
    EXPECT_EQ(m.continuity, 1);
    EXPECT_EQ(m.recall, 1);
  }
  EXPECT_LT(measure(test::featuresOf(plane, n, 2), test::randomMap(n, 4)).recall, 0.4);
}

TEST(Neighborhood, SmallDataAndSmallGraphs) {
  const NeighborhoodMeasures two = measure(test::featuresOf({1, 2}, 2, 1), {0, 0, 1, 1});
  EXPECT_TRUE(std::isnan(two.continuity));
  EXPECT_EQ(two.recall, 1);
  const NeighborhoodMeasures few = measure(test::clusteredFeatures(40, 3, 1), test::randomMap(40, 1), 4);
  EXPECT_EQ(few.continuityNeighbors, 4);
  EXPECT_EQ(few.recallNeighbors, 4);
  EXPECT_GE(few.continuity, 0);
  NeighborGraph lonely;
  lonely.points = 1;
  RunControl control(1);
  const NeighborhoodMeasures one = measureNeighborhood(lonely, std::vector<float>{0, 0}, control);
  EXPECT_TRUE(std::isnan(one.continuity) && std::isnan(one.recall));
}

TEST(Neighborhood, SameAtAnyThreadCountAndCancels) {
  const Features f = test::clusteredFeatures(300, 4, 1);
  const std::vector<float> map = test::randomMap(300, 1);
  const NeighborhoodMeasures one = measure(f, map);
  for (int threads : test::kThreadCounts) {
    EXPECT_EQ(measure(f, map, -1, threads).continuity, one.continuity);
    EXPECT_EQ(measure(f, map, -1, threads).recall, one.recall);
  }
  RunControl control(1);
  const auto graph = exactNeighbors(f, 20, control);
  control.cancel();
  EXPECT_THROW(measureNeighborhood(*graph, map, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
