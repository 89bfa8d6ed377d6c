// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_pair.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "core/embedding/procrustes.h"
#include "core/support/random.h"
#include "tests/support/eventually.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"
#include "views/map_legend.h"
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
  /// The middle of a class' line in the legend of a map.
  QPoint legendLine(int slot, int label) {
    for (const LegendLine& line : layOutLegend(maps.map(slot)->picture()).lines)
      if (line.label == label) return line.place.center().toPoint();
    ADD_FAILURE() << "no line of class " << label << " in map " << slot;
    return {};
  }
  void clickLegend(int slot, int label, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(maps.map(slot), Qt::LeftButton, modifiers, legendLine(slot, label));
  }
  std::pair<bool, bool> visible() const { return {maps.pane(0)->isVisible(), maps.pane(1)->isVisible()}; }
  Positions frameOf(uint64_t seed) const {
    return std::make_shared<const std::vector<float>>(test::randomMap(dataset->points, seed));
  }
  void setOverlays(const MapOverlays& overlays) {
    maps.forEach([&](MapView* map) { map->setOverlays(overlays); });
  }
  QImage picture(int slot) const { return maps.map(slot)->grab().toImage(); }
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
  maps.forEach([](MapView* map) { map->setOverlays({.legend = false}); });
  showBoth();
  EXPECT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
  for (int slot = 0; slot < 2; ++slot) {
    MapView* map = maps.map(slot);
    QWheelEvent wheel({100, 100}, map->mapToGlobal(QPointF(100, 100)), {}, {0, 240}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(map, &wheel);
    EXPECT_FALSE(maps.map(1 - slot)->followsFit());
    EXPECT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
  }
  maps.map(1)->fit();
  EXPECT_TRUE(maps.map(0)->followsFit());
  EXPECT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
  const Camera::Beside both[] = {{*maps.map(0)->scene().positions, {}},
                                 {*maps.map(1)->scene().positions, {}}};
  EXPECT_EQ(maps.map(0)->camera(), Camera::fittedBeside(both, maps.map(0)->size()));
}

TEST_F(MapPairTest, EachMapStandsBesideItsOwnLegendAndWithinItsView) {
  showBoth();
  for (const QSize size : {QSize(700, 500), QSize(1000, 500), QSize(1400, 700), QSize(900, 800)}) {
    maps.resize(size);
    QCoreApplication::processEvents();
    ASSERT_EQ(maps.map(0)->camera(), maps.map(1)->camera());
    for (int slot = 0; slot < 2; ++slot) {
      const MapView* map = maps.map(slot);
      const MapLegend legend = layOutLegend(map->picture());
      if (slot == 1 && size.width() >= 900) {
        ASSERT_GT(legend.lines.size(), 3u) << "the classes' too";
      }
      int visible = 0;
      for (int64_t row = 0; row < dataset->points; ++row) {
        EXPECT_FALSE(legend.box.contains(map->screenPosition(row))) << size.width() << " map " << slot << row;
        visible += QRectF(map->rect()).contains(map->screenPosition(row));
      }
      EXPECT_GE(visible, dataset->points * 98 / 100) << size.width() << " map " << slot;
    }
  }
}

