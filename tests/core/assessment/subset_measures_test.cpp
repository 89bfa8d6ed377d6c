// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/subset_measures.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

Subset subsetOf(const Features& f, std::vector<int64_t> rows) {
  RunControl control(1);
  Subset subset;
  subset.rows = std::move(rows);
  subset.territory = nearestExemplar(f, subset.rows, control);
  return subset;
}

TEST(Coverage, OfPointsOnALine) {
  const Features f = test::featuresOf({0, 1, 2, 10, 14}, 5, 1);
  RunControl control(1);
  const Coverage c = coverageOf(f, subsetOf(f, {1, 3}), control);  // distances 1 0 1 0 4
  EXPECT_EQ(c.largest, 4);
  EXPECT_NEAR(c.mean, 6.0 / 5, 1e-12);
  const Coverage all = coverageOf(f, subsetOf(f, {0, 1, 2, 3, 4}), control);
  EXPECT_EQ(all.largest, 0);
  EXPECT_EQ(all.mean, 0);
}

TEST(ClassBalance, CountsAndEntropies) {
  const std::vector<int32_t> labels = {0, 0, 0, 3, 3, 1};
  ClassBalance b = classBalanceOf(labels, {0, 3, 5});
  EXPECT_EQ(b.classes, 3) << "class 2 has no points";
  EXPECT_EQ(b.classesHit, 3);
  EXPECT_NEAR(b.entropy, 1, 1e-12);
  b = classBalanceOf(labels, {0, 1});
  EXPECT_EQ(b.classesHit, 1);
  EXPECT_EQ(b.entropy, 0);
  b = classBalanceOf(labels, {0, 1, 3, 4});
  EXPECT_NEAR(b.entropy, std::log(2) / std::log(3), 1e-12);
  b = classBalanceOf({}, {0});
  EXPECT_EQ(b.classes, 0);
  EXPECT_TRUE(std::isnan(b.entropy));
  EXPECT_TRUE(std::isnan(classBalanceOf(std::vector<int32_t>{1, 1}, {0}).entropy)) << "one class";
}

TEST(ClassBalance, DoesNotDependOnTheNumbersOfTheClasses) {
  const std::vector<int32_t> labels = {0, 1, 2, 0, 1, 2, 2}, renamed = {5, 0, 9, 5, 0, 9, 9};
  const ClassBalance a = classBalanceOf(labels, {0, 2, 3, 6}), b = classBalanceOf(renamed, {0, 2, 3, 6});
  EXPECT_NEAR(a.entropy, b.entropy, 1e-15);
  EXPECT_EQ(a.classesHit, b.classesHit);
}

TEST(ExemplarAgreement, CountsTheOtherPointsOnly) {
  const Features f = test::featuresOf({0, 1, 2, 10, 11}, 5, 1);
  const std::vector<int32_t> labels = {0, 0, 1, 1, 1};
  EXPECT_NEAR(exemplarAgreement(labels, subsetOf(f, {0, 3})), 2.0 / 3, 1e-12);  // of rows 1, 2, 4
  EXPECT_TRUE(std::isnan(exemplarAgreement(labels, subsetOf(f, {0, 1, 2, 3, 4}))));
  EXPECT_TRUE(std::isnan(exemplarAgreement({}, subsetOf(f, {0, 3}))));
}

double slowDiscrepancy(const Features& f, const std::vector<int64_t>& subset, double bandwidth) {
  const auto kernel = [&](int64_t a, int64_t b) {
    double sum = 0;
    for (int64_t d = 0; d < f.dimensions; ++d)
      sum += std::pow(static_cast<double>(f.row(a)[d]) - f.row(b)[d], 2);
    return std::exp(-sum / (2 * bandwidth * bandwidth));
  };
  const double n = static_cast<double>(f.points), m = static_cast<double>(subset.size());
  double all = 0, cross = 0, own = 0;
  for (int64_t a = 0; a < f.points; ++a) {
    for (int64_t b = 0; b < f.points; ++b) all += kernel(a, b) / (n * n);
    for (int64_t s : subset) cross += kernel(a, s) / (n * m);
  }
  for (int64_t s : subset)
    for (int64_t t : subset) own += kernel(s, t) / (m * m);
  return std::sqrt(std::max(0.0, all - 2 * cross + own));
}

