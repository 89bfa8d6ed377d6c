// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/max_herding.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/geometry/precise_distance.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<int64_t> herded(const Features& f, int64_t m, const std::vector<int64_t>& start,
                            int threads = 2) {
  RunControl control(threads);
  int64_t scans = 0;
  return herdByCoverage(DistanceSweep(f.values, f.points, f.dimensions, control), m, start, scans, {},
                        control);
}

/// The sum over all points of the largest kernel to one of `taken`, from its definition.
double coverage(const Features& f, const std::vector<int64_t>& taken) {
  double sum = 0;
  for (int64_t i = 0; i < f.points; ++i) {
    double most = 0;
    for (const int64_t j : taken)
      most = std::max(
          most,
          std::exp(-static_cast<double>(preciseDistance(f.row(i).data(), f.row(j).data(), f.dimensions))));
    sum += most;
  }
  return sum;
}

/// Points within reach of one another: the kernel has width 1.
Features nearFeatures(int64_t points, uint64_t seed) {
  Features f = test::clusteredFeatures(points, 3, seed);
  for (float& v : f.values) v *= 0.2F;
  return f;
}

TEST(MaxHerding, EveryStepTakesWhatRaisesTheCoverageMost) {
  const Features f = nearFeatures(150, 3);
  for (const std::vector<int64_t>& start : {std::vector<int64_t>{}, std::vector<int64_t>{4, 90}}) {
    std::vector<int64_t> taken = start;
    const std::vector<int64_t> found = herded(f, 12, start);
    ASSERT_EQ(found.size(), 12u);
    for (const int64_t next : found) {
      double best = 0;
      for (int64_t other = 0; other < 150; ++other) {
        taken.push_back(other);
        best = std::max(best, coverage(f, taken));
        taken.pop_back();
      }
      taken.push_back(next);
      EXPECT_NEAR(coverage(f, taken), best, 1e-4) << taken.size();
    }
    EXPECT_TRUE(test::allDistinct(taken));
  }
}

TEST(MaxHerding, TakesAllPointsInTheEndAndTheLowerOfTwoThatCoincide) {
  Features f = nearFeatures(60, 5);
  std::copy_n(f.values.begin(), 90, f.values.begin() + 90);
  const std::vector<int64_t> taken = herded(f, 60, {});
  ASSERT_EQ(taken.size(), 60u);
  EXPECT_TRUE(test::allDistinct(taken));
  for (size_t t = 0; t < 10; ++t) EXPECT_LT(taken[t], 30);
  EXPECT_EQ(herded(test::featuresOf(std::vector<float>(40, 1), 20, 2), 3, {1}),
            (std::vector<int64_t>{0, 2, 3}));
  EXPECT_EQ(herded(test::featuresOf({1, 2}, 1, 2), 1, {}), std::vector<int64_t>{0});
  EXPECT_EQ(herded(f, 0, {}), std::vector<int64_t>{});
}

TEST(MaxHerding, FirstOfMoreAreThoseOfFewerAtAnyThreadCount) {
  const Features f = nearFeatures(600, 2);
  const std::vector<int64_t> expected = herded(f, 30, {7}, 1);
  for (const int threads : test::kThreadCounts) EXPECT_EQ(herded(f, 30, {7}, threads), expected);
  EXPECT_EQ(herded(f, 11, {7}), std::vector<int64_t>(expected.begin(), expected.begin() + 11));
}

TEST(MaxHerding, TellsItsProgressAndItsScans) {
  const Features f = nearFeatures(500, 2);
  RunControl control(1);
  std::vector<double> told;
  int64_t scans = 0;
  herdByCoverage(
      DistanceSweep(f.values, 500, 3, control), 10, {}, scans, [&](double share) { told.push_back(share); },
      control);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  ASSERT_GE(told.size(), 11u);
  EXPECT_EQ(told.back(), 1);
  EXPECT_GT(scans, 500 * 500);
  EXPECT_LT(scans, 500 * 500 * 10) << "not all pairs for each";
}

}  // namespace
}  // namespace adapsne
