// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/density_raster.h"

#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr QRgb kBlack = 0xff000000, kWhite = 0xffffffff, kRed = 0xffff0000, kBlue = 0xff0000ff;
const std::vector<QRgb> kPalette = {kRed, kBlue, kWhite};

QImage shaded(const std::vector<float>& positions, const std::vector<uint16_t>& colors) {
  QImage image(40, 30, QImage::Format_RGB32);
  image.fill(kBlack);
  shadeDensity(image, {positions, colors, kPalette}, {1, 1, 0, 0});
  return image;
}

QImage empty() {
  return shaded({}, {});
}

/// `count` points of a colour in the middle of a pixel.
void heap(std::vector<float>& positions, std::vector<uint16_t>& colors, int x, int y, int count,
          uint16_t color) {
  for (int i = 0; i < count; ++i) {
    positions.insert(positions.end(), {static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f});
    colors.push_back(color);
  }
}

TEST(DensityRaster, CountsWhatFallsOnTheImage) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  const std::vector<float> inside = {0, 0, 39.9f, 29.9f, 20, 10, 20, 10};
  const std::vector<float> outside = {-0.1f, 5, 40,  5,   5, -0.1f, 5,    30,    nan,
                                      5,     5, nan, inf, 5, 5,     -inf, 1e30f, 1e30f};
  std::vector<float> both = inside;
  both.insert(both.end(), outside.begin(), outside.end());
  EXPECT_EQ(countInView({40, 30}, inside, {1, 1, 0, 0}), 4);
  EXPECT_EQ(countInView({40, 30}, outside, {1, 1, 0, 0}), 0);
  EXPECT_EQ(countInView({40, 30}, both, {1, 1, 0, 0}), 4);
  EXPECT_EQ(countInView({40, 30}, {}, {1, 1, 0, 0}), 0);
  EXPECT_EQ(countInView({40, 30}, std::vector<float>{0, 0}, {1, -1, 20, 15}), 1) << "the y axis points up";
  EXPECT_EQ(countInView({40, 30}, std::vector<float>{0, 16}, {1, -1, 20, 15}), 0);
}

TEST(DensityRaster, OnePointColoursItsPixelAlone) {
  const QImage image = shaded({7.5f, 3.5f}, {1});
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) EXPECT_EQ(image.pixel(x, y), x == 7 && y == 3 ? kBlue : kBlack);
}

TEST(DensityRaster, NothingOutsideLeavesATrace) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(shaded({nan, 5, 5, nan, inf, 5, 5, -inf, -1, 5, 40, 5, 5, 30}, std::vector<uint16_t>(7, 0)),
            empty());
}

TEST(DensityRaster, TheFullerThePixelTheMoreOpaque) {
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  const std::vector<int> counts = {1, 2, 5, 20, 100, 1000};
  for (size_t i = 0; i < counts.size(); ++i) heap(positions, colors, static_cast<int>(i), 4, counts[i], 0);
  const QImage image = shaded(positions, colors);
  for (size_t i = 1; i < counts.size(); ++i)
    EXPECT_GT(qRed(image.pixel(static_cast<int>(i), 4)), qRed(image.pixel(static_cast<int>(i) - 1, 4)));
  EXPECT_GE(qRed(image.pixel(0, 4)), 50) << "a single point stays to be seen beside a thousand";
  EXPECT_EQ(image.pixel(5, 4), kRed) << "the fullest is opaque";
}

TEST(DensityRaster, AMixedPixelTakesTheMeanColour) {
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  heap(positions, colors, 6, 6, 30, 0);
  heap(positions, colors, 6, 6, 10, 1);
  EXPECT_EQ(shaded(positions, colors).pixel(6, 6), qRgb(255 * 30 / 40, 0, 255 * 10 / 40));
}

TEST(DensityRaster, TheOrderOfThePointsDoesNotMatter) {
  RandomStream random(5);
  constexpr size_t kPoints = 20000;
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  for (size_t i = 0; i < kPoints; ++i) {
    positions.push_back(static_cast<float>(20 + 9 * random.normal()));
    positions.push_back(static_cast<float>(15 + 6 * random.normal()));
    colors.push_back(static_cast<uint16_t>(random.below(kPalette.size())));
  }
  const QImage image = shaded(positions, colors);
  EXPECT_NE(image, empty());
  std::vector<size_t> order(kPoints);
  std::iota(order.begin(), order.end(), 0);
  for (int round = 0; round < 3; ++round) {
    random.shuffle(order);
    std::vector<float> shuffled;
    std::vector<uint16_t> shuffledColors;
    for (const size_t i : order) {
      shuffled.insert(shuffled.end(), {positions[2 * i], positions[2 * i + 1]});
      shuffledColors.push_back(colors[i]);
    }
    EXPECT_EQ(shaded(shuffled, shuffledColors), image);
  }
}

TEST(DensityRaster, WithoutColoursAllTakeTheFirstAndUnknownOnesTheLast) {
  EXPECT_EQ(shaded({7.5f, 3.5f}, {}).pixel(7, 3), kRed);
  EXPECT_EQ(shaded({7.5f, 3.5f}, {999}).pixel(7, 3), kWhite);
  QImage image = empty();
  const std::vector<float> point = {7.5f, 3.5f};
  shadeDensity(image, {point, {}, {}}, {1, 1, 0, 0});
  EXPECT_EQ(image, empty()) << "no palette, no colour";
}

}  // namespace
}  // namespace adapsne