TEST_F(MapPairTest, AMapThatIsLeftAloneTakesTheRoom) {
  maps.setRun(0, nms);
  QCoreApplication::processEvents();
  const Camera alone = maps.map(0)->camera();
  showBoth();
  EXPECT_NE(maps.map(0)->camera(), alone);
  maps.close(1);
  QCoreApplication::processEvents();
  EXPECT_EQ(maps.map(0)->camera(), alone);
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

constexpr std::pair kBoth(true, true), kOnlyA(true, false), kOnlyB(false, true);

TEST_F(MapPairTest, SingleShowsOneMapAndFlipTheOther) {
  showBoth();
  QSignalSpy mode(&maps, &MapPair::modeChanged), current(&maps, &MapPair::currentChanged);
  EXPECT_EQ(visible(), kBoth);
  maps.setMode(PairMode::Single);
  maps.setMode(PairMode::Single);
  EXPECT_EQ(mode.count(), 1);
  EXPECT_EQ(visible(), kOnlyA);
  EXPECT_TRUE(maps.map(0)->scene().showClasses);
  EXPECT_FALSE(maps.map(0)->scene().linked) << "no hair lines towards a map that is not there";
  maps.flip();
  EXPECT_EQ(visible(), kOnlyB);
  EXPECT_EQ(maps.front(), 1);
  EXPECT_EQ(maps.current(), 1) << "the panels describe what is seen";
  EXPECT_TRUE(maps.map(1)->scene().showClasses);
  maps.setMode(PairMode::SideBySide);
  EXPECT_EQ(visible(), kBoth);
  EXPECT_TRUE(maps.map(1)->scene().linked);
  EXPECT_FALSE(maps.map(0)->scene().showClasses) << "one legend of the classes is enough";
  EXPECT_EQ(maps.current(), 1);
  maps.flip();
  EXPECT_EQ(maps.current(), 0);
  EXPECT_EQ(visible(), kBoth);
  EXPECT_EQ(current.count(), 2);
}

TEST_F(MapPairTest, BlinkShowsTheMapsInTurn) {
  showBoth();
  maps.setMode(PairMode::Blink);
  QCoreApplication::processEvents();  // the room that it has now
  EXPECT_EQ(visible(), kOnlyA);
  const Camera camera = maps.map(0)->camera();
  for (int turn = 0; turn < 2; ++turn) {
    ASSERT_TRUE(eventually([&] { return maps.front() == 1; }));
    EXPECT_EQ(visible(), kOnlyB);
    EXPECT_EQ(maps.current(), 0) << "blinking touches nothing";
    ASSERT_TRUE(eventually([&] { return maps.front() == 0; }));
    EXPECT_EQ(visible(), kOnlyA);
  }
  EXPECT_EQ(maps.map(0)->camera().center(), camera.center());
  EXPECT_EQ(maps.map(1)->camera(), maps.map(0)->camera());
  maps.setMode(PairMode::SideBySide);
  EXPECT_EQ(visible(), kBoth);
}

TEST_F(MapPairTest, WithoutMotionBlinkWaitsForFlip) {
  showBoth();
  maps.setReducedMotion(true);
  maps.setMode(PairMode::Blink);
  constexpr int kTwoTurns = 1600;  // ms
  EXPECT_FALSE(QTest::qWaitFor([&] { return maps.front() == 1; }, kTwoTurns));
  EXPECT_EQ(visible(), kOnlyA);
  maps.flip();
  EXPECT_EQ(visible(), kOnlyB);
  EXPECT_EQ(maps.current(), 0);
  maps.flip();
  EXPECT_EQ(visible(), kOnlyA);
  maps.setReducedMotion(false);
  EXPECT_TRUE(eventually([&] { return maps.front() == 1; }));
}

TEST_F(MapPairTest, OneMapAloneNeitherBlinksNorFlips) {
  maps.setRun(0, nms);
  maps.setMode(PairMode::Blink);
  maps.flip();
  EXPECT_EQ(visible(), kOnlyA);
  EXPECT_EQ(maps.front(), 0);
  maps.setPaired(true);
  EXPECT_TRUE(eventually([&] { return maps.front() == 1; })) << "it begins with the second map";
  maps.setPaired(false);
  EXPECT_EQ(visible(), kOnlyA);
}

TEST_F(MapPairTest, AClickInTheLegendMutesAClass) {
  using Muted = std::vector<uint8_t>;
  maps.setRun(0, nms);
  QSignalSpy changed(&maps, &MapPair::mutedChanged), picked(&maps, &MapPair::picked);
  maps.setSelection(Selection().combined({1, 2}, dataset->points, SelectMode::Replace));
  clickLegend(0, 1);
  EXPECT_EQ(maps.muted(), (Muted{0, 1, 0}));
  EXPECT_EQ(maps.map(0)->scene().muted, maps.muted());
  EXPECT_EQ(changed.count(), 1);
  clickLegend(0, 2);
  EXPECT_EQ(maps.muted(), (Muted{0, 1, 1}));
  clickLegend(0, 1);
  clickLegend(0, 2);
  EXPECT_EQ(maps.muted(), Muted()) << "nothing is muted any more";
  EXPECT_EQ(changed.count(), 4);
  EXPECT_EQ(maps.selection().rows(), (std::vector<int64_t>{1, 2})) << "the legend lies over the points";
  EXPECT_EQ(picked.count(), 0);
}

TEST_F(MapPairTest, WithCtrlOrShiftAClassIsAlone) {
  using Muted = std::vector<uint8_t>;
  maps.setRun(0, nms);
  clickLegend(0, 0);
  clickLegend(0, 1, Qt::ControlModifier);
  EXPECT_EQ(maps.muted(), (Muted{1, 0, 1}));
  clickLegend(0, 2, Qt::ShiftModifier);
  EXPECT_EQ(maps.muted(), (Muted{1, 1, 0}));
  clickLegend(0, 2, Qt::ControlModifier);
  EXPECT_EQ(maps.muted(), Muted()) << "once more brings all back";
}

TEST_F(MapPairTest, BothMapsMuteTheSame) {
  showBoth();
  clickLegend(1, 2);
  for (int slot = 0; slot < 2; ++slot)
    EXPECT_EQ(maps.map(slot)->scene().muted, (std::vector<uint8_t>{0, 0, 1}));
  maps.setPaired(false);
  maps.setPaired(true);
  EXPECT_EQ(maps.map(1)->scene().muted, maps.muted());
  maps.setDataset(test::clusteredDataset(60, 4, 2));
  EXPECT_TRUE(maps.muted().empty());
  EXPECT_TRUE(maps.map(0)->scene().muted.empty());
}

TEST_F(MapPairTest, MutedPointsAreOutOfReachOfLassoAndPointer) {
  showBoth();
  maps.setMuted({0, 1, 0});
  maps.forEach([](MapView* map) {
    map->setLasso(true);
    map->setOverlays({.legend = false});  // what lies under it is out of reach too
  });
  MapView* map = maps.map(0);
  const int right = map->width() - 2, bottom = map->height() - 2;
  const QRect around(1, 1, right - 1, bottom - 1);
  drag(map, {{1, 1}, {right, 1}, {right, bottom}, {1, bottom}});
  int64_t caught = 0;
  for (int64_t row = 0; row < dataset->points; ++row) {
    if (!around.adjusted(1, 1, -1, -1).contains(map->screenPosition(row).toPoint())) continue;
    const bool muted = dataset->labels[static_cast<size_t>(row)] == 1;
    EXPECT_EQ(maps.selection().contains(row), !muted) << row;
    caught += !muted;
  }
  EXPECT_GT(caught, 60);
  for (int64_t row = 0; row < dataset->points; ++row) {
    hover(map, row);
    const int64_t hovered = map->scene().hovered;
    if (dataset->labels[static_cast<size_t>(row)] == 1)
      EXPECT_TRUE(hovered < 0 || dataset->labels[static_cast<size_t>(hovered)] != 1) << row;
    else
      EXPECT_GE(hovered, 0) << row;
  }
}

TEST_F(MapPairTest, AReplayShowsAFrameAndKeepsTheRun) {
  maps.setRun(0, nms);
  const QString caption = maps.map(0)->scene().caption;
  maps.setSelection(Selection().combined({4, 9}, dataset->points, SelectMode::Replace));
  const Positions frame = frameOf(1);
  maps.setReplay(0, frame, "iteration 5");
  EXPECT_EQ(*maps.map(0)->scene().positions, *frame);
  EXPECT_EQ(maps.map(0)->scene().caption, "iteration 5");
  EXPECT_EQ(maps.run(0), nms);
  EXPECT_EQ(maps.map(0)->scene().selection.rows(), (std::vector<int64_t>{4, 9}));
  maps.setReplay(0, nullptr, "of no meaning");
  EXPECT_EQ(*maps.map(0)->scene().positions, nms->map->positions);
  EXPECT_EQ(maps.map(0)->scene().caption, caption);
  EXPECT_EQ(maps.run(0), nms);
}

TEST_F(MapPairTest, WithoutARunThereIsNothingToReplay) {
  maps.setReplay(0, frameOf(1), "iteration 5");
  EXPECT_FALSE(maps.map(0)->hasMap());
  maps.setRun(0, nms);
  maps.setReplay(0, std::make_shared<const std::vector<float>>(std::vector<float>{1, 2}),
                 "of another dataset");
  EXPECT_EQ(*maps.map(0)->scene().positions, nms->map->positions);
}

TEST_F(MapPairTest, ReplayingTheFirstRealignsTheSecond) {
  showBoth();
  const std::vector<float> before = *maps.map(1)->scene().positions;
  const QString caption = maps.map(1)->scene().caption;
  // A quarter turn, and twice as large.
  auto turned = std::make_shared<std::vector<float>>();
  for (size_t i = 0; i < nms->map->positions.size(); i += 2)
    turned->insert(turned->end(), {-2 * nms->map->positions[i + 1], 2 * nms->map->positions[i]});
  maps.setReplay(0, turned, "iteration 5");
  const Similarity expected = alignMaps(*turned, adapsne->map->positions);
  EXPECT_EQ(*maps.map(1)->scene().positions, expected.apply(adapsne->map->positions));
  EXPECT_DOUBLE_EQ(maps.map(1)->scene().placement.scale, expected.scale);
  EXPECT_EQ(maps.run(1), adapsne);
  EXPECT_EQ(maps.map(1)->scene().caption, caption);
  maps.setReplay(0, nullptr, {});
  EXPECT_EQ(*maps.map(1)->scene().positions, before);
}

TEST_F(MapPairTest, ReplayingTheSecondLaysItOverTheFirst) {
  showBoth();
  const Positions frame = frameOf(3);
  maps.setReplay(1, frame, "iteration 5");
  EXPECT_EQ(*maps.map(1)->scene().positions, alignMaps(nms->map->positions, *frame).apply(*frame));
  EXPECT_EQ(*maps.map(0)->scene().positions, nms->map->positions);
  // And it stays that frame when the first one moves.
  const Positions first = frameOf(4);
  maps.setReplay(0, first, "iteration 6");
  EXPECT_EQ(*maps.map(1)->scene().positions, alignMaps(*first, *frame).apply(*frame));
  EXPECT_EQ(maps.map(1)->scene().caption, "iteration 5");
}

TEST_F(MapPairTest, EachMapKnowsWhereTheOtherHasThePoints) {
  const auto expectShared = [&] {
    for (int slot = 0; slot < 2; ++slot)
      EXPECT_EQ(maps.map(slot)->scene().counterpart, maps.map(1 - slot)->scene().positions);
  };
  maps.setRun(0, nms);
  EXPECT_EQ(maps.map(0)->scene().counterpart, nullptr);
  showBoth();
  ASSERT_NE(maps.map(0)->scene().counterpart, nullptr);
  expectShared();
  maps.setReplay(0, frameOf(1), "iteration 5");
  expectShared();
  maps.setReplay(1, frameOf(2), "iteration 5");
  expectShared();
  maps.setFrame(1, frameOf(3), "running");
  expectShared();
  maps.setPaired(false);
  EXPECT_EQ(maps.map(0)->scene().counterpart, nullptr);
}

TEST_F(MapPairTest, DisplacementJoinsWhatIsSelectedAndNothingElse) {
  const MapOverlays off = {.labels = false, .legend = false};
  MapOverlays on = off;
  on.displacement = true;
  const auto bothPictures = [&](const MapOverlays& overlays) {
    setOverlays(overlays);
    return std::pair(picture(0), picture(1));
  };
  showBoth();
  EXPECT_EQ(bothPictures(on), bothPictures(off)) << "nothing is selected";
  maps.setSelection(Selection().combined({3, 30, 90}, dataset->points, SelectMode::Replace));
  const auto with = bothPictures(on), without = bothPictures(off);
  EXPECT_NE(with.first, without.first);
  EXPECT_NE(with.second, without.second);
  maps.setPaired(false);
  setOverlays(on);
  const QImage alone = picture(0);
  setOverlays(off);
  EXPECT_EQ(alone, picture(0)) << "there is no other map";
}

TEST_F(MapPairTest, TheGridOfTheOccupancyIsDrawnWhenAskedFor) {
  showBoth();
  const MapOverlays off = {.labels = false, .legend = false};
  MapOverlays on = off;
  on.grid = true;
  for (int slot = 0; slot < 2; ++slot) {
    setOverlays(off);
    const QImage without = picture(slot);
    setOverlays(on);
    EXPECT_NE(picture(slot), without) << slot;
    setOverlays(off);
    EXPECT_EQ(picture(slot), without) << slot;
  }
}

/// Whatever is done to two maps, row i stays row i: of the dataset, the positions, the selection and the
/// classes.
TEST_F(MapPairTest, PointsAreNeverRenumbered) {
  maps.setReducedMotion(true);  // so that nothing happens but what is done here
  showBoth();
  maps.forEach([](MapView* map) { map->setLasso(true); });
  const Dataset before = *dataset;
  std::array<Positions, 2> own = {Positions(nms->map, &nms->map->positions),
                                  Positions(adapsne->map, &adapsne->map->positions)};
  std::set<int64_t> selected;
  std::vector<uint8_t> muted(3, 0);
  const auto isMuted = [&](int64_t row) {
    return muted[static_cast<size_t>(before.labels[static_cast<size_t>(row)])] != 0;
  };
  RandomStream random(11);
  const auto rowsAtRandom = [&] {
    std::vector<int64_t> rows;
    for (int64_t row = 0; row < before.points; ++row)
      if (random.below(4) == 0) rows.push_back(row);
    return rows;
  };
  const auto lasso = [&] {
    MapView* map =
        maps.map(maps.mode() == PairMode::SideBySide ? static_cast<int>(random.below(2)) : maps.front());
    constexpr int kRadius = 60;
    const QPoint center(
        kRadius + static_cast<int>(random.below(static_cast<uint64_t>(map->width() - 2 * kRadius))),
        kRadius + static_cast<int>(random.below(static_cast<uint64_t>(map->height() - 2 * kRadius))));
    const std::vector<QPoint> way = around(center, kRadius);
    if (layOutLegend(map->picture()).classAt(way.front()) >= 0) return;
    const Qt::KeyboardModifiers modifiers[] = {Qt::NoModifier, Qt::ShiftModifier, Qt::AltModifier};
    const auto mode = random.below(3);
    drag(map, way, modifiers[mode]);
    if (mode == 0) selected.clear();
    for (int64_t row = 0; row < before.points; ++row) {
      const QPointF away = map->screenPosition(row) - center;
      const double distance = std::hypot(away.x(), away.y());
      if (std::abs(distance - kRadius) < 3) {  // on the line: either way is right
        if (maps.selection().contains(row))
          selected.insert(row);
        else
          selected.erase(row);
      } else if (distance < kRadius && !isMuted(row)) {
        if (mode == 2)
          selected.erase(row);
        else
          selected.insert(row);
      }
    }
  };
  const auto act = [&](uint64_t what) {
    const int slot = static_cast<int>(random.below(2));
    switch (what) {
      case 0:
      case 1:
        return lasso();
      case 2: {
        const std::vector<int64_t> rows = rowsAtRandom();
        selected = {rows.begin(), rows.end()};
        return maps.setSelection(Selection().combined(rows, before.points, SelectMode::Replace));
      }
      case 3:
        for (uint8_t& each : muted) each = random.below(3) == 0;
        return maps.setMuted(muted);
      case 4: {
        own[static_cast<size_t>(slot)] = frameOf(random.next());
        return maps.setReplay(slot, own[static_cast<size_t>(slot)], "a frame");
      }
      case 5: {
        const RunPtr& run = slot == 0 ? nms : adapsne;
        own[static_cast<size_t>(slot)] = Positions(run->map, &run->map->positions);
        return maps.setReplay(slot, nullptr, {});
      }
      case 6:
        return maps.setMode(static_cast<PairMode>(random.below(3)));
      case 7:
        return maps.flip();
      default:
        return maps.forEach(
            [&](MapView* map) { map->setColorBy({static_cast<ColorKind>(random.below(8))}); });
    }
  };
  for (int step = 0; step < 300; ++step) {
    const uint64_t what = random.below(9);
    SCOPED_TRACE(testing::Message() << "step " << step << ", action " << what);
    act(what);
    ASSERT_EQ(maps.selection().rows(), std::vector<int64_t>(selected.begin(), selected.end()));
    for (int slot = 0; slot < 2; ++slot) {
      const MapScene& scene = maps.map(slot)->scene();
      ASSERT_EQ(scene.dataset, dataset);
      ASSERT_EQ(maps.run(slot), slot == 0 ? nms : adapsne);
      ASSERT_EQ(scene.selection, maps.selection());
      ASSERT_EQ(scene.muted, maps.muted());
      ASSERT_EQ(scene.colors->index.size(), static_cast<size_t>(before.points));
      for (int64_t row = 0; row < before.points; ++row) {
        ASSERT_EQ(scene.isMuted(row), isMuted(row));
        ASSERT_EQ(scene.stands(row), !isMuted(row) && (selected.empty() || selected.contains(row)));
      }
    }
    ASSERT_EQ(*maps.map(0)->scene().positions, *own[0]);
    ASSERT_EQ(*maps.map(1)->scene().positions, alignMaps(*own[0], *own[1]).apply(*own[1]));
    ASSERT_EQ(maps.map(0)->scene().counterpart, maps.map(1)->scene().positions);
  }
  EXPECT_EQ(dataset->features, before.features);
  EXPECT_EQ(dataset->labels, before.labels);
}

TEST_F(MapPairTest, EitherMapAloneFillsTheRoom) {
  showBoth();
  const auto inView = [&](int slot) {
    int64_t count = 0;
    const QRectF room = QRectF(maps.map(slot)->rect());
    double left = 1e9, right = -1e9;
    for (int64_t row = 0; row < dataset->points; ++row) {
      const QPointF at = maps.map(slot)->screenPosition(row);
      count += room.contains(at) ? 1 : 0;
      left = std::min(left, at.y());
      right = std::max(right, at.y());
    }
    EXPECT_GT(right - left, room.height() / 3) << "slot " << slot;
    return count;
  };
  for (const PairMode mode : {PairMode::Single, PairMode::Blink}) {
    maps.setReducedMotion(true);
    maps.setMode(mode);
    QCoreApplication::processEvents();
    for (int turn = 0; turn < 3; ++turn) {
      EXPECT_GT(inView(maps.front()), dataset->points * 8 / 10);
      const Camera before = maps.map(maps.front())->camera();
      maps.flip();
      QCoreApplication::processEvents();
      EXPECT_EQ(maps.map(maps.front())->camera(), before) << "what jumps is the points, not the camera";
    }
    maps.resize(700, 420);
    QCoreApplication::processEvents();
    EXPECT_GT(inView(maps.front()), dataset->points * 8 / 10) << "also in another room";
    maps.resize(1000, 500);
    maps.setMode(PairMode::SideBySide);
    QCoreApplication::processEvents();
    for (int slot = 0; slot < 2; ++slot) EXPECT_GT(inView(slot), dataset->points * 8 / 10);
  }
}

/// Two maps of more points than are laid over each other at once.
struct LargePairTest : ::testing::Test {
  MapPair maps{darkTheme()};
  DatasetPtr dataset = test::clusteredDataset(12000, 2, 1);
  RunPtr run = runAt(frameOf(9));

  void SetUp() override {
    maps.resize(600, 300);
    maps.show();
    maps.setDataset(dataset);
    maps.setPaired(true);
    maps.forEach([](MapView* map) { map->setOverlays({.outliers = false}); });
  }
  Positions frameOf(uint64_t seed) const {
    return std::make_shared<const std::vector<float>>(test::randomMap(12000, seed));
  }
  /// A finished run with no more than what a map shows of it.
  RunPtr runAt(const Positions& positions) const {
    auto made = std::make_shared<adapsne::Run>();
    made->dataset = dataset;
    made->map = std::make_shared<const MapResult>(MapResult{*positions, {}, 0});
    made->subset = std::make_shared<const Subset>(Subset{{1, 2}, {}, std::vector<int32_t>(12000, 0), {}, 0});
    made->assessment.outliers.reasons.assign(12000, 0);
    return made;
  }
  bool settles() {
    return eventually([&] { return maps.settled(); });
  }
  void expectLaid(const std::vector<float>& second) const {
    const Similarity expected = alignMaps(*maps.map(0)->scene().positions, second);
    EXPECT_EQ(*maps.map(1)->scene().positions, expected.apply(second));
    EXPECT_EQ(maps.map(1)->scene().placement.scale, expected.scale);
    EXPECT_EQ(maps.map(0)->scene().counterpart, maps.map(1)->scene().positions);
  }
};

TEST_F(LargePairTest, FramesAreLaidOverTheFirstMapElsewhereAndTheLastOneStays) {
  maps.setFrame(0, frameOf(1), "first");
  for (uint64_t seed = 2; seed < 30; ++seed) {
    maps.setFrame(1, frameOf(seed), QString::number(seed));
    EXPECT_FALSE(maps.settled());
    if (seed % 5 == 0) QCoreApplication::processEvents();
  }
  ASSERT_TRUE(settles());
  EXPECT_EQ(maps.map(1)->scene().caption, "29");
  expectLaid(*frameOf(29));
}

TEST_F(LargePairTest, AReplayOfBothEndsWithBothFramesOfThePair) {
  maps.setRun(0, run);
  maps.setRun(1, runAt(frameOf(3)));
  ASSERT_TRUE(settles());
  expectLaid(*frameOf(3));
  for (uint64_t seed = 10; seed < 30; seed += 2) {
    maps.setReplay(0, frameOf(seed), "a");
    maps.setReplay(1, frameOf(seed + 1), QString::number(seed + 1));
    if (seed % 4 == 0) QCoreApplication::processEvents();
  }
  ASSERT_TRUE(settles());
  EXPECT_EQ(maps.map(1)->scene().caption, "29");
  expectLaid(*frameOf(29));
  // Back to the ends of both runs, the first one last.
  maps.setReplay(1, nullptr, {});
  maps.setReplay(0, nullptr, {});
  ASSERT_TRUE(settles());
  expectLaid(*frameOf(3));
}

TEST_F(LargePairTest, ARunIsThereAtOnceAndLaidWhenItIsReady) {
  maps.setFrame(0, frameOf(1), "first");
  maps.setFrame(1, frameOf(2), "moving");
  maps.setRun(1, run);
  EXPECT_EQ(maps.run(1), run);
  ASSERT_TRUE(settles());
  expectLaid(run->map->positions);
  maps.setFrame(1, frameOf(4), "moves again");
  EXPECT_EQ(maps.run(1), nullptr) << "what it shows is no finished run any more";
  ASSERT_TRUE(settles());
  expectLaid(*frameOf(4));
}

TEST_F(LargePairTest, WhatWaitsIsDroppedWithItsMap) {
  maps.setFrame(0, frameOf(1), "first");
  maps.setFrame(1, frameOf(2), "second");
  maps.setPaired(false);
  EXPECT_TRUE(eventually([&] { return maps.map(0)->settled(); }));
  QCoreApplication::processEvents();
  EXPECT_NE(maps.map(1)->scene().caption, "second");
  maps.setPaired(true);
  maps.setFrame(1, frameOf(3), "third");
  QCoreApplication::processEvents();  // it is being laid
  const auto other = test::clusteredDataset(12000, 2, 2);
  maps.setDataset(other);
  EXPECT_TRUE(eventually([&] { return maps.settled(); }));
  QCoreApplication::processEvents();
  EXPECT_FALSE(maps.map(1)->hasMap());
}

}  // namespace
}  // namespace adapsne
