// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_layer.h"

#include <gtest/gtest.h>

#include <QPainter>
#include <QSignalSpy>

#include "tests/support/eventually.h"
#include "tests/support/map_picture.h"
#include "views/map_painter.h"

namespace adapsne {
namespace {

constexpr int64_t kLarge = kPaintedAtOnce + 20'000;

struct MapLayerTest : ::testing::Test {
  MapLayer layer;
  QSignalSpy improved{&layer, &MapLayer::improved};

  QImage shown(const MapPicture& picture) {
    QImage image(picture.size.toSize(), QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    layer.paint(painter, picture);
    return image;
  }
  /// The picture as soon as all of it is there.
  QImage whole(const MapPicture& picture) {
    QImage image = shown(picture);
    EXPECT_TRUE(eventually([&] {
      if (!layer.complete()) image = shown(picture);
      return layer.complete();
    }));
    return image;
  }
};

TEST_F(MapLayerTest, ASmallMapIsPaintedAtOnce) {
  MapPicture picture = test::pictureOf(test::randomMap(2000, 1));
  EXPECT_EQ(shown(picture), paintMapLayer(picture));
  EXPECT_TRUE(layer.complete());
  picture.camera = picture.camera.panned({30, 10});
  EXPECT_EQ(shown(picture), paintMapLayer(picture));
  EXPECT_TRUE(layer.complete());
  picture.scene.muted = {1, 0, 0};
  layer.invalidate();
  EXPECT_EQ(shown(picture), paintMapLayer(picture));
  EXPECT_TRUE(layer.complete());
  QCoreApplication::processEvents();
  EXPECT_EQ(improved.count(), 0);
}

TEST_F(MapLayerTest, ALargeMapIsFirstASampleAndThenItself) {
  const MapPicture picture = test::pictureOf(test::randomMap(kLarge, 1));
  const QImage first = shown(picture);
  EXPECT_FALSE(layer.complete());
  EXPECT_NE(first, emptyLayer(picture));
  EXPECT_EQ(first, paintSample(sampleMap(picture.scene, kPaintedAtOnce, picture.style.theme), picture));
  EXPECT_EQ(shown(picture), first);
  ASSERT_TRUE(eventually([&] { return improved.count() > 0; }));
  EXPECT_EQ(shown(picture), paintMapLayer(picture));
  EXPECT_TRUE(layer.complete());
  EXPECT_NE(shown(picture), first);
  EXPECT_EQ(improved.count(), 1) << "it was ordered once, however often it was asked for";
}

TEST_F(MapLayerTest, APanKeepsThePixelsThatItMoves) {
  MapPicture picture = test::pictureOf(test::randomMap(kLarge, 1));
  const QImage before = whole(picture);
  constexpr int kRight = 40, kDown = -25;
  picture.camera = picture.camera.panned({kRight, kDown});
  const QImage preview = shown(picture);
  EXPECT_FALSE(layer.complete());
  const int width = before.width(), height = before.height();
  EXPECT_EQ(preview.copy(kRight, 0, width - kRight, height + kDown),
            before.copy(0, -kDown, width - kRight, height + kDown));
  const QImage sample = paintSample(sampleMap(picture.scene, kPaintedAtOnce, picture.style.theme), picture);
  EXPECT_EQ(preview.copy(0, 0, kRight, height), sample.copy(0, 0, kRight, height))
      << "where the last layer does not reach";
  EXPECT_EQ(whole(picture), paintMapLayer(picture));
}

TEST_F(MapLayerTest, AZoomShowsTheLastLayerUntilTheNextIsThere) {
  MapPicture picture = test::pictureOf(test::randomMap(kLarge, 1));
  whole(picture);
  picture.camera = picture.camera.zoomed({200, 150}, 1.5, picture.size);
  const QImage preview = shown(picture);
  EXPECT_FALSE(layer.complete());
  EXPECT_NE(preview, emptyLayer(picture));
  EXPECT_EQ(whole(picture), paintMapLayer(picture));
}

TEST_F(MapLayerTest, WhileTheCameraMovesOnTheNewestPictureCounts) {
  MapPicture picture = test::pictureOf(test::randomMap(kLarge, 1));
  for (int i = 0; i < 12; ++i) {
    picture.camera = picture.camera.panned({7, 3});
    shown(picture);
    EXPECT_FALSE(layer.complete());
  }
  EXPECT_EQ(whole(picture), paintMapLayer(picture));
  EXPECT_LT(improved.count(), 12) << "pictures that nobody waits for are not painted";
}

TEST_F(MapLayerTest, WhatHasChangedIsPaintedAnew) {
  MapPicture picture = test::pictureOf(test::randomMap(kLarge, 1));
  const QImage plain = whole(picture);
  picture.scene.muted = {1, 0, 0};
  layer.invalidate();
  shown(picture);
  EXPECT_FALSE(layer.complete());
  const QImage muted = whole(picture);
  EXPECT_EQ(muted, paintMapLayer(picture));
  EXPECT_NE(muted, plain);
}

TEST_F(MapLayerTest, ASmallMapAfterALargeOneIsNotOvertaken) {
  MapPicture large = test::pictureOf(test::randomMap(kLarge, 1)),
             small = test::pictureOf(test::randomMap(500, 2));
  shown(large);
  layer.invalidate();
  EXPECT_EQ(shown(small), paintMapLayer(small));
  // Another large one comes after what was being painted for the first.
  layer.invalidate();
  EXPECT_EQ(whole(large), paintMapLayer(large));
  layer.invalidate();
  EXPECT_EQ(shown(small), paintMapLayer(small));
  EXPECT_TRUE(layer.complete());
}

}  // namespace
}  // namespace adapsne
