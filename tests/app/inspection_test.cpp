// SPDX-License-Identifier: GPL-3.0-or-later
// What the panels below the map show of a run, and what a click on a point does.
#include <QMouseEvent>

#include "tests/app/window_fixture.h"
#include "views/accelerator_view.h"
#include "views/entropy_view.h"
#include "views/fireworks_view.h"

namespace adapsne {
namespace {

using InspectionTest = WindowFixture;

TEST_F(InspectionTest, ARunFillsThePanelsWithItsOwnNumbers) {
  Options options = quickOptions();
  applyMethod(options, "adapsne-edge");
  options.guidance.candidates = 3;
  options.guidance.iterations = 10;
  open("blobs", options);
  EXPECT_EQ(window.hardware()->accelerator()->report(), nullptr) << "without a run there are no numbers";
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);

  const AcceleratorReport expected = simulateAccelerator(run->work, acceleratorPreset("edge"), run->seconds);
  ASSERT_NE(window.hardware()->accelerator()->report(), nullptr);
  EXPECT_EQ(window.hardware()->accelerator()->report()->totalCycles, expected.totalCycles);

  const auto points = window.guide()->entropy()->points(EntropyView::Curve::Representation);
  ASSERT_EQ(points.size(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_DOUBLE_EQ(points[i].x(), run->guidance[i].perplexity);
    EXPECT_DOUBLE_EQ(points[i].y(), run->guidance[i].entropyRepresentation);
  }
  EXPECT_EQ(window.guide()->entropy()->markedPerplexity(), run->targetPerplexity);

  ASSERT_TRUE(eventually([&] { return window.search()->fireworks()->scene() != nullptr; }));
  EXPECT_TRUE(window.search()->fireworks()->scene()->matchesRun);
}

TEST_F(InspectionTest, AClickShowsTheSearchOfThatPoint) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  ASSERT_TRUE(eventually([&] { return window.search()->fireworks()->scene() != nullptr; }));
  MapView* map = window.explore()->map();
  const QPointF at = map->screenPosition(17);
  QMouseEvent move(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(map, &move);
  const int64_t hovered = map->scene().hovered;
  ASSERT_GE(hovered, 0);
  QTest::mouseClick(map, Qt::LeftButton, Qt::NoModifier, at.toPoint());
  ASSERT_TRUE(eventually([&] { return window.search()->fireworks()->scene()->point == hovered; }));
  EXPECT_EQ(window.search()->fireworks()->scene()->own().trace.chosenU, run->sigma->chosenU[hovered]);
}

TEST_F(InspectionTest, DraggingIsNotPicking) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  QSignalSpy picked(window.explore()->map(), &MapView::picked);
  MapView* map = window.explore()->map();
  const QPoint at = map->screenPosition(17).toPoint();
  QTest::mousePress(map, Qt::LeftButton, Qt::NoModifier, at);
  QTest::mouseMove(map, at + QPoint(30, 10));
  QMouseEvent move(QEvent::MouseMove, at + QPoint(30, 10), map->mapToGlobal(at + QPoint(30, 10)),
                   Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(map, &move);
  QTest::mouseRelease(map, Qt::LeftButton, Qt::NoModifier, at + QPoint(30, 10));
  EXPECT_EQ(picked.count(), 0);
}

TEST_F(InspectionTest, DocksComeToTheFrontByName) {
  for (const char* name :
       {"options", "summary", "convergence", "fireworks", "entropy", "accelerator", "table", "inspector"})
    EXPECT_TRUE(window.reveal(name)) << name;
  EXPECT_FALSE(window.reveal("no such dock"));
}

}  // namespace
}  // namespace adapsne
