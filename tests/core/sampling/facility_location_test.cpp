// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/facility_location.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// The sum that facility location lowers, from its definition.
double costOf(const NeighborGraph& graph, const Rows& rows, const Rows& exemplars) {
  const auto taken = [&](int64_t j) {
    return std::find(exemplars.begin(), exemplars.end(), j) != exemplars.end();
  };
  double sum = 0;
  for (int64_t i : rows) {
    double cost = std::sqrt(graph.distances(i)[graph.k - 1]);
    for (int q = 0; q < graph.k; ++q)
      if (taken(graph.neighbors(i)[q])) cost = std::min<double>(cost, std::sqrt(graph.distances(i)[q]));
    sum += taken(i) ? 0 : cost;
  }
  return sum;
}

/// Greedy without laziness.
Rows slowGreedy(const NeighborGraph& graph, const Rows& rows, int64_t m, const Rows& given = {}) {
  Rows taken = given;
  while (std::ssize(taken) < m + std::ssize(given)) {
    double best = 1e300;
    int64_t next = -1;
    for (int64_t j : rows) {
      if (std::find(taken.begin(), taken.end(), j) != taken.end()) continue;
      taken.push_back(j);
      const double cost = costOf(graph, rows, taken);
      taken.pop_back();
      if (cost < best - 1e-9) {  // ties to the lower row, whatever the order of the sums
        best = cost;
        next = j;
      }
    }
    taken.push_back(next);
  }
  taken.erase(taken.begin(), taken.begin() + std::ssize(given));
  return taken;
}

TEST(FacilityLocation, LazyGreedyEqualsPlainGreedy) {
  for (int k : {5, 39}) {
    const Features f = test::clusteredFeatures(40, 3, 6);
    RunControl control(1);
    const auto graph = exactNeighbors(f, k, control);
    Rows all(40), some;
    std::iota(all.begin(), all.end(), 0);
    for (int64_t i = 1; i < 40; i += 3) some.push_back(i);
    for (const Rows& rows : {all, some}) {
      const int64_t m = static_cast<int64_t>(rows.size());
      const FacilityLocation found = locateFacilities(*graph, rows, m, {}, control);
      EXPECT_EQ(found.taken, slowGreedy(*graph, rows, m)) << "k = " << k;
      ASSERT_EQ(found.gains.size(), found.taken.size());
      for (size_t t = 0; t < found.gains.size(); ++t) {
        const Rows before(found.taken.begin(), found.taken.begin() + static_cast<std::ptrdiff_t>(t));
        const Rows after(found.taken.begin(), found.taken.begin() + static_cast<std::ptrdiff_t>(t) + 1);
        EXPECT_NEAR(found.gains[t], costOf(*graph, rows, before) - costOf(*graph, rows, after), 1e-4);
        if (t > 0) {
          EXPECT_LE(found.gains[t], found.gains[t - 1]);
        }
      }
    }
  }
}

TEST(FacilityLocation, GoesOnFromTheGivenOnes) {
  const Features f = test::clusteredFeatures(40, 3, 8);
  RunControl control(1);
  Rows rows(40);
  std::iota(rows.begin(), rows.end(), 0);
  for (int k : {5, 39}) {
    const auto graph = exactNeighbors(f, k, control);
    for (const Rows& given : {Rows{3}, Rows{0, 7, 8, 39}}) {
      EXPECT_EQ(locateFacilities(*graph, rows, 9, given, control).taken, slowGreedy(*graph, rows, 9, given));
      const FacilityLocation all = locateFacilities(*graph, rows, 40 - std::ssize(given), given, control);
      EXPECT_TRUE(test::allDistinct(all.taken));
      for (const int64_t row : given) EXPECT_EQ(std::count(all.taken.begin(), all.taken.end(), row), 0);
    }
    // What greedy took is where it goes on.
    const Rows whole = locateFacilities(*graph, rows, 12, {}, control).taken;
    Rows begun(whole.begin(), whole.begin() + 5);
    std::sort(begun.begin(), begun.end());
    EXPECT_EQ(locateFacilities(*graph, rows, 7, begun, control).taken, Rows(whole.begin() + 5, whole.end()));
  }
}

TEST(FacilityLocation, TakesOneOfEachClearCluster) {
  const Features f = test::clusteredFeatures(90, 6, 1, 3);  // row i belongs to cluster i % 3
  RunControl control(1);
  const auto graph = exactNeighbors(f, 89, control);
  Rows rows(90);
  std::iota(rows.begin(), rows.end(), 0);
  Rows taken = locateFacilities(*graph, rows, 3, {}, control).taken;
  std::set<int64_t> clusters;
  for (int64_t row : taken) clusters.insert(row % 3);
  EXPECT_EQ(taken.size(), 3u);
  EXPECT_EQ(clusters.size(), 3u);
}

}  // namespace
}  // namespace adapsne
