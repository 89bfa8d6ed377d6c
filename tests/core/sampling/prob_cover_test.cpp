// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/prob_cover.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "core/geometry/precise_distance.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

double distance(const Features& f, int64_t i, int64_t j) {
  return preciseDistance(f.row(i).data(), f.row(j).data(), f.dimensions);
}

std::vector<int64_t> covered(const Features& f, float radius, int64_t m, const std::vector<int64_t>& start) {
  RunControl control(2);
  return coverByBalls(DistanceSweep(f.values, f.points, f.dimensions, control), radius, m, start, {},
                      control);
}

/// Every ball counted afresh for each step.
std::vector<int64_t> plainCover(const Features& f, double radius, int64_t m, std::vector<int64_t> taken) {
  const size_t given = taken.size();
  const auto holds = [&](int64_t ball, int64_t i) { return ball == i || distance(f, ball, i) < radius; };
  while (taken.size() < given + static_cast<size_t>(m)) {
    int64_t best = -1, most = 0;
    for (int64_t ball = 0; ball < f.points; ++ball) {
      if (std::find(taken.begin(), taken.end(), ball) != taken.end()) continue;
      int64_t news = 0;
      for (int64_t i = 0; i < f.points; ++i)
        news += holds(ball, i) &&
                std::none_of(taken.begin(), taken.end(), [&](int64_t other) { return holds(other, i); });
      if (news > most) most = news, best = ball;
    }
    if (best < 0) break;
    taken.push_back(best);
  }
  taken.erase(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(given));
  return taken;
}

TEST(ProbCover, TakesWhatAPlainGreedyTakes) {
  // Distances on a lattice are whole numbers, and no radius is one of them.
  const Features f = test::latticeFeatures(130, 3, 4, 9);
  for (const float radius : {2.5F, 6.5F, 20.5F}) {
    const std::vector<int64_t> found = covered(f, radius, 12, {});
    EXPECT_EQ(found, plainCover(f, radius, 12, {})) << radius;
    EXPECT_GT(found.size(), 4u);
    EXPECT_EQ(covered(f, radius, 9, {3, 70}), plainCover(f, radius, 9, {3, 70})) << radius;
  }
}

TEST(ProbCover, EndsWhereAllIsCovered) {
  const Features f = test::latticeFeatures(40, 2, 1, 4);
  EXPECT_EQ(covered(f, kInfinity, 5, {}), std::vector<int64_t>{0});
  EXPECT_EQ(covered(f, kInfinity, 5, {7}), std::vector<int64_t>{});
  EXPECT_EQ(covered(f, 0, 40, {}).size(), 40u) << "each in its own ball";
  EXPECT_EQ(covered(test::featuresOf({1, 2}, 1, 2), 1, 1, {}), std::vector<int64_t>{0});
}

TEST(ProbCover, TheRadiusIsTheLargestThatKeepsTheBallsPure) {
  const Features f = test::clusteredFeatures(150, 3, 2);
  std::vector<int32_t> clusters(150);
  for (size_t i = 0; i < 150; ++i) clusters[i] = static_cast<int32_t>(i % 13 == 0 ? 1 : i % 3);
  RunControl control(1);
  const DistanceSweep sweep(f.values, 150, 3, control);
  const float found = pureSquaredRadius(sweep, clusters, {}, control);
  const auto purity = [&](double radius) {
    int64_t pure = 0;
    for (int64_t i = 0; i < 150; ++i) {
      bool isPure = true;
      for (int64_t j = 0; j < 150; ++j) isPure &= clusters[i] == clusters[j] || !(distance(f, i, j) < radius);
      pure += isPure;
    }
    return static_cast<double>(pure) / 150;
  };
  EXPECT_GE(purity(found * 0.9999), 0.95);
  EXPECT_LT(purity(found * 1.0001), 0.95);
  EXPECT_EQ(pureSquaredRadius(sweep, std::vector<int32_t>(150, 4), {}, control), kInfinity);
}

TEST(ProbCover, SameAtAnyThreadCountAndTellsItsProgress) {
  const Features f = test::clusteredFeatures(600, 4, 1);
  const std::vector<int64_t> expected = covered(f, 3, 20, {5});
  ASSERT_EQ(expected.size(), 20u);
  for (const int threads : test::kThreadCounts) {
    RunControl control(threads);
    const DistanceSweep sweep(f.values, 600, 4, control);
    std::vector<double> told;
    EXPECT_EQ(coverByBalls(
                  sweep, 3, 20, {5}, [&](double share) { told.push_back(share); }, control),
              expected);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back(), 1);
  }
}

}  // namespace
}  // namespace adapsne
