// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neighbors/distance_ranks.h"

#include <numeric>

#include <gtest/gtest.h>

#include "core/neighbors/neighbor_graph.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// Of every row the rank of every k-th other, which the complete graph knows.
void expectAsInTheGraph(const Features& f, int threads = 1) {
  SCOPED_TRACE(testing::Message() << "N " << f.points << " D " << f.dimensions);
  RunControl control(threads);
  const auto graph = exactNeighbors(f, static_cast<int>(f.points - 1), control);
  const int k = static_cast<int>(std::min<int64_t>(7, f.points - 1));
  std::vector<int64_t> rows;
  std::vector<int32_t> targets, expected;
  for (int64_t i = 0; i < f.points; i += 3) {
    rows.push_back(i);
    for (int t = 0; t < k; ++t) {
      const int64_t place = (f.points - 2) * t / k;
      targets.push_back(graph->neighbors(i)[place]);
      expected.push_back(static_cast<int32_t>(place + 1));
    }
  }
  EXPECT_EQ(distanceRanks(f.values, f.points, f.dimensions, rows, targets, k, control), expected);
}

TEST(DistanceRanks, AreThePlacesInTheCompleteGraph) {
  for (int64_t dimensions : {1, 2, 50}) expectAsInTheGraph(test::clusteredFeatures(301, dimensions, 1));
  for (int64_t dimensions : {1, 2, 5}) expectAsInTheGraph(test::latticeFeatures(250, dimensions, 2));
  for (int64_t points : {2, 3, 13}) expectAsInTheGraph(test::clusteredFeatures(points, 3, 4));
  expectAsInTheGraph(test::featuresOf(std::vector<float>(200, 1.5f), 100, 2));
  expectAsInTheGraph(test::clusteredFeatures(2100, 4, 3), 3);  // more than one chunk
}

TEST(DistanceRanks, FarFromTheOriginAndWithAnOutlier) {
  Features f = test::clusteredFeatures(200, 3, 5);
  for (float& v : f.values) v += 1000;
  f.values[0] = 1e7f;
  expectAsInTheGraph(f);
}

TEST(DistanceRanks, CanBeCancelled) {
  RunControl control(1);
  control.cancel();
  const Features f = test::clusteredFeatures(20, 3, 5);
  EXPECT_THROW(distanceRanks(f.values, 20, 3, {0}, std::vector<int32_t>{1}, 1, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
