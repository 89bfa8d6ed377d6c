// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/neighbors/nearest_rows.h"
#include "core/neighbors/neighbor_graph.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

double shareOfTrueNeighbours(const NeighborGraph& graph, const NeighborGraph& exact) {
  int64_t hits = 0;
  for (int64_t i = 0; i < graph.points; ++i) {
    const std::set<int32_t> truth(exact.neighbors(i).begin(), exact.neighbors(i).end());
    for (const int32_t j : graph.neighbors(i)) hits += truth.count(j);
  }
  return static_cast<double>(hits) / static_cast<double>(graph.points * graph.k);
}

TEST(ApproximateNeighbors, AreNearlyAllTheTrueOnesAndTheirShareIsMeasured) {
  RunControl control(2);
  const Features f = test::clusteredFeatures(3000, 20, 1);
  const auto graph = approximateNeighbors(f, 15, control);
  const double share = shareOfTrueNeighbours(*graph, *exactNeighbors(f, 15, control));
  EXPECT_TRUE(graph->approximate);
  EXPECT_GT(share, 0.95);
  EXPECT_NEAR(graph->recall, share, 0.03);
  for (int64_t i = 0; i < f.points; ++i) {
    const auto d = graph->distances(i);
    EXPECT_TRUE(std::is_sorted(d.begin(), d.end()));
    const auto row = graph->neighbors(i);
    EXPECT_EQ(std::set<int32_t>(row.begin(), row.end()).size(), 15u);
    EXPECT_EQ(std::count(row.begin(), row.end(), i), 0);
    EXPECT_LE(d.back(), graph->largestSquaredDistance);
  }
}

TEST(ApproximateNeighbors, SameAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(800, 10, 2);
  RunControl one(1);
  const auto expected = approximateNeighbors(f, 10, one);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    const auto graph = approximateNeighbors(f, 10, control);
    EXPECT_EQ(graph->index, expected->index);
    EXPECT_EQ(graph->recall, expected->recall);
  }
}

TEST(ApproximateNeighbors, SmallCompleteAndIdentical) {
  RunControl control(1);
  for (int64_t points : {2, 3, 10, 40}) {
    const Features f = test::clusteredFeatures(points, 3, 4);
    const auto graph = approximateNeighbors(f, static_cast<int>(points - 1), control);
    EXPECT_EQ(graph->index, exactNeighbors(f, static_cast<int>(points - 1), control)->index);
    EXPECT_EQ(graph->recall, 1);
  }
  const Features same = test::featuresOf(std::vector<float>(600, 0.5f), 300, 2);
  EXPECT_EQ(approximateNeighbors(same, 4, control)->largestSquaredDistance, 0);
}

TEST(ApproximateNeighbors, CanBeCancelled) {
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(approximateNeighbors(test::clusteredFeatures(40, 3, 6), 5, control), Cancelled);
}

TEST(NearestNeighbors, AutoIsExactForAllThatIsQuick) {
  RunControl control(1);
  const Features f = test::clusteredFeatures(500, 10, 5);
  EXPECT_FALSE(worthApproximating(f, 10, control));
  EXPECT_FALSE(nearestNeighbors(f, 10, NeighborSearch::Auto, control)->approximate);
  EXPECT_TRUE(nearestNeighbors(f, 10, NeighborSearch::Approximate, control)->approximate);
}

TEST(NearestRows, AreTheGraphsNeighbours) {
  RunControl control(1);
  const Features f = test::latticeFeatures(200, 3, 5);
  const auto graph = exactNeighbors(f, 12, control);
  for (int64_t i = 0; i < 200; i += 17) {
    const auto row = graph->neighbors(i);
    EXPECT_EQ(nearestRows(f, i, 12), std::vector<int32_t>(row.begin(), row.end()));
  }
}

}  // namespace
}  // namespace adapsne
