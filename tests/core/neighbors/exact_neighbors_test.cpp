// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/neighbors/neighbor_graph.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const NeighborGraph> neighbors(const Features& f, int k, int threads = 1) {
  RunControl control(threads);
  return exactNeighbors(f, k, control);
}

/// Every pair in long double; distances are kept as float, as the graph does, and ties go by row.
void expectAsBruteForce(const Features& f, int k) {
  SCOPED_TRACE(testing::Message() << "N " << f.points << " D " << f.dimensions << " k " << k);
  const auto graph = neighbors(f, k);
  ASSERT_EQ(graph->points, f.points);
  ASSERT_EQ(graph->k, k);
  float largest = 0;
  for (int64_t i = 0; i < f.points; ++i) {
    std::vector<std::pair<float, int32_t>> order;
    for (int64_t j = 0; j < f.points; ++j) {
      if (j == i) continue;
      long double sum = 0;
      for (int64_t d = 0; d < f.dimensions; ++d) {
        const long double delta = static_cast<long double>(f.row(i)[d]) - f.row(j)[d];
        sum += delta * delta;
      }
      order.emplace_back(static_cast<float>(sum), static_cast<int32_t>(j));
    }
    std::sort(order.begin(), order.end());
    for (int q = 0; q < k; ++q) {
      ASSERT_EQ(graph->neighbors(i)[q], order[q].second) << "row " << i << ", neighbour " << q;
      ASSERT_EQ(graph->distances(i)[q], order[q].first) << "row " << i << ", neighbour " << q;
    }
    largest = std::max(largest, order[k - 1].first);
  }
  EXPECT_EQ(graph->largestSquaredDistance, largest);
  EXPECT_EQ(graph->complete(), k == f.points - 1);
  EXPECT_GE(graph->inserts, f.points * k);
  EXPECT_LE(graph->inserts, f.points * (f.points - 1));
}

TEST(ExactNeighbors, EqualBruteForce) {
  for (int64_t dimensions : {1, 2, 3, 50, 784}) {
    const int64_t points = dimensions > 100 ? 300 : 617;  // not a multiple of any tile or lane
    for (int k : {1, 7, 90}) expectAsBruteForce(test::clusteredFeatures(points, dimensions, dimensions), k);
  }
}

TEST(ExactNeighbors, EqualBruteForceWithTiesAndDuplicates) {
  for (int64_t dimensions : {1, 2, 5, 64})
    for (int k : {1, 2, 13, 100}) expectAsBruteForce(test::latticeFeatures(531, dimensions, 3), k);
}

TEST(ExactNeighbors, SmallAndCompleteGraphs) {
  for (int64_t points : {2, 3, 4, 5, 255, 256, 257, 258})
    for (int k : {1, static_cast<int>(points - 1)})
      expectAsBruteForce(test::clusteredFeatures(points, 3, points), k);
}

TEST(ExactNeighbors, IdenticalPointsAreNeighboursByRow) {
  const auto graph = neighbors(test::featuresOf(std::vector<float>(1200, 0.5f), 600, 2), 4);
  EXPECT_EQ(graph->largestSquaredDistance, 0);
  for (int64_t i = 0; i < 600; ++i)
    for (int q = 0; q < 4; ++q) ASSERT_EQ(graph->neighbors(i)[q], q < i ? q : q + 1);
}

TEST(ExactNeighbors, ManyTiesThatFloatSumsTellApart) {
  // Rows are orderings of the same numbers, so all lie equally far from row 0 (the origin), but float32 sums
  // of their squares differ in the last bits with the order. The first k rows are the answer, by row.
  RandomStream random(4);
  constexpr int64_t kPoints = 400, kDimensions = 60;
  std::vector<float> numbers(kDimensions), values(kDimensions, 0);
  for (float& v : numbers) v = static_cast<float>(random.normal());
  for (int64_t i = 1; i < kPoints; ++i) {
    random.shuffle(numbers);
    values.insert(values.end(), numbers.begin(), numbers.end());
  }
  const Features f = test::featuresOf(values, kPoints, kDimensions);
  const auto graph = neighbors(f, 10);
  const auto distances = graph->distances(0);
  // The rounding to float may split the ties into two neighbouring numbers; among equal ones rows must ascend
  // and none may be missing.
  const auto all = neighbors(f, kPoints - 1);
  for (int q = 0; q < 10; ++q) {
    EXPECT_EQ(graph->neighbors(0)[q], all->neighbors(0)[q]) << q;
    EXPECT_EQ(distances[q], all->distances(0)[q]) << q;
  }
}

TEST(ExactNeighbors, SameBitsAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(700, 20, 5);
  const auto one = neighbors(f, 30);
  for (int threads : test::kThreadCounts) {
    const auto graph = neighbors(f, 30, threads);
    EXPECT_EQ(graph->index, one->index);
    EXPECT_TRUE(test::sameBits(graph->squaredDistance, one->squaredDistance));
    EXPECT_EQ(graph->inserts, one->inserts);
  }
}

TEST(ExactNeighbors, CanBeCancelled) {
  RunControl control(2);
  control.cancel();
  EXPECT_THROW(exactNeighbors(test::clusteredFeatures(40, 3, 6), 5, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