TEST(MeanDiscrepancy, EqualsItsDefinition) {
  const Features f = test::clusteredFeatures(70, 4, 1);
  RunControl control(1);
  const FeatureKernel kernel = featureKernel(f, control);
  std::vector<double> distances;
  for (int64_t a = 0; a < 70; ++a)
    for (int64_t b = 0; b < a; ++b) {
      double sum = 0;
      for (int d = 0; d < 4; ++d) sum += std::pow(static_cast<double>(f.row(a)[d]) - f.row(b)[d], 2);
      distances.push_back(std::sqrt(sum));
    }
  std::sort(distances.begin(), distances.end());
  EXPECT_NEAR(kernel.bandwidth, distances[distances.size() / 2], 1e-5);
  for (const std::vector<int64_t>& subset : {std::vector<int64_t>{0}, {3, 9, 20, 41}, {0, 3, 6, 9, 12}})
    EXPECT_NEAR(meanDiscrepancy(f, kernel, subset, control), slowDiscrepancy(f, subset, kernel.bandwidth),
                1e-6);
}

TEST(MeanDiscrepancy, IsSmallForTheWholeAndLargeForOneCluster) {
  const Features f = test::clusteredFeatures(300, 4, 2);  // row i belongs to cluster i % 3
  RunControl control(1);
  const FeatureKernel kernel = featureKernel(f, control);
  std::vector<int64_t> all(300), even, oneCluster;
  std::iota(all.begin(), all.end(), 0);
  for (int64_t i = 0; i < 60; ++i) even.push_back(i), oneCluster.push_back(3 * i);
  EXPECT_NEAR(meanDiscrepancy(f, kernel, all, control), 0, 1e-6);
  EXPECT_LT(3 * meanDiscrepancy(f, kernel, even, control), meanDiscrepancy(f, kernel, oneCluster, control));
}

TEST(MeanDiscrepancy, OfCoincidingPoints) {
  RunControl control(1);
  const Features same = test::featuresOf(std::vector<float>(20, 3), 10, 2);
  EXPECT_EQ(featureKernel(same, control).bandwidth, 0);
  EXPECT_EQ(meanDiscrepancy(same, featureKernel(same, control), {2, 5}, control), 0);
  std::vector<float> mostly(20, 3);
  mostly[0] = 4;  // the median distance is 0: the mean decides
  const Features almost = test::featuresOf(mostly, 10, 2);
  EXPECT_NEAR(featureKernel(almost, control).bandwidth, 9.0 / 45, 1e-6);
  const Features single = test::featuresOf({1}, 1, 1);
  EXPECT_EQ(meanDiscrepancy(single, featureKernel(single, control), {0}, control), 0);
}

TEST(SubsetMeasures, SameAtAnyThreadCountAndCancel) {
  const Features f = test::clusteredFeatures(700, 5, 3);
  const Subset subset = subsetOf(f, {1, 50, 99, 300, 600});
  const auto measure = [&](int threads) {
    RunControl control(threads);
    return measureSubset(f, featureKernel(f, control), {}, subset, control);
  };
  const SubsetMeasures one = measure(1);
  for (int threads : test::kThreadCounts) {
    const SubsetMeasures other = measure(threads);
    EXPECT_EQ(other.discrepancy, one.discrepancy);
    EXPECT_EQ(other.coverage.mean, one.coverage.mean);
    EXPECT_EQ(other.coverage.largest, one.coverage.largest);
  }
  RunControl control(1);
  const FeatureKernel kernel = featureKernel(f, control);
  control.cancel();
  EXPECT_THROW(featureKernel(f, control), Cancelled);
  EXPECT_THROW(measureSubset(f, kernel, {}, subset, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
