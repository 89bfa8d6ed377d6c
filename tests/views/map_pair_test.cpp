// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_pair.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "core/embedding/procrustes.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"
#include "views/map_pane.h"
#include "views/map_view.h"

namespace adapsne {
namespace {

struct MapPairTest : ::testing::Test {
  MapPair maps{darkTheme()};
  DatasetPtr dataset = test::clusteredDataset(120, 8, 1);
  RunPtr nms = test::runOnce(dataset, test::quickOptions("nms-ideal"));
  RunPtr adapsne = test::runOnce(dataset, test::quickOptions("adapsne"));

  void SetUp() override {
    maps.resize(1000, 500);
    maps.show();
    maps.setDataset(dataset);
  }
  void showBoth() {
    maps.setPaired(true);
    maps.setRun(0, nms);
    maps.setRun(1, adapsne);
    QCoreApplication::processEvents();
  }
  static void drag(MapView* map, const std::vector<QPoint>& way, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(map, Qt::LeftButton, modifiers, way.front());
    for (const QPoint& at : way) {
      QMouseEvent move(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
      QCoreApplication::sendEvent(map, &move);
    }
    QTest::mouseRelease(map, Qt::LeftButton, modifiers, way.back());
  }
  static void hover(MapView* map, int64_t row) {
    const QPointF at = map->screenPosition(row);
    QMouseEvent move(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(map, &move);
  }
  static std::vector<QPoint> around(QPoint center, int radius) {
    std::vector<QPoint> way;
    for (int i = 0; i < 24; ++i)
      way.push_back(center + QPoint(static_cast<int>(radius * std::cos(i * 0.262)),
                                    static_cast<int>(radius * std::sin(i * 0.262))));
    return way;
  }
};

TEST_F(MapPairTest, OneMapIsAlone) {
  maps.setRun(0, nms);
  EXPECT_FALSE(maps.pane(1)->isVisible());
  EXPECT_EQ(maps.run(0), nms);
  EXPECT_EQ(maps.run(1), nullptr);
  maps.setCurrent(1);
  EXPECT_EQ(maps.current(), 0) << "there is no second map to look at";
}

TEST_F(MapPairTest, TheSecondIsLaidOverTheFirstAndItsRunIsLeftAlone) {
  const std::vector<float> before = adapsne->map->positions;
  showBoth();
  const Similarity expected = alignMaps(nms->map->positions, adapsne->map->positions);
  EXPECT_EQ(*maps.map(1)->scene().positions, expected.apply(adapsne->map->positions));
  EXPECT_DOUBLE_EQ(maps.map(1)->scene().placement.scale, expected.scale);
  EXPECT_EQ(*maps.map(0)->scene().positions, nms->map->positions);
  EXPECT_EQ(adapsne->map->positions, before);
}

TEST_F(MapPairTest, ANewFirstMapRealignsTheSecond) {
  showBoth();
  maps.setRun(0, adapsne);
  double farthest = 0;
  const auto &a = *maps.map(0)->scene().positions, &b = *maps.map(1)->scene().positions;
  for (size_t i = 0; i < a.size(); ++i) farthest = std::max(farthest, std::abs(double(a[i]) - b[i]));
  EXPECT_LT(farthest, 1e-3) << "the same map lies on itself";
}

TEST_F(MapPairTest, TheCameraIsOne) {
  showBoth();
  EXPECT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
  for (int slot = 0; slot < 2; ++slot) {
    MapView* map = maps.map(slot);
    QWheelEvent wheel({100, 100}, map->mapToGlobal(QPointF(100, 100)), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(map, &wheel);
    EXPECT_FALSE(maps.map(1 - slot)->followsFit());
    EXPECT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
  }
  maps.map(1)->fit();
  EXPECT_TRUE(maps.map(0)->followsFit());
  EXPECT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
  EXPECT_EQ(maps.map(0)->camera(), Camera::fitted(nms->map->positions, maps.map(0)->size()));
}

TEST_F(MapPairTest, HoveringIsSeenInBoth) {
  showBoth();
  hover(maps.map(0), 17);
  const int64_t row = maps.map(0)->scene().hovered;
  ASSERT_GE(row, 0);
  EXPECT_EQ(maps.map(1)->scene().hovered, row);
  EXPECT_TRUE(maps.map(0)->scene().pointerHere);
  EXPECT_FALSE(maps.map(1)->scene().pointerHere) << "one card is enough";
  hover(maps.map(1), 40);
  EXPECT_EQ(maps.map(0)->scene().hovered, maps.map(1)->scene().hovered);
  EXPECT_FALSE(maps.map(0)->scene().pointerHere);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(maps.map(1), &leave);
  EXPECT_EQ(maps.map(0)->scene().hovered, -1);
  EXPECT_EQ(maps.map(1)->scene().hovered, -1);
}

TEST_F(MapPairTest, ALassoSelectsTheSamePointsInBoth) {
  showBoth();
  QSignalSpy changed(&maps, &MapPair::selectionChanged);
  maps.forEach([](MapView* map) { map->setLasso(true); });
  MapView* map = maps.map(1);
  const QPoint center = map->screenPosition(3).toPoint();
  drag(map, around(center, 40));
  ASSERT_EQ(changed.count(), 1);
  const Selection first = maps.selection();
  EXPECT_TRUE(first.contains(3));
  EXPECT_EQ(maps.map(0)->scene().selection, first);
  EXPECT_EQ(maps.map(1)->scene().selection, first);
  for (int64_t row = 0; row < dataset->points; ++row) {
    const QPointF away = map->screenPosition(row) - center;
    const double distance = std::hypot(away.x(), away.y());
    if (std::abs(distance - 40) < 2) continue;  // on the line
    EXPECT_EQ(first.contains(row), distance < 40) << row;
  }

  drag(map, around(map->screenPosition(60).toPoint(), 25), Qt::ShiftModifier);
  const Selection more = maps.selection();
  EXPECT_TRUE(more.contains(60));
  EXPECT_GE(more.count(), first.count());
  for (const int64_t row : first.rows()) EXPECT_TRUE(more.contains(row));
  drag(map, around(center, 40), Qt::AltModifier);
  EXPECT_FALSE(maps.selection().contains(3));
  QTest::mouseClick(map, Qt::LeftButton, {}, {2, 2});
  EXPECT_TRUE(maps.selection().empty()) << "a lasso around nothing selects nothing";
}

TEST_F(MapPairTest, TheUsersSelectionIsToldFromOthers) {
  showBoth();
  QSignalSpy edited(&maps, &MapPair::selectionEdited);
  const Selection two = Selection().combined({1, 2}, dataset->points, SelectMode::Replace);
  maps.setSelection(two);
  EXPECT_EQ(edited.count(), 0);
  maps.forEach([](MapView* map) { map->setLasso(true); });
  drag(maps.map(0), around(maps.map(0)->screenPosition(3).toPoint(), 40));
  ASSERT_EQ(edited.count(), 1);
  EXPECT_EQ(edited[0][0].value<Selection>(), two) << "what there was before";
  EXPECT_TRUE(maps.selection().contains(3));
  maps.select(maps.selection());
  EXPECT_EQ(edited.count(), 1) << "the same is no change";
}

TEST_F(MapPairTest, ShiftDragsARectangleWithoutMovingTheMap) {
  showBoth();
  MapView* map = maps.map(0);
  const Camera before = map->camera();
  const QPoint at = map->screenPosition(10).toPoint();
  drag(map, {at - QPoint(15, 15), at, at + QPoint(15, 15)}, Qt::ShiftModifier);
  EXPECT_EQ(map->camera(), before);
  EXPECT_TRUE(maps.selection().contains(10));
  QTest::mouseClick(map, Qt::LeftButton, Qt::AltModifier, at);
  EXPECT_FALSE(maps.selection().contains(map->scene().hovered));
}

TEST_F(MapPairTest, TheTouchedMapIsCurrent) {
  showBoth();
  QSignalSpy current(&maps, &MapPair::currentChanged);
  QTest::mouseClick(maps.map(1), Qt::LeftButton, {}, {5, 5});
  EXPECT_EQ(maps.current(), 1);
  QTest::mouseClick(maps.pane(0), Qt::LeftButton, {}, {30, 10});
  EXPECT_EQ(maps.current(), 0);
  EXPECT_EQ(current.count(), 2);
}

TEST_F(MapPairTest, ClosingOneLeavesTheOther) {
  showBoth();
  maps.setCurrent(1);
  QSignalSpy closed(&maps, &MapPair::closed);
  maps.close(0);
  EXPECT_EQ(closed.count(), 1);
  EXPECT_FALSE(maps.isPaired());
  EXPECT_EQ(maps.current(), 0);
  EXPECT_EQ(maps.run(0), adapsne);
  EXPECT_EQ(maps.run(1), nullptr);
  EXPECT_EQ(*maps.map(0)->scene().positions, adapsne->map->positions);
  EXPECT_FALSE(maps.pane(1)->isVisible());
}

TEST_F(MapPairTest, SelectedPointsAreDrawnAndTheOthersStay) {
  maps.setRun(0, nms);
  maps.forEach([](MapView* map) {
    map->setOverlays({.labels = false, .legend = false, .exemplars = false, .outliers = false});
  });
  const auto colorAt = [&](int64_t row) {
    const QImage image = maps.map(0)->grab().toImage();
    return QColor(image.pixel(maps.map(0)->screenPosition(row).toPoint()));
  };
  const auto chroma = [](const QColor& c) {
    return std::max({c.red(), c.green(), c.blue()}) - std::min({c.red(), c.green(), c.blue()});
  };
  maps.setSelection(Selection().combined({3}, dataset->points, SelectMode::Replace));
  int64_t farthest = 0;  // a point that no other one covers
  double most = 0;
  for (int64_t row = 0; row < dataset->points; ++row) {
    const QPointF p = maps.map(0)->scene().positionOf(row);
    if (row != 3 && std::hypot(p.x(), p.y()) > most) most = std::hypot(p.x(), p.y()), farthest = row;
  }
  EXPECT_GT(chroma(colorAt(3)), 60) << "its class' colour";
  EXPECT_LT(chroma(colorAt(farthest)), 30) << "greyed";
  EXPECT_GT(colorAt(farthest).lightness(), darkTheme().plot.lightness() + 8) << "but not hidden";
}

TEST_F(MapPairTest, OutliersAndDensityAreDrawnWhenAskedFor) {
  maps.setRun(0, nms);
  MapView* map = maps.map(0);
  adapsne::Run marked = *nms;
  marked.assessment.outliers.reasons[5] = kLost;
  marked.assessment.outliers.lost = 1;
  maps.setRun(0, std::make_shared<const adapsne::Run>(std::move(marked)));
  const QImage with = map->grab().toImage();
  MapOverlays overlays = map->scene().overlays;
  overlays.outliers = false;
  map->setOverlays(overlays);
  const QImage without = map->grab().toImage();
  EXPECT_NE(with, without);
  overlays.density = true;
  map->setOverlays(overlays);
  EXPECT_NE(map->grab().toImage(), without);
  ASSERT_NE(map->scene().density, nullptr);
  EXPECT_FALSE(map->scene().density->contours.empty());
  overlays.density = false;
  map->setOverlays(overlays);
  EXPECT_EQ(map->grab().toImage(), without);
}

TEST_F(MapPairTest, AnotherDatasetForgetsTheSelection) {
  showBoth();
  maps.setSelection(Selection().combined({1, 2}, dataset->points, SelectMode::Replace));
  maps.setDataset(test::clusteredDataset(60, 4, 2));
  EXPECT_TRUE(maps.selection().empty());
  EXPECT_TRUE(maps.map(0)->scene().selection.empty());
  EXPECT_FALSE(maps.map(1)->hasMap());
}

}  // namespace
}  // namespace adapsne
