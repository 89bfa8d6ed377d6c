// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/herding.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/sampling/row_list.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

double distanceOfMeans(const Features& f, const std::vector<int64_t>& rows) {
  double sum = 0;
  for (int64_t d = 0; d < f.dimensions; ++d) {
    double all = 0, some = 0;
    for (int64_t i = 0; i < f.points; ++i) all += f.row(i)[d] / static_cast<double>(f.points);
    for (int64_t row : rows) some += f.row(row)[d] / static_cast<double>(rows.size());
    sum += (all - some) * (all - some);
  }
  return std::sqrt(sum);
}

TEST(Herding, GoesOnFromTheGivenOnes) {
  const Features f = test::clusteredFeatures(60, 3, 4);
  RunControl control(1);
  const std::vector<int64_t> whole = herdPoints(f.values, 60, 3, 30, {}, control);
  const std::vector<int64_t> begun(whole.begin(), whole.begin() + 11), rest(whole.begin() + 11, whole.end());
  EXPECT_EQ(herdPoints(f.values, 60, 3, 19, begun, control), rest);
  // From a lopsided start each step still brings the mean of all nearest.
  std::vector<int64_t> taken = {0, 3, 6, 9};
  const std::vector<int64_t> next = herdPoints(f.values, 60, 3, 1, taken, control);
  taken.push_back(next.front());
  const double reached = distanceOfMeans(f, taken);
  for (int64_t other = 0; other < 60; ++other) {
    if (other % 3 == 0 && other < 12) continue;
    taken.back() = other;
    EXPECT_LE(reached, distanceOfMeans(f, taken) + 1e-5) << other;
  }
}

TEST(Herding, EachStepBringsTheMeanNearest) {
  const Features f = test::clusteredFeatures(40, 3, 2);
  RunControl control(1);
  const std::vector<int64_t> taken = herdPoints(f.values, 40, 3, 40, {}, control);
  ASSERT_TRUE(test::allDistinct(taken));
  ASSERT_EQ(taken.size(), 40u);
  for (size_t t = 0; t < taken.size(); ++t) {
    std::vector<int64_t> prefix(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(t) + 1);
    const double reached = distanceOfMeans(f, prefix);
    for (size_t other = t + 1; other < taken.size(); ++other) {
      prefix.back() = taken[other];
      EXPECT_LE(reached, distanceOfMeans(f, prefix) + 1e-5) << "step " << t;
    }
  }
}

TEST(Herding, MatchesTheMeanFarBetterThanRandomRows) {
  const Features f = test::clusteredFeatures(400, 5, 3);
  RunControl control(1);
  const std::vector<int64_t> taken = herdPoints(f.values, 400, 5, 20, {}, control);
  Rows all(400);
  std::iota(all.begin(), all.end(), 0);
  double random = 0;
  for (uint64_t seed = 0; seed < 50; ++seed)
    random += distanceOfMeans(f, drawRows(all, 20, RandomStream(seed))) / 50;
  EXPECT_LT(distanceOfMeans(f, taken), 0.2 * random);
}

TEST(Herding, SameAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(5000, 4, 1);
  RunControl one(1);
  const auto expected = herdPoints(f.values, 5000, 4, 15, {}, one);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    EXPECT_EQ(herdPoints(f.values, 5000, 4, 15, {}, control), expected);
  }
}

}  // namespace
}  // namespace adapsne
