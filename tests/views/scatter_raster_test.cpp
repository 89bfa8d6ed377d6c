// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/scatter_raster.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

constexpr QRgb kBlack = 0xff000000, kRed = 0xffff0000, kBlue = 0xff0000ff;

QImage drawn(const std::vector<float>& positions, const std::vector<uint16_t>& colors, double radius,
             double alpha) {
  QImage image(64, 48, QImage::Format_RGB32);
  image.fill(kBlack);
  const std::vector<QRgb> palette = {kRed, kBlue};
  splat(image, {positions, colors, palette}, {1, 1, 0, 0}, radius, alpha);
  return image;
}

TEST(ScatterRaster, AnOpaquePointColoursItsPixelAndNothingFar) {
  const QImage image = drawn({20.5f, 10.5f}, {0}, 1.2, 1);
  EXPECT_EQ(image.pixel(20, 10), kRed);
  EXPECT_EQ(image.pixel(24, 10), kBlack);
  EXPECT_EQ(image.pixel(20, 14), kBlack);
  // The rim is neither background nor full colour.
  const int rim = qRed(image.pixel(21, 11));
  EXPECT_GT(rim, 0);
  EXPECT_LT(rim, 255);
}

TEST(ScatterRaster, AlphaMixesWithWhatIsBelow) {
  const QImage image = drawn({20.5f, 10.5f}, {0}, 1.2, 0.5);
  EXPECT_NEAR(qRed(image.pixel(20, 10)), 128, 1);
}

TEST(ScatterRaster, LaterRowsLieOnTop) {
  EXPECT_EQ(drawn({20.5f, 10.5f, 20.5f, 10.5f}, {0, 1}, 1.2, 1).pixel(20, 10), kBlue);
  EXPECT_EQ(drawn({20.5f, 10.5f, 20.5f, 10.5f}, {1, 0}, 1.2, 1).pixel(20, 10), kRed);
}

TEST(ScatterRaster, RepeatedColourNeverDriftsFromIt) {
  const std::vector<float> positions(2 * 500, 20.5f);
  const QImage image = drawn(positions, std::vector<uint16_t>(500, 0), 1.2, 0.6);
  EXPECT_GE(qRed(image.pixel(20, 20)), 253);
  EXPECT_EQ(qBlue(image.pixel(20, 20)), 0);
}

TEST(ScatterRaster, PointsAcrossTheEdgesAreClipped) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  std::vector<float> positions;
  for (const float x : {-3.f, -1.f, 0.f, 31.5f, 63.9f, 65.f, 1e9f, nan, inf, -inf}) {
    for (const float y : {-3.f, -1.f, 0.f, 23.5f, 47.9f, 49.f, -1e9f, nan})
      positions.insert(positions.end(), {x, y});
  }
  const QImage image = drawn(positions, std::vector<uint16_t>(positions.size() / 2, 0), 2.4, 1);
  EXPECT_GT(qRed(image.pixel(0, 0)), 0);
  EXPECT_GT(qRed(image.pixel(63, 47)), 0);
  EXPECT_EQ(image.pixel(50, 10), kBlack);
}

TEST(ScatterRaster, SameInputSameImage) {
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  for (int i = 0; i < 5000; ++i) {
    positions.push_back(static_cast<float>(i * 37 % 640) / 10);
    positions.push_back(static_cast<float>(i * 53 % 480) / 10);
    colors.push_back(static_cast<uint16_t>(i % 2));
  }
  EXPECT_EQ(drawn(positions, colors, 1.2, 0.6), drawn(positions, colors, 1.2, 0.6));
}

TEST(ScatterRaster, ScaleAndOffsetPlaceThePoints) {
  QImage image(64, 48, QImage::Format_RGB32);
  image.fill(kBlack);
  const std::vector<float> positions = {1, 2};
  const std::vector<uint16_t> colors = {0};
  const std::vector<QRgb> palette = {kRed};
  splat(image, {positions, colors, palette}, {10, -10, 20.5, 40.5}, 1, 1);
  EXPECT_EQ(image.pixel(30, 20), kRed);
}

}  // namespace
}  // namespace adapsne
