// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/scatter_raster.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <QByteArrayView>
#include <QCryptographicHash>

#include "core/support/random.h"

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

/// The definition, pixel by pixel: no bands, no blocks, no vectors.
QImage drawnPlainly(QImage image, const ScatterPoints& points, const ScatterTransform& t, double radius,
                    double alpha) {
  const int reach = static_cast<int>(std::ceil(radius + 0.5));
  for (size_t i = 0; i < points.positions.size() / 2; ++i) {
    const double x = std::floor(4 * (t.scaleX * points.positions[2 * i] + t.offsetX)) / 4 + 0.125;
    const double y = std::floor(4 * (t.scaleY * points.positions[2 * i + 1] + t.offsetY)) / 4 + 0.125;
    const QRgb color = points.palette[points.color[i]];
    for (int py = static_cast<int>(std::floor(y)) - reach; py <= std::floor(y) + reach; ++py)
      for (int px = static_cast<int>(std::floor(x)) - reach; px <= std::floor(x) + reach; ++px) {
        if (px < 0 || py < 0 || px >= image.width() || py >= image.height()) continue;
        const double coverage = std::clamp(radius + 0.5 - std::hypot(px + 0.5 - x, py + 0.5 - y), 0.0, 1.0);
        const int weight = static_cast<int>(std::lround(128 * alpha * coverage));
        const auto mix = [&](int under, int over) { return under + (((over - under) * weight) >> 7); };
        const QRgb under = image.pixel(px, py);
        image.setPixel(px, py,
                       qRgb(mix(qRed(under), qRed(color)), mix(qGreen(under), qGreen(color)),
                            mix(qBlue(under), qBlue(color))));
      }
  }
  return image;
}

TEST(ScatterRaster, IsTheDefinitionPixelByPixelAtAnyThreadCount) {
  RandomStream random(1);
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  for (int i = 0; i < 70000; ++i) {  // more than one part, and every border
    positions.push_back(static_cast<float>(-0.3 + 1.6 * random.uniform()));
    positions.push_back(static_cast<float>(-0.3 + 1.6 * random.uniform()));
    colors.push_back(static_cast<uint16_t>(random.below(3)));
  }
  const std::vector<QRgb> palette = {0xff3060c0, 0xffe0a020, 0xff107030};
  for (const double radius : {0.5, 1.2, 3.0, 6.5}) {
    QImage background(203, 131, QImage::Format_RGB32);
    background.fill(0xff202830);
    const ScatterPoints points{positions, colors, palette};
    const ScatterTransform transform{203, -131, 0.3, 131.2};
    const QImage expected = drawnPlainly(background, points, transform, radius, 0.55);
    for (int threads : {1, 2, 3}) {
      QImage image = background;
      splat(image, points, transform, radius, 0.55, threads);
      EXPECT_EQ(image, expected) << "radius " << radius << ", " << threads << " threads";
    }
    EXPECT_EQ(background.pixel(0, 0), 0xff202830u) << "a copy of the image is left alone";
  }
}

TEST(ScatterRaster, IsTheSameImageEverywhere) {
  // Places are whole quarters of a pixel, so that no instruction set rounds them otherwise.
  RandomStream random(5);
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  for (int i = 0; i < 5000; ++i) {
    positions.push_back(static_cast<float>(random.below(4 * 220)) / 4 - 10);
    positions.push_back(static_cast<float>(random.below(4 * 120)) / 4 - 10);
    colors.push_back(static_cast<uint16_t>(random.below(4)));
  }
  const std::vector<QRgb> palette = {0xff4e79a7, 0xfff28e2b, 0xffe15759, 0xff76b7b2};
  for (const int threads : {1, 2, 3}) {
    QImage image(200, 100, QImage::Format_RGB32);
    image.fill(0xff111419);
    splat(image, {positions, colors, palette}, {1, 1, 0, 0}, 1.2, 0.6, threads);
    QCryptographicHash hash(QCryptographicHash::Sha1);
    for (int y = 0; y < image.height(); ++y)
      hash.addData(QByteArrayView(image.constScanLine(y), static_cast<qsizetype>(image.width()) * 4));
    EXPECT_EQ(hash.result().toHex().toStdString(), "86adfd81951aa6776935e4219707f6eafb4e9aae") << threads;
  }
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
