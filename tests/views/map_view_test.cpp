// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_view.h"

#include <gtest/gtest.h>

#include <QContextMenuEvent>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "core/catalogue/generators.h"
#include "core/support/random.h"
#include "tests/support/tiny_data.h"
#include "views/hover_card.h"
#include "views/map_legend.h"
#include "views/point_colors.h"
#include "views/thumbnail.h"

namespace adapsne {
namespace {

struct MapViewTest : ::testing::Test {
  MapView map{darkTheme()};
  DatasetPtr dataset = std::make_shared<const Dataset>(test::made(generateBlobs, 300, 1));

  void SetUp() override {
    map.resize(600, 500);
    map.show();
    map.setDataset(dataset);
  }
  Positions cloud(double scale) const {
    RandomStream random(3);
    std::vector<float> positions;
    for (int64_t i = 0; i < 2 * dataset->points; ++i)
      positions.push_back(static_cast<float>(random.normal() * scale));
    return std::make_shared<const std::vector<float>>(std::move(positions));
  }
  void wheel(QPointF at, int delta) {
    QWheelEvent event(at, map.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&map, &event);
  }
};

TEST_F(MapViewTest, TheCameraFollowsTheMapUntilTheUserMovesIt) {
  map.setFrame(cloud(1), "one");
  const double first = map.camera().scale();
  map.setFrame(cloud(10), "two");
  EXPECT_NEAR(map.camera().scale(), first / 10, first / 1000);
  wheel({100, 100}, 240);
  const Camera moved = map.camera();
  EXPECT_FALSE(map.followsFit());
  map.setFrame(cloud(20), "three");
  map.setColorBy({ColorKind::Sigma});
  map.setOverlays({.exemplars = false});
  map.setTheme(lightTheme());
  map.resize(650, 520);
  EXPECT_EQ(map.camera(), moved);
  map.fit();
  EXPECT_TRUE(map.followsFit());
  EXPECT_FALSE(map.camera() == moved);
}

TEST_F(MapViewTest, AFittedMapStandsBesideTheLegend) {
  for (const QSize size : {QSize(440, 300), QSize(600, 500), QSize(900, 500), QSize(500, 800)}) {
    map.resize(size);
    for (const double scale : {1.0, 50.0}) {
      map.setFrame(cloud(scale), "points");
      map.fit();
      const MapLegend legend = layOutLegend(map.picture());
      ASSERT_FALSE(legend.lines.empty());
      int visible = 0;
      for (int64_t row = 0; row < dataset->points; ++row) {
        EXPECT_FALSE(legend.box.contains(map.screenPosition(row))) << size.width() << " row " << row;
        visible += QRectF(map.rect()).contains(map.screenPosition(row));
      }
      EXPECT_GE(visible, dataset->points * 98 / 100) << "and within the view";
    }
  }
}

TEST_F(MapViewTest, AMapThatFollowsMakesRoomForALegendThatComes) {
  map.resize(440, 420);
  map.setOverlays({.legend = false});
  map.setFrame(cloud(1), "points");
  const Camera alone = map.camera();
  map.setOverlays({});
  ASSERT_TRUE(map.followsFit());
  EXPECT_NE(map.camera(), alone);
  map.setOverlays({.legend = false});
  EXPECT_EQ(map.camera(), alone);
}

TEST_F(MapViewTest, TheWheelKeepsThePointUnderThePointer) {
  map.setFrame(cloud(5), {});
  const QPointF at(432, 123);
  const QPointF under = map.camera().toMap(at, map.size());
  wheel(at, 360);
  const QPointF now = map.camera().toMap(at, map.size());
  EXPECT_NEAR(now.x(), under.x(), 1e-9);
  EXPECT_NEAR(now.y(), under.y(), 1e-9);
}

TEST_F(MapViewTest, DraggingPansAndADoubleClickFits) {
  map.setFrame(cloud(5), {});
  const QPointF before = map.screenPosition(7);
  QTest::mousePress(&map, Qt::LeftButton, {}, {200, 200});
  QTest::mouseMove(&map, {240, 170});
  QTest::mouseRelease(&map, Qt::LeftButton, {}, {240, 170});
  const QPointF moved = map.screenPosition(7) - before;
  EXPECT_NEAR(moved.x(), 40, 1e-6);
  EXPECT_NEAR(moved.y(), -30, 1e-6);
  QTest::mouseDClick(&map, Qt::LeftButton, {}, {200, 200});
  EXPECT_EQ(map.screenPosition(7), before);
}

TEST_F(MapViewTest, HoveringNamesThePointAndLeavingForgetsIt) {
  map.setFrame(cloud(5), {});
  QSignalSpy hovered(&map, &MapView::hovered);
  QTest::mouseMove(&map, map.screenPosition(42).toPoint());
  ASSERT_EQ(hovered.count(), 1);
  const auto row = hovered.takeFirst()[0].toLongLong();
  EXPECT_EQ(map.scene().hovered, row);
  EXPECT_LT((map.screenPosition(row) - map.screenPosition(42)).manhattanLength(), 3);
  const QImage with = map.grab().toImage();
  QEvent leave(QEvent::Leave);
  QApplication::sendEvent(&map, &leave);
  EXPECT_EQ(map.scene().hovered, -1);
  EXPECT_NE(with, map.grab().toImage());
}

TEST_F(MapViewTest, AsksForAMenuButNotWhileSomethingIsDragged) {
  map.setFrame(cloud(5), {});
  QSignalSpy menu(&map, &MapView::menuRequested);
  const auto ask = [&](QContextMenuEvent::Reason reason, QPoint at) {
    QContextMenuEvent event(reason, at, map.mapToGlobal(at));
    QCoreApplication::sendEvent(&map, &event);
  };
  const QPoint at = map.screenPosition(42).toPoint();
  QTest::mousePress(&map, Qt::RightButton, {}, at);  // where the pointer was not before
  ask(QContextMenuEvent::Mouse, at);
  ASSERT_EQ(menu.count(), 1);
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), map.scene().hovered);
  EXPECT_GE(map.scene().hovered, 0);
  ask(QContextMenuEvent::Keyboard, {});
  ASSERT_EQ(menu.count(), 1);
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), map.scene().hovered);
  QEvent leave(QEvent::Leave);
  QApplication::sendEvent(&map, &leave);
  ask(QContextMenuEvent::Keyboard, {});
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), MapView::kInspected);
  ask(QContextMenuEvent::Mouse, {3, 3});
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), -1);
  QTest::mousePress(&map, Qt::LeftButton, {}, {200, 200});
  QTest::mouseMove(&map, {240, 170});
  ask(QContextMenuEvent::Mouse, {240, 170});
  EXPECT_EQ(menu.count(), 0);
  QTest::mouseRelease(&map, Qt::LeftButton, {}, {240, 170});
}

