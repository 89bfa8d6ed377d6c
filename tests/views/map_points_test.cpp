// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_points.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include <QColor>
#include <QPainter>

#include "tests/support/map_picture.h"
#include "views/density_raster.h"
#include "views/scatter_raster.h"

namespace adapsne {
namespace {

ScatterTransform transformOf(const MapPicture& picture) {
  const QPointF origin = picture.camera.toScreen({0, 0}, picture.size);
  return {picture.camera.scale(), -picture.camera.scale(), origin.x(), origin.y()};
}

ScatterPoints pointsOf(const MapPicture& picture) {
  return {*picture.scene.positions, picture.scene.colors->index, picture.scene.colors->palette};
}

int64_t inView(const MapPicture& picture) {
  return countInView(picture.size.toSize(), *picture.scene.positions, transformOf(picture));
}

int chroma(QRgb color) {
  return std::max({qRed(color), qGreen(color), qBlue(color)}) -
         std::min({qRed(color), qGreen(color), qBlue(color)});
}

/// Three points far apart, of the classes 0, 1 and 2, large and opaque.
MapPicture threePoints() {
  MapPicture picture = test::pictureOf({-10, 0, 0, 0, 10, 0});
  picture.style.pointRadius = 3;
  picture.style.pointAlpha = 1;
  return picture;
}

QRgb pixelOf(const QImage& image, const MapPicture& picture, int64_t row) {
  return image.pixel(picture.camera.toScreen(picture.scene.positionOf(row), picture.size).toPoint());
}

void select(MapPicture& picture, const std::vector<int64_t>& rows) {
  picture.scene.selection = Selection().combined(rows, picture.scene.dataset->points, SelectMode::Replace);
}

QImage vectorImage(const MapPicture& picture) {
  QImage image = emptyLayer(picture);
  QPainter painter(&image);
  paintVectorPoints(painter, picture);
  return image;
}

TEST(MapPoints, BeyondAsManyAsDiscsCanTellTheirDensityIsDrawn) {
  const int64_t points = kMostDiscs + 100;
  MapPicture picture = test::pictureOf(test::evenMap(points, 1));
  ASSERT_EQ(inView(picture), points);
  QImage density = emptyLayer(picture);
  shadeDensity(density, pointsOf(picture), transformOf(picture));
  EXPECT_EQ(paintPoints(picture), density);

  picture.camera = picture.camera.zoomed({200, 150}, 4, picture.size);
  ASSERT_LT(inView(picture), kMostDiscs);
  ASSERT_GT(inView(picture), 0);
  QImage discs = emptyLayer(picture);
  splat(discs, pointsOf(picture), transformOf(picture), picture.style.pointRadius, picture.style.pointAlpha);
  EXPECT_EQ(paintPoints(picture), discs) << "what counts is what is in view";
}

TEST(MapPoints, UpToThatManyAreDiscs) {
  const MapPicture picture = test::pictureOf(test::evenMap(kMostDiscs, 1));
  ASSERT_EQ(inView(picture), kMostDiscs);
  QImage discs = emptyLayer(picture);
  splat(discs, pointsOf(picture), transformOf(picture), picture.style.pointRadius, picture.style.pointAlpha);
  EXPECT_EQ(paintPoints(picture), discs);
}

TEST(MapPoints, TheSampleIsEvenOverTheRowsAndAlwaysTheSame) {
  constexpr int64_t kPoints = 250'007, kMost = 100'000, kStep = 3;
  std::vector<float> positions;
  for (int64_t i = 0; i < kPoints; ++i) positions.insert(positions.end(), {static_cast<float>(i), 0});
  const MapPicture picture = test::pictureOf(std::move(positions));
  const MapSample sample = sampleMap(picture.scene, kMost, darkTheme());
  ASSERT_EQ(sample.color.size(), static_cast<size_t>((kPoints + kStep - 1) / kStep));
  ASSERT_LE(static_cast<int64_t>(sample.color.size()), kMost);
  ASSERT_EQ(sample.positions.size(), 2 * sample.color.size());
  std::vector<int64_t> offsets(kStep, 0);
  for (size_t i = 0; i < sample.color.size(); ++i) {
    const auto row = static_cast<int64_t>(sample.positions[2 * i]);
    ASSERT_EQ(row / kStep, static_cast<int64_t>(i)) << "one of every three";
    ++offsets[static_cast<size_t>(row % kStep)];
    ASSERT_EQ(sample.color[i], picture.scene.colors->index[static_cast<size_t>(row)]);
  }
  const double third = static_cast<double>(sample.color.size()) / kStep;
  for (const int64_t count : offsets) EXPECT_NEAR(static_cast<double>(count), third, 6 * std::sqrt(third));
  const MapSample again = sampleMap(picture.scene, kMost, darkTheme());
  EXPECT_EQ(again.positions, sample.positions);
  EXPECT_EQ(again.color, sample.color);
}

TEST(MapPoints, AMapThatFitsIsItsOwnSample) {
  const MapPicture picture = test::pictureOf(test::randomMap(1000, 2));
  const MapSample sample = sampleMap(picture.scene, 1000, darkTheme());
  EXPECT_EQ(sample.positions, *picture.scene.positions);
  EXPECT_EQ(sample.color, picture.scene.colors->index);
  EXPECT_EQ(paintSample(sample, picture), paintPoints(picture));
}

TEST(MapPoints, MutedAndUnselectedPointsAreGreyAndNoneIsHidden) {
  MapPicture picture = threePoints();
  const QRgb plot = darkTheme().plot.rgb();
  const auto expectShown = [&](const std::set<int64_t>& colored) {
    const MapSample sample = sampleMap(picture.scene, 3, darkTheme());
    for (const QImage& image : {paintPoints(picture), vectorImage(picture), paintSample(sample, picture)}) {
      for (int64_t row = 0; row < 3; ++row) {
        const QRgb pixel = pixelOf(image, picture, row);
        EXPECT_NE(pixel, plot) << row;
        if (colored.contains(row))
          EXPECT_EQ(pixel, picture.scene.colors->palette[static_cast<size_t>(row)]) << row;
        else
          EXPECT_LT(chroma(pixel), 25) << row;
      }
    }
  };
  expectShown({0, 1, 2});
  picture.scene.muted = {0, 1, 0};
  expectShown({0, 2});
  select(picture, {0, 1});
  expectShown({0});
  picture.scene.muted.clear();
  expectShown({0, 1});
  picture.scene.muted = {1, 1, 1};
  expectShown({});
}

TEST(MapPoints, WhatStandsOutLiesOnTheRest) {
  MapPicture picture = test::pictureOf({-10, 0, 0, 0, 0, 0, 10, 0});
  picture.style.pointRadius = 3;
  picture.style.pointAlpha = 1;
  select(picture, {1});  // row 2 lies at the same place and comes later
  for (const QImage& image : {paintPoints(picture), vectorImage(picture)})
    EXPECT_EQ(pixelOf(image, picture, 1), picture.scene.colors->palette[1]);
}

TEST(MapPoints, ColoursThatAreNotKnownYetAreOne) {
  MapPicture picture = threePoints();
  picture.scene.colors = nullptr;
  picture.scene.muted = {0, 1, 0};
  const MapSample sample = sampleMap(picture.scene, 3, darkTheme());
  for (const QImage& image : {paintPoints(picture), vectorImage(picture), paintSample(sample, picture)}) {
    EXPECT_EQ(pixelOf(image, picture, 0), darkTheme().adapsne.rgb());
    EXPECT_LT(chroma(pixelOf(image, picture, 1)), 25);
  }
}

}  // namespace
}  // namespace adapsne
