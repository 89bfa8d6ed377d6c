// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/generators.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

class Generators : public ::testing::TestWithParam<test::Generator> {};

TEST_P(Generators, HonourTheNumberOfPointsAndTheSeed) {
  for (const int64_t points : {1, 2, 3, 24, 25, 1000}) {
    const Dataset dataset = test::made(GetParam(), points, 1);
    EXPECT_EQ(dataset.points, points);
    EXPECT_EQ(dataset.features.size(), static_cast<size_t>(points * dataset.dimensions));
    EXPECT_EQ(dataset.labels.size(), static_cast<size_t>(points));
    for (const float value : dataset.features.floats()) ASSERT_TRUE(std::isfinite(value));
    for (const int32_t label : dataset.labels) ASSERT_TRUE(label >= 0 && label < dataset.classes());
  }
  EXPECT_EQ(test::made(GetParam(), 500, 7).features, test::made(GetParam(), 500, 7).features);
  EXPECT_NE(test::made(GetParam(), 500, 7).features, test::made(GetParam(), 500, 8).features);
}

TEST_P(Generators, CanBeCancelled) {
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(GetParam()(100, 1, control), Cancelled);
}

INSTANTIATE_TEST_SUITE_P(All, Generators,
                         ::testing::Values(generateBlobs, generateSwissRoll, generateRings, generateMixture));

TEST(Blobs, HaveGrowingDensitiesDuplicatesAndIsolatedPoints) {
  const Dataset dataset = test::made(generateBlobs, 4000, 3);
  EXPECT_EQ(dataset.dimensions, 10);
  std::set<std::vector<float>> distinct;
  std::map<int32_t, std::vector<int64_t>> members;
  for (int64_t i = 0; i < dataset.points; ++i) {
    distinct.insert(test::rowOf(dataset, i));
    members[dataset.labels[i]].push_back(i);
  }
  EXPECT_EQ(distinct.size(), 3920u);
  EXPECT_EQ(members[8].size(), 40u);
  for (int label = 0; label < 8; ++label) {
    double sum = 0, squares = 0;
    for (const int64_t i : members[label]) {
      sum += dataset.value(i, 0);
      squares += dataset.value(i, 0) * dataset.value(i, 0);
    }
    const double n = static_cast<double>(members[label].size());
    const double expected = 0.2 * std::pow(15, label / 7.0);
    EXPECT_NEAR(std::sqrt(squares / n - sum / n * sum / n) / expected, 1, 0.15) << label;
  }
}

TEST(SwissRoll, QuartersLieOneAfterTheOther) {
  const Dataset dataset = test::made(generateSwissRoll, 2000, 1);
  double farthest[4] = {}, nearest[4] = {1e9, 1e9, 1e9, 1e9};
  for (int64_t i = 0; i < dataset.points; ++i) {
    const double radius = std::hypot(dataset.value(i, 0), dataset.value(i, 2));
    farthest[dataset.labels[i]] = std::max(farthest[dataset.labels[i]], radius);
    nearest[dataset.labels[i]] = std::min(nearest[dataset.labels[i]], radius);
  }
  for (int quarter = 0; quarter < 3; ++quarter) EXPECT_LT(farthest[quarter] - 0.5, nearest[quarter + 1]);
}

TEST(Rings, AreThreeCirclesThatDoNotTouch) {
  const Dataset dataset = test::made(generateRings, 600, 1);
  double gap = 1e9;
  for (int64_t i = 0; i < dataset.points; ++i)
    for (int64_t j = 0; j < i; ++j) {
      if (dataset.labels[i] == dataset.labels[j]) continue;
      const auto a = test::rowOf(dataset, i), b = test::rowOf(dataset, j);
      gap = std::min(gap, std::hypot<double>(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    }
  EXPECT_GT(gap, 0.1);
  EXPECT_EQ(std::count(dataset.labels.begin(), dataset.labels.end(), 2), 200);
}

TEST(Mixture, ClustersOfAGroupAreNearerToEachOther) {
  RunControl control(1);
  for (int64_t dimensions : {3, 50, 100}) {
    const Dataset data = gaussianMixture(2000, dimensions, 1, control);
    EXPECT_EQ(data.dimensions, dimensions);
    EXPECT_EQ(data.classes(), 10);
  }
  const Dataset data = gaussianMixture(2000, 50, 1, control);
  double within = 0, between = 0;
  int64_t same = 0, other = 0;
  for (int64_t i = 0; i < 400; ++i)
    for (int64_t j = 0; j < i; ++j) {
      double squares = 0;
      for (int64_t d = 0; d < 50; ++d) squares += std::pow(data.value(i, d) - data.value(j, d), 2);
      const bool together = data.labels[i] == data.labels[j];
      (together ? within : between) += std::sqrt(squares);
      ++(together ? same : other);
    }
  EXPECT_LT(within / same, 0.6 * between / other);
}

}  // namespace
}  // namespace adapsne
