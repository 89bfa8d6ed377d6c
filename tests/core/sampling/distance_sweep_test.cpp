// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/distance_sweep.h"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "core/geometry/precise_distance.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

constexpr int64_t kGroup = DistanceSweep::kGroup;

/// All that a visit says, by query and point.
std::map<std::pair<int64_t, int64_t>, float> visited(const DistanceSweep& sweep,
                                                     const std::vector<int64_t>& queries,
                                                     const TiledPoints& points) {
  RunControl control(1);
  std::map<std::pair<int64_t, int64_t>, float> result;
  sweep.visit(queries, points, control, [&](int64_t q, int64_t first, const float* distances) {
    for (int64_t j = 0; j < kGroup; ++j) result[{q, first + j}] = distances[j];
  });
  return result;
}

TEST(DistanceSweep, GivesTheDistancesAndInfinityBeyondTheLastPoint) {
  const Features f = test::clusteredFeatures(77, 5, 1);
  RunControl control(1);
  const DistanceSweep sweep(f.values, 77, 5, control);
  const std::vector<int64_t> queries = {3, 76, 0, 41, 5, 6, 7, 8, 9, 10, 11, 12, 13, 40};
  const auto found = visited(sweep, queries, sweep.all());
  ASSERT_EQ(found.size(), queries.size() * 96);
  for (size_t q = 0; q < queries.size(); ++q)
    for (int64_t j = 0; j < 96; ++j) {
      const float distance = found.at({static_cast<int64_t>(q), j});
      if (j >= 77) {
        EXPECT_TRUE(std::isinf(distance));
      } else {
        EXPECT_GE(distance, 0);
        EXPECT_NEAR(distance, preciseDistance(f.row(queries[q]).data(), f.row(j).data(), 5), 1e-3);
      }
    }
}

TEST(DistanceSweep, APairHasOneDistanceWhateverIsAskedForWithIt) {
  const Features f = test::clusteredFeatures(100, 7, 2);
  RunControl control(1);
  const DistanceSweep sweep(f.values, 100, 7, control);
  const std::vector<int64_t> some = {99, 4, 50, 51};
  std::vector<int64_t> all(100);
  for (int64_t i = 0; i < 100; ++i) all[i] = i;
  const auto whole = visited(sweep, all, sweep.all());
  const auto part = visited(sweep, some, sweep.tiled(some, control));
  for (int64_t a = 0; a < 4; ++a)
    for (int64_t b = 0; b < 4; ++b) EXPECT_EQ(part.at({a, b}), whole.at({some[a], some[b]}));
}

TEST(DistanceSweep, IsCancelledAndTellsItsProgress) {
  const Features f = test::clusteredFeatures(2000, 3, 2);
  RunControl control(2);
  const DistanceSweep sweep(f.values, 2000, 3, control);
  std::vector<int64_t> all(2000);
  for (int64_t i = 0; i < 2000; ++i) all[i] = i;
  std::vector<double> told;
  const auto ignore = [](int64_t, int64_t, const float*) {};
  sweep.visit(all, sweep.all(), control, ignore, [&](double share) { told.push_back(share); });
  ASSERT_EQ(told.size(), 3u);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 1);
  control.cancel();
  EXPECT_THROW(sweep.visit(all, sweep.all(), control, ignore), Cancelled);
}

}  // namespace
}  // namespace adapsne
