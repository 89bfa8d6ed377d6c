// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/kmeans.h"

#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

KMeansResult cluster(const Features& f, int64_t k, uint64_t seed = 1, int threads = 1) {
  RunControl control(threads);
  return kMeans(f.values, f.points, f.dimensions, k, RandomStream(seed), control);
}

double distance(const Features& f, int64_t i, const KMeansResult& r, int64_t c) {
  double sum = 0;
  for (int64_t d = 0; d < f.dimensions; ++d) {
    const double delta = static_cast<double>(f.row(i)[d]) - r.centers[c * f.dimensions + d];
    sum += delta * delta;
  }
  return sum;
}

TEST(KMeans, EndsWhereEveryPointIsAtItsNearestCentreAndEveryCentreIsAMean) {
  const Features f = test::clusteredFeatures(200, 3, 1, 4);
  const KMeansResult r = cluster(f, 4);
  ASSERT_EQ(r.centers.size(), 12u);
  std::vector<double> sums(12, 0), counts(4, 0);
  for (int64_t i = 0; i < 200; ++i) {
    ++counts[r.assignment[i]];
    for (int d = 0; d < 3; ++d) sums[3 * r.assignment[i] + d] += f.row(i)[d];
    for (int64_t c = 0; c < 4; ++c)
      EXPECT_LE(distance(f, i, r, r.assignment[i]), distance(f, i, r, c) + 1e-3);
  }
  for (int c = 0; c < 4; ++c)
    for (int d = 0; d < 3; ++d) EXPECT_NEAR(r.centers[3 * c + d], sums[3 * c + d] / counts[c], 1e-4);
  EXPECT_GE(r.scans, 2 * 4 * 200);
}

TEST(KMeans, FixedCentresStayAndTheOthersKeepAway) {
  // Three clusters far apart, of which two have a fixed centre, somewhat off their means.
  std::vector<float> values;
  RandomStream random(2);
  for (int i = 0; i < 300; ++i)
    for (int d = 0; d < 2; ++d)
      values.push_back(static_cast<float>(1000 * (i % 3) * (d + 1) + random.normal()));
  const std::vector<float> fixed = {2, 1, 1001, 1999};
  RunControl control(1);
  const KMeansResult r = kMeans(values, 300, 2, 1, RandomStream(5), control, 50, fixed);
  ASSERT_EQ(r.centers.size(), 6u);
  EXPECT_EQ(std::vector<float>(r.centers.begin(), r.centers.begin() + 4), fixed);
  EXPECT_NEAR(r.centers[4], 2000, 1);
  EXPECT_NEAR(r.centers[5], 4000, 1);
  for (int i = 0; i < 300; ++i) ASSERT_EQ(r.assignment[i], i % 3) << i;
  // Everything coincides with the fixed ones: nothing is left for the others.
  const KMeansResult none =
      kMeans(std::vector<float>(40, 7), 20, 2, 3, RandomStream(5), control, 50, std::vector<float>{7, 7});
  for (const int32_t c : none.assignment) EXPECT_EQ(c, 0);
}

TEST(KMeans, FindsClearClusters) {
  std::vector<float> values;
  RandomStream random(2);
  for (int i = 0; i < 300; ++i)
    for (int d = 0; d < 2; ++d)
      values.push_back(static_cast<float>(1000 * (i % 3) * (d + 1) + random.normal()));
  const KMeansResult r = cluster(test::featuresOf(values, 300, 2), 3);
  std::set<int32_t> names;
  for (int c = 0; c < 3; ++c) names.insert(r.assignment[c]);
  EXPECT_EQ(names.size(), 3u);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(r.assignment[i], r.assignment[i % 3]) << i;
}

TEST(KMeans, OneClusterIsTheMeanAndNClustersAreThePoints) {
  const Features f = test::clusteredFeatures(25, 2, 3);
  const KMeansResult one = cluster(f, 1);
  double mean = 0;
  for (int i = 0; i < 25; ++i) mean += f.row(i)[0] / 25;
  EXPECT_NEAR(one.centers[0], mean, 1e-5);
  const KMeansResult all = cluster(f, 25);
  EXPECT_EQ(std::set<int32_t>(all.assignment.begin(), all.assignment.end()).size(), 25u);
  EXPECT_EQ(cluster(f, 40).centers.size(), 50u) << "at most one centre a point";
}

TEST(KMeans, DuplicatesLeaveClustersEmpty) {
  const KMeansResult r = cluster(test::latticeFeatures(50, 1, 4, 3), 10);  // three distinct points
  EXPECT_EQ(std::set<int32_t>(r.assignment.begin(), r.assignment.end()).size(), 3u);
  for (float c : r.centers) EXPECT_TRUE(c == 0 || c == 1 || c == 2) << c;
}

TEST(KMeans, NothingGivesNothing) {
  EXPECT_TRUE(cluster(test::featuresOf({}, 0, 2), 3).centers.empty());
  EXPECT_TRUE(cluster(test::featuresOf({1, 2}, 1, 2), 0).assignment.empty());
}

TEST(KMeans, SameBitsAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(900, 2, 5);
  const KMeansResult one = cluster(f, 30);
  for (int threads : test::kThreadCounts) {
    const KMeansResult other = cluster(f, 30, 1, threads);
    EXPECT_TRUE(test::sameBits(other.centers, one.centers));
    EXPECT_EQ(other.assignment, one.assignment);
    EXPECT_EQ(other.scans, one.scans);
  }
}

}  // namespace
}  // namespace adapsne
