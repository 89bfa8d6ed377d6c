// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/exact_gradient.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const Affinities> affinitiesOf(const Features& f, int k, double target) {
  RunControl control(2);
  SearchOptions options;
  options.search = Search::Newton;
  const auto graph = exactNeighbors(f, k, control);
  return symmetrize(*graph, *searchSigma(*graph, target, options, 1, control), options, control);
}

TEST(ExactGradient, GoldenDigits) {
  const auto golden = test::goldenTable("digits_gradient_pca_std20.csv");
  const auto json = nlohmann::json::parse(std::ifstream(test::goldenFile("digits_gradient_pca_std20.json")));
  ASSERT_EQ(golden.size(), 1797u);
  std::vector<double> positions, expected;
  for (const auto& row : golden) {
    positions.insert(positions.end(), {row[1], row[2]});
    expected.insert(expected.end(), {row[3], row[4]});
  }
  RunControl control(2);
  const ExactGradient found = exactGradient(*affinitiesOf(test::rawDigits(), 1796, 30), positions, control);
  double norm = 0, difference = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    norm += expected[i] * expected[i];
    difference += (found.gradient[i] - expected[i]) * (found.gradient[i] - expected[i]);
  }
  EXPECT_LT(std::sqrt(difference / norm), 1e-9);
  EXPECT_NEAR(found.kl / json["kl"].get<double>(), 1, 1e-9);
  EXPECT_NEAR(found.normalizer / json["Z"].get<double>(), 1, 1e-9);
}

TEST(ExactGradient, EqualsFiniteDifferencesOfKl) {
  for (int k : {8, 39}) {
    const auto p = affinitiesOf(test::clusteredFeatures(40, 4, 1), k, 5);
    const std::vector<float> map = test::randomMap(40, 2, 2);
    std::vector<double> positions(map.begin(), map.end());
    RunControl control(1);
    const ExactGradient exact = exactGradient(*p, positions, control);
    for (size_t c = 0; c < positions.size(); c += 7) {
      const double here = positions[c], h = 1e-5;
      positions[c] = here + h;
      const double above = exactGradient(*p, positions, control).kl;
      positions[c] = here - h;
      const double below = exactGradient(*p, positions, control).kl;
      positions[c] = here;
      EXPECT_NEAR(exact.gradient[c], (above - below) / (2 * h), 1e-8 + 1e-6 * std::abs(exact.gradient[c]));
    }
  }
}

TEST(ExactGradient, SumsToZeroAndIsSameBitsAtAnyThreadCount) {
  const auto p = affinitiesOf(test::clusteredFeatures(150, 4, 3), 20, 6);
  const std::vector<float> map = test::randomMap(150, 4);
  const std::vector<double> positions(map.begin(), map.end());
  RunControl single(1);
  const ExactGradient one = exactGradient(*p, positions, single);
  double x = 0, y = 0, size = 0;
  for (size_t i = 0; i < 150; ++i) {
    x += one.gradient[2 * i];
    y += one.gradient[2 * i + 1];
    size += std::abs(one.gradient[2 * i]);
  }
  EXPECT_NEAR(x, 0, 1e-13 * size + 1e-16);
  EXPECT_NEAR(y, 0, 1e-13 * size + 1e-16);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    const ExactGradient other = exactGradient(*p, positions, control);
    EXPECT_TRUE(test::sameBits(other.gradient, one.gradient));
    EXPECT_EQ(other.kl, one.kl);
    EXPECT_EQ(other.normalizer, one.normalizer);
  }
}

}  // namespace
}  // namespace adapsne
