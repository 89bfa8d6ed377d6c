// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/map_density.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

std::vector<float> gaussian(int n, double deviation) {
  RandomStream random(1);
  std::vector<float> positions;
  for (int i = 0; i < 2 * n; ++i) positions.push_back(static_cast<float>(deviation * random.normal()));
  return positions;
}

TEST(MapDensity, ContoursOfAGaussianAreCirclesThatHoldTheirShare) {
  const int n = 40000;
  const std::vector<float> positions = gaussian(n, 1);
  const MapDensity density = mapDensity(positions);
  ASSERT_EQ(density.contours.size(), 4u);
  // A smoothed standard Gaussian: variance 1 + h^2, cut off a little at the percentiles.
  const double sigma = std::sqrt(1 + density.bandwidth * density.bandwidth);
  for (const DensityContour& contour : density.contours) {
    const double radius = sigma * std::sqrt(-2 * std::log(1 - contour.share)) / sigma;
    double mean = 0;
    for (size_t i = 0; i < contour.segments.size(); i += 2)
      mean += std::hypot(contour.segments[i], contour.segments[i + 1]);
    mean /= static_cast<double>(contour.segments.size()) / 2;
    EXPECT_NEAR(mean, radius, 0.06 * radius) << contour.share;
    int inside = 0;
    for (const float d : density.atPoint) inside += d >= contour.density;
    EXPECT_NEAR(static_cast<double>(inside) / n, contour.share, 1e-3);
  }
  EXPECT_LT(density.contours[0].density, density.contours[3].density);
  // Points per area in the middle: n / (2 pi sigma^2).
  const double peak = *std::max_element(density.atPoint.begin(), density.atPoint.end());
  EXPECT_NEAR(peak, n / (2 * M_PI * sigma * sigma), 0.1 * peak);
}

TEST(MapDensity, AContourIsClosed) {
  const MapDensity density = mapDensity(gaussian(500, 3));
  ASSERT_EQ(density.contours.size(), 4u);
  for (const DensityContour& contour : density.contours) {
    ASSERT_GE(contour.segments.size(), 4u * 8) << contour.share << ": no line goes around 500 points in less";
    ASSERT_EQ(contour.segments.size() % 4, 0u);
    // Each end of a piece is the end of exactly one other piece: the difference of all ends cancels in pairs.
    std::vector<std::pair<float, float>> ends;
    for (size_t i = 0; i < contour.segments.size(); i += 2)
      ends.emplace_back(contour.segments[i], contour.segments[i + 1]);
    std::sort(ends.begin(), ends.end());
    int open = 0;
    for (size_t i = 0; i + 1 < ends.size(); i += 2)
      open += std::abs(ends[i].first - ends[i + 1].first) > 1e-3f ||
              std::abs(ends[i].second - ends[i + 1].second) > 1e-3f;
    EXPECT_EQ(open, 0) << contour.share;
  }
}

TEST(MapDensity, ScalesWithTheMap) {
  const MapDensity one = mapDensity(gaussian(2000, 1)), ten = mapDensity(gaussian(2000, 10));
  EXPECT_NEAR(ten.bandwidth, 10 * one.bandwidth, 1e-4);
  EXPECT_NEAR(ten.contours[2].density * 100, one.contours[2].density, 1e-2 * one.contours[2].density);
}

TEST(MapDensity, DegenerateMapsHaveNoContours) {
  EXPECT_TRUE(mapDensity({}).contours.empty());
  EXPECT_TRUE(mapDensity(std::vector<float>{1, 2}).contours.empty());
  EXPECT_TRUE(mapDensity(std::vector<float>(60, 3.0f)).contours.empty());
  std::vector<float> holed = gaussian(100, 1);
  holed[7] = std::numeric_limits<float>::infinity();
  const MapDensity density = mapDensity(holed);
  EXPECT_EQ(density.atPoint[3], 0);
  EXPECT_EQ(density.contours.size(), 4u);
  std::vector<float> line = gaussian(100, 1);
  for (size_t i = 1; i < line.size(); i += 2) line[i] = 0;
  EXPECT_FALSE(mapDensity(line).contours.empty());
}

}  // namespace
}  // namespace adapsne
