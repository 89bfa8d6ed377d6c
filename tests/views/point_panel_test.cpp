// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_panel.h"

#include <memory>

#include <gtest/gtest.h>

#include <QLabel>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"
#include "views/measure_list.h"
#include "views/scrolling.h"
#include "views/thumbnail_grid.h"

namespace adapsne {
namespace {

struct PointPanelTest : ::testing::Test {
  PointPanel panel{darkTheme()};
  DatasetPtr dataset = test::clusteredDataset(120, 8, 1);
  RunPtr run = test::runOnce(dataset, test::quickOptions("nms-ideal"));

  void SetUp() override {
    panel.resize(300, 700);
    panel.show();
  }
  /// The picture grids of the page that is shown, by name.
  QStringList grids() const {
    QCoreApplication::processEvents();  // a new page is shown by the layout
    QStringList names;
    for (const auto* grid : panel.findChildren<ThumbnailGrid*>()) {
      if (grid->isVisible()) names << grid->accessibleName();
    }
    return names;
  }
};

TEST_F(PointPanelTest, ShowsThePointAndItsNeighboursInBothSpaces) {
  panel.setRuns(dataset, {run, nullptr}, 0);
  EXPECT_TRUE(grids().isEmpty());
  panel.setPoint(7);
  EXPECT_EQ(grids(), (QStringList{"Nearest in the input space", "Nearest in the map"}));
  auto* grid = panel.findChildren<ThumbnailGrid*>().last();
  for (auto* candidate : panel.findChildren<ThumbnailGrid*>()) {
    if (candidate->isVisible() && candidate->accessibleName() == "Nearest in the input space")
      grid = candidate;
  }
  EXPECT_EQ(grid->rowAt({20, 20}), run->graph->neighbors(7)[0]);
  QSignalSpy clicked(&panel, &PointPanel::clicked);
  QTest::mouseClick(grid, Qt::LeftButton, {}, {20, 20});
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), run->graph->neighbors(7)[0]);
}

TEST_F(PointPanelTest, AClickMayFollowWhileItsOwnPageIsReplaced) {
  panel.setRuns(dataset, {run, run}, 1);
  QSignalSpy clicked(&panel, &PointPanel::clicked);
  QObject::connect(&panel, &PointPanel::clicked, &panel, [&](qint64 row) { panel.setPoint(row); });
  panel.setPoint(0);
  for (int i = 0; i < 3; ++i) {
    ASSERT_FALSE(grids().isEmpty()) << i;
    for (auto* grid : panel.findChildren<ThumbnailGrid*>()) {
      if (!grid->isVisible()) continue;
      QTest::mouseClick(grid, Qt::LeftButton, {}, {20, 20});
      break;
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  ASSERT_EQ(clicked.count(), 3);
  EXPECT_EQ(panel.point(), clicked[2][0].toLongLong());
}

/// Columns where there is room, below each other where there is not.
TEST_F(PointPanelTest, StandsInColumnsWhereItIsWide) {
  panel.setRuns(dataset, {run, nullptr}, 0);
  panel.setPoint(7);
  const auto leftOfNeighbours = [&] {
    QCoreApplication::processEvents();
    for (const auto* grid : panel.findChildren<ThumbnailGrid*>()) {
      if (grid->isVisible()) return grid->mapTo(&panel, QPoint(0, 0)).x();
    }
    return -1;
  };
  const int narrow = leftOfNeighbours();
  EXPECT_GE(narrow, 0);
  EXPECT_LT(narrow, 30);
  panel.resize(900, 240);
  EXPECT_GT(leftOfNeighbours(), 450);
}

TEST_F(PointPanelTest, WorksWithoutARunAndForgetsPointsThatAreGone) {
  panel.setRuns(dataset, {nullptr, nullptr}, 0);
  panel.setPoint(100);
  EXPECT_TRUE(grids().isEmpty());
  panel.setRuns(test::clusteredDataset(50, 4, 2), {nullptr, nullptr}, 0);
  EXPECT_EQ(panel.point(), -1);
  panel.setRuns(nullptr, {nullptr, nullptr}, 0);
  EXPECT_EQ(panel.point(), -1);
}

/// Its columns stand below each other where it becomes narrow, and another point may have more to tell: then
/// it is higher than before.
TEST_F(PointPanelTest, APanelThatBecomesHigherIsScrolledAndNotSqueezed) {
  auto* content = new PointPanel(darkTheme());
  const std::unique_ptr<QScrollArea> area(scrolling(content));
  content->setRuns(dataset, {run, run}, 0);
  const auto expectRoom = [&](const char* when) {
    QTest::qWait(0);
    int lists = 0;
    for (const auto* list : content->findChildren<MeasureList*>()) {
      if (!list->isVisible()) continue;
      EXPECT_GE(list->height(), list->minimumSizeHint().height()) << when;
      ++lists;
    }
    EXPECT_EQ(lists, 3) << when << ": values, and what two runs found";
  };
  for (const bool hidden : {false, true}) {
    content->setPoint(-1);
    area->resize(900, 220);
    area->show();
    QTest::qWait(0);
    area->setVisible(!hidden);
    content->setPoint(7);
    area->show();
    expectRoom(hidden ? "a point while it was hidden" : "a point");
    area->setVisible(!hidden);
    area->resize(400, 220);
    area->show();
    expectRoom(hidden ? "narrower while it was hidden" : "narrower");
  }
}

}  // namespace
}  // namespace adapsne
