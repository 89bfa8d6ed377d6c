// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/zcore.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// What draws that fall on these places do to the scores, every distance sorted.
std::vector<double> plainChanges(const Features& f, const ZeroShotScores& scores, int64_t draws) {
  std::vector<double> result(f.points, 0);
  for (int64_t t = 0; t < draws; ++t) {
    const auto at = scores.place(t);
    const auto distance = [&](int64_t i, float x, float y) {
      return std::abs(f.row(i)[at.first] - x) + std::abs(f.row(i)[at.second] - y);
    };
    std::vector<int64_t> order(f.points);
    std::iota(order.begin(), order.end(), 0);
    const auto sortBy = [&](float x, float y) {
      std::stable_sort(order.begin(), order.end(),
                       [&](int64_t a, int64_t b) { return distance(a, x, y) < distance(b, x, y); });
    };
    sortBy(at.x, at.y);
    const int64_t covering = order.front();
    result[covering] += 1;
    std::sort(order.begin(), order.end());
    const float x = f.row(covering)[at.first], y = f.row(covering)[at.second];
    sortBy(x, y);
    std::erase(order, covering);
    if (order.empty()) continue;
    if (distance(order.front(), x, y) == 0) {
      result[order.front()] -= 1;
      continue;
    }
    order.resize(std::min<size_t>(1000, order.size()));
    double sum = 0;
    for (const int64_t i : order) sum += std::pow(distance(i, x, y), -4.0);
    for (const int64_t i : order) result[i] -= std::pow(distance(i, x, y), -4.0) / sum;
  }
  return result;
}

void expectPlain(const Features& f, int64_t draws) {
  RunControl control(2);
  const ZeroShotScores scores(f.values, f.points, f.dimensions, 5, control);
  const std::vector<double> before = scores.after(0, {}, control), after = scores.after(draws, {}, control);
  const std::vector<double> changes = plainChanges(f, scores, draws);
  ASSERT_EQ(std::ssize(after), f.points);
  for (int64_t i = 0; i < f.points; ++i) {
    ASSERT_NEAR(after[i] - before[i], changes[i], 1e-4) << i;
    EXPECT_TRUE(before[i] >= 0 && before[i] < 1);
  }
}

TEST(ZCore, ScoresAreThoseOfAPlainVersion) {
  expectPlain(test::clusteredFeatures(150, 5, 3), 700);
  expectPlain(test::clusteredFeatures(2500, 3, 4), 12);  // more than 1,000 neighbours
}

TEST(ZCore, ScoresOfDegenerateData) {
  expectPlain(test::featuresOf({1, 2}, 1, 2), 20);
  expectPlain(test::featuresOf({1, 2}, 2, 1), 20);
  expectPlain(test::featuresOf(std::vector<float>(3000, 1), 1500, 2), 20);
  expectPlain(test::latticeFeatures(200, 4, 1, 2), 200);
  RunControl control(1);
  EXPECT_TRUE(ZeroShotScores({}, 0, 3, 1, control).after(20, {}, control).empty());
}

TEST(ZCore, PlacesFollowTheTriangularDistribution) {
  // Values 0, 1 and 10: the median is 1, the mean of the triangle 11 / 3, its variance 91 / 18.
  RunControl control(1);
  const ZeroShotScores scores(std::vector<float>{0, 5, 10, 7, 1, 6}, 3, 2, 1, control);
  double sum = 0, squares = 0;
  int64_t count = 0;
  for (int64_t t = 0; t < 20000; ++t) {
    const auto at = scores.place(t);
    ASSERT_NE(at.first, at.second);
    const double value = at.first == 0 ? at.x : at.y;
    ASSERT_TRUE(value >= 0 && value <= 10);
    count += at.first == 0;
    sum += value;
    squares += value * value;
  }
  const double mean = sum / 20000;
  EXPECT_NEAR(count, 10000, 400);
  EXPECT_NEAR(mean, 11.0 / 3, 0.07);
  EXPECT_NEAR(squares / 20000 - mean * mean, 91.0 / 18, 0.25);
}

TEST(ZCore, SameBitsAtAnyThreadCountAndTellsItsProgress) {
  const Features f = test::clusteredFeatures(700, 4, 1);
  RunControl one(1);
  const ZeroShotScores scores(f.values, 700, 4, 2, one);
  const std::vector<double> expected = scores.after(900, {}, one);
  for (const int threads : test::kThreadCounts) {
    RunControl control(threads);
    std::vector<double> told;
    EXPECT_TRUE(test::sameBits(scores.after(
                                   900, [&](double share) { told.push_back(share); }, control),
                               expected));
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back(), 1);
  }
  EXPECT_EQ(ZeroShotScores::drawsFor(50), 1000);
  EXPECT_EQ(ZeroShotScores::drawsFor(50000), 1000000);
  EXPECT_EQ(ZeroShotScores::drawsFor(60000), 1000000);
}

}  // namespace
}  // namespace adapsne
