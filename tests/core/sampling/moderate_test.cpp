// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/moderate.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<int64_t> moderate(const Features& f, int64_t m, const std::vector<int64_t>& start = {}) {
  RunControl control(2);
  return moderatePoints(f.values, f.points, f.dimensions, m, start, control);
}

/// All points by the rank of their distance to the mean.
std::vector<int64_t> ranked(const Features& f) {
  std::vector<double> distance(f.points, 0);
  for (int64_t d = 0; d < f.dimensions; ++d) {
    double mean = 0;
    for (int64_t i = 0; i < f.points; ++i) mean += f.row(i)[d] / static_cast<double>(f.points);
    for (int64_t i = 0; i < f.points; ++i) distance[i] += (f.row(i)[d] - mean) * (f.row(i)[d] - mean);
  }
  std::vector<int64_t> order(f.points);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return distance[a] < distance[b]; });
  return order;
}

TEST(Moderate, TakesTheMiddleRanks) {
  for (const int64_t n : {1, 2, 3, 30, 31}) {
    const Features f = test::clusteredFeatures(n, 3, 7);
    const std::vector<int64_t> order = ranked(f);
    const std::vector<int64_t> all = moderate(f, n);
    ASSERT_EQ(std::ssize(all), n);
    for (int64_t m = 1; m <= n; ++m) {
      const std::vector<int64_t> taken = moderate(f, m);
      EXPECT_EQ(taken, std::vector<int64_t>(all.begin(), all.begin() + m));
      // A window of ranks with as many below as above, or one more below.
      std::vector<int64_t> ranks;
      for (const int64_t i : taken) ranks.push_back(std::find(order.begin(), order.end(), i) - order.begin());
      const auto [low, high] = std::minmax_element(ranks.begin(), ranks.end());
      EXPECT_EQ(*high - *low, m - 1);
      const int64_t below = *low, above = n - 1 - *high;
      EXPECT_TRUE(above == below || above == below + 1) << n << " " << m;
    }
  }
}

TEST(Moderate, LeavesTheGivenOutAndRanksCoincidingPointsByNumber) {
  const Features f = test::clusteredFeatures(40, 2, 3);
  std::vector<int64_t> all = moderate(f, 40);
  const std::vector<int64_t> start = {all[0], all[5]};
  std::erase_if(all, [&](int64_t i) { return i == start[0] || i == start[1]; });
  EXPECT_EQ(moderate(f, 38, start), all);
  EXPECT_EQ(moderate(test::featuresOf(std::vector<float>(10, 2), 5, 2), 3), (std::vector<int64_t>{2, 1, 3}));
}

}  // namespace
}  // namespace adapsne
