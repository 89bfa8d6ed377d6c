// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/nearest_points.h"

#include <gtest/gtest.h>

#include "core/geometry/column_points.h"
#include "core/geometry/precise_distance.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

void expectAsOneByOne(const Features& queries, const Features& points, int threads = 1) {
  SCOPED_TRACE(testing::Message() << points.points << " points, D " << points.dimensions);
  RunControl control(threads);
  const std::vector<int32_t> found =
      nearestPoints(queries.values, points.values, points.points, points.dimensions, control);
  ASSERT_EQ(std::ssize(found), queries.points);
  for (int64_t i = 0; i < queries.points; ++i) {
    int32_t best = -1;
    float smallest = 0;
    for (int64_t j = 0; j < points.points; ++j) {
      const float distance = preciseDistance(queries.row(i).data(), points.row(j).data(), points.dimensions);
      if (best >= 0 && !(distance < smallest)) continue;
      best = static_cast<int32_t>(j);
      smallest = distance;
    }
    ASSERT_EQ(found[i], best) << "query " << i;
  }
}

TEST(NearestPoints, AreThoseFoundOneByOne) {
  for (int64_t dimensions : {1, 2, 3, 50, 784})
    for (int64_t points : {1, 2, 31, 32, 33, 500})
      expectAsOneByOne(test::clusteredFeatures(60, dimensions, 1),
                       test::clusteredFeatures(points, dimensions, 2));
}

TEST(NearestPoints, AreThoseFoundOneByOneAmongMany) {
  for (int64_t dimensions : {1, 2, 3, 8, 9})
    expectAsOneByOne(test::clusteredFeatures(300, dimensions, 1),
                     test::clusteredFeatures(2000, dimensions, 2), 2);
}

TEST(NearestPoints, TiesGoToTheLower) {
  for (int64_t points : {1, 50, 700, 1500})
    expectAsOneByOne(test::latticeFeatures(200, 3, 1), test::latticeFeatures(points, 3, 2), 3);
}

TEST(NearestPoints, OfNothingAndOfFarQueries) {
  RunControl control(1);
  EXPECT_EQ(nearestPoints(std::vector<float>{1, 2, 3, 4}, {}, 0, 2, control), (std::vector<int32_t>{-1, -1}));
  EXPECT_TRUE(nearestPoints({}, std::vector<float>{1, 2}, 1, 2, control).empty());
  const std::vector<float> points = {0, 0, 1, 1};
  EXPECT_EQ(nearestPoints(std::vector<float>{3e30f, 3e30f}, points, 2, 2, control).front(), 0)
      << "infinite distances tie";
}

TEST(ColumnPoints, Distances) {
  RunControl control(1);
  for (int64_t points : {1, 2, 255, 256, 257, 1000}) {
    const Features f = test::latticeFeatures(points, 3, points);
    const ColumnPoints columns(f.values, points, 3, control);
    EXPECT_EQ(columns.points(), points);
    const std::vector<float> query = {0.5f, 1, 2};
    std::vector<float> expected(points), found(points);
    for (int64_t i = 0; i < points; ++i)
      for (int d = 0; d < 3; ++d) expected[i] += (f.row(i)[d] - query[d]) * (f.row(i)[d] - query[d]);
    columns.squaredDistances(query, 0, points, found.data());
    EXPECT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace adapsne