TEST_F(MapViewTest, AFrameOfAnotherDatasetIsIgnored) {
  map.setFrame(std::make_shared<const std::vector<float>>(std::vector<float>{1, 2, 3, 4}), {});
  EXPECT_FALSE(map.hasMap());
}

TEST_F(MapViewTest, TheSamePictureTwiceHasTheSamePixels) {
  map.setFrame(cloud(5), "caption");
  EXPECT_EQ(map.grab().toImage(), map.grab().toImage());
}

TEST(PointColors, LabelsCountTheirPoints) {
  const Dataset dataset = test::made(generateBlobs, 300, 1);
  const PointColors colors = colorPoints(dataset, nullptr, {}, darkTheme());
  ASSERT_EQ(colors.index.size(), 300u);
  int64_t sum = 0;
  for (const LegendEntry& entry : colors.entries) sum += entry.count;
  EXPECT_EQ(sum, 300);
  EXPECT_EQ(colors.palette.size(), dataset.classNames.size());
}

TEST(Thumbnail, ImagesShowTheirPixels) {
  Dataset dataset;
  dataset.points = 1;
  dataset.dimensions = 4;
  dataset.features = {0, 16, 8, 16};
  dataset.image = {2, 2, 1};
  dataset.imageMaximum = 16;
  const QImage image = thumbnail(dataset, 0, 32, darkTheme());
  EXPECT_EQ(image.size(), QSize(32, 32));
  EXPECT_EQ(qRed(image.pixel(4, 4)), 0);
  EXPECT_EQ(qRed(image.pixel(24, 4)), 255);
  EXPECT_EQ(qRed(image.pixel(4, 24)), 128);
}

TEST(Thumbnail, TablesShowBarsAndFirstValues) {
  Dataset dataset;
  dataset.points = 1;
  dataset.dimensions = 3;
  dataset.features = {1, -0.5f, 0};
  EXPECT_FALSE(thumbnail(dataset, 0, 32, darkTheme()).isNull());
  const auto lines = [&] {
    return describePoint(std::make_shared<const Dataset>(dataset), nullptr, 0)
        .lines.join(" | ")
        .toStdString();
  };
  EXPECT_EQ(lines(), "feature 1 1 | feature 2 -0.5 | feature 3 0");
  dataset.featureNames = {"a", "b", "c", "d", "e", "f"};
  dataset.dimensions = 6;
  dataset.features = {1, -0.5f, 0, 4, 5, 6};
  EXPECT_EQ(lines(), "a 1 | b -0.5 | c 0 | d 4 | and 2 more columns");
}

}  // namespace
}  // namespace adapsne
