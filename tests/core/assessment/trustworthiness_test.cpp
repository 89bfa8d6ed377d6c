// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/trustworthiness.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/assessment/assessed_rows.h"
#include "core/assessment/map_neighbors.h"
#include "tests/support/paths.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

double fast(const Features& f, const std::vector<float>& map, int k, int threads = 1) {
  RunControl control(threads);
  return trustworthiness(f, map, k, control);
}

/// Order of all others of row i by distance, ties by row.
std::vector<int64_t> orderOf(const Features& f, int64_t i) {
  std::vector<std::pair<double, int64_t>> order;
  for (int64_t j = 0; j < f.points; ++j) {
    if (j == i) continue;
    double sum = 0;
    for (int64_t d = 0; d < f.dimensions; ++d)
      sum += std::pow(static_cast<double>(f.row(i)[d]) - f.row(j)[d], 2);
    order.emplace_back(sum, j);
  }
  std::sort(order.begin(), order.end());
  std::vector<int64_t> rows;
  for (const auto& [distance, j] : order) rows.push_back(j);
  return rows;
}

/// Venna and Kaski's formula as it is printed.
double plain(const Features& f, const std::vector<float>& map, int k) {
  const Features y = test::featuresOf(map, f.points, 2);
  const double n = static_cast<double>(f.points);
  double penalty = 0;
  for (int64_t i = 0; i < f.points; ++i) {
    const std::vector<int64_t> input = orderOf(f, i), output = orderOf(y, i);
    for (int q = 0; q < k; ++q) {
      const auto rank = std::find(input.begin(), input.end(), output[q]) - input.begin() + 1;
      penalty += static_cast<double>(std::max<int64_t>(0, rank - k));
    }
  }
  return 1 - 2 / (n * k * (2 * n - 3 * k - 1)) * penalty;
}

TEST(Trustworthiness, EqualsThePrintedFormula) {
  for (int64_t n : {3, 4, 7, 60, 131})
    for (int k : {1, 2, 5, 12, 29}) {
      if (2 * k >= n) continue;
      const Features noise = test::clusteredFeatures(n, 3, n), ties = test::latticeFeatures(n, 2, n);
      const std::vector<float> map = test::randomMap(n, n),
                               coarse = test::latticeFeatures(n, 2, n + 1).values;
      EXPECT_NEAR(fast(noise, map, k), plain(noise, map, k), 1e-12) << n << " " << k;
      EXPECT_NEAR(fast(ties, map, k), plain(ties, map, k), 1e-12) << n << " " << k;
      EXPECT_NEAR(fast(ties, coarse, k), plain(ties, coarse, k), 1e-12) << n << " " << k;
    }
}

TEST(Trustworthiness, GoldenDigitsByScikitLearn) {
  const auto golden = test::goldenTable("digits_gradient_pca_std20.csv");
  const auto json = nlohmann::json::parse(std::ifstream(test::goldenFile("digits_gradient_pca_std20.json")));
  std::vector<float> map;
  for (const auto& row : golden)
    map.insert(map.end(), {static_cast<float>(row[1]), static_cast<float>(row[2])});
  const Features f = test::rawDigits();
  // Digits have many equal distances, which scikit-learn ranks in no particular order: not more digits than
  // these.
  EXPECT_NEAR(fast(f, map, 5, 2), json["trustworthiness_k5"].get<double>(), 2e-5);
  EXPECT_NEAR(fast(f, map, 12, 2), json["trustworthiness_k12"].get<double>(), 2e-5);
}

TEST(Trustworthiness, IsOneForThePerfectMapAndAboutAHalfForARandomOne) {
  const Features plane = test::featuresOf(test::randomMap(500, 1), 500, 2);
  EXPECT_EQ(fast(plane, plane.values, 12), 1);
  EXPECT_NEAR(fast(plane, test::randomMap(500, 2), 12), 0.5, 0.03);
}

TEST(Trustworthiness, IsUndefinedOutOfItsRange) {
  const Features f = test::clusteredFeatures(10, 2, 1);
  const std::vector<float> map = test::randomMap(10, 1);
  EXPECT_TRUE(std::isnan(fast(f, map, 0)));
  EXPECT_TRUE(std::isnan(fast(f, map, 5)));
  EXPECT_FALSE(std::isnan(fast(f, map, 4)));
  EXPECT_TRUE(std::isnan(fast(test::clusteredFeatures(1, 2, 1), {0, 0}, 1)));
}

TEST(Trustworthiness, SameBitsAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(300, 5, 2);
  const std::vector<float> map = test::randomMap(300, 2);
  const double one = fast(f, map, 12);
  for (int threads : test::kThreadCounts) EXPECT_EQ(fast(f, map, 12, threads), one);
}

TEST(TrustworthinessRows, AreAllUpToTheLimitAndAFixedSampleAbove) {
  EXPECT_EQ(assessedRows(20000).size(), 20000u);
  const std::vector<int64_t> sample = assessedRows(50000);
  EXPECT_EQ(sample.size(), 5000u);
  EXPECT_TRUE(std::is_sorted(sample.begin(), sample.end()));
  EXPECT_TRUE(test::allDistinct(sample));
  EXPECT_EQ(assessedRows(50000), sample);
  EXPECT_GT(sample.back(), 49000);
}

TEST(MapNeighbors, EqualBruteForceWithTies) {
  RunControl control(2);
  for (const std::vector<float>& map :
       {test::randomMap(300, 3), test::latticeFeatures(300, 2, 3, 6).values}) {
    const Features y = test::featuresOf(map, 300, 2);
    const std::vector<int64_t> rows = {0, 5, 17, 255, 256, 299};
    for (int k : {0, 1, 10, 299}) {
      const std::vector<int32_t> found = mapNeighbors(map, rows, k, control);
      ASSERT_EQ(found.size(), rows.size() * k);
      for (size_t r = 0; r < rows.size(); ++r) {
        const std::vector<int64_t> order = orderOf(y, rows[r]);
        for (int q = 0; q < k; ++q) ASSERT_EQ(found[r * k + q], order[q]) << rows[r] << " " << q;
      }
    }
  }
}

}  // namespace
}  // namespace adapsne
