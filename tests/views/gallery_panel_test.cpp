// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/gallery_panel.h"

#include <gtest/gtest.h>

#include <QContextMenuEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"
#include "views/thumbnail_grid.h"

namespace adapsne {
namespace {

struct GalleryPanelTest : ::testing::Test {
  GalleryPanel panel{darkTheme()};
  DatasetPtr dataset = test::clusteredDataset(600, 8, 1);
  RunPtr run = test::runOnce(dataset, test::quickOptions("nms-ideal"));
};

TEST_F(GalleryPanelTest, ShowsTheExemplarsUntilPointsAreSelected) {
  EXPECT_TRUE(panel.isEmpty());
  panel.setDataset(dataset);
  EXPECT_TRUE(panel.isEmpty());
  panel.setRun(run);
  ASSERT_FALSE(run->subset->rows.empty());
  EXPECT_EQ(panel.rows(), run->subset->rows);
  panel.setSelection(Selection().combined({4, 2}, dataset->points, SelectMode::Replace));
  EXPECT_EQ(panel.rows(), (std::vector<int64_t>{2, 4}));
  EXPECT_EQ(panel.heading().toStdString(), "2 selected points");
  panel.setSelection({});
  EXPECT_EQ(panel.rows(), run->subset->rows);
}

TEST_F(GalleryPanelTest, SaysHowManyThereAreWhereNotAllAreShown) {
  panel.setDataset(dataset);
  panel.setSelection(Selection().inverted(dataset->points));
  EXPECT_EQ(panel.rows().size(), GalleryPanel::kMostPictures);
  EXPECT_TRUE(panel.heading().contains("600")) << panel.heading().toStdString();
  EXPECT_TRUE(panel.heading().contains("240")) << panel.heading().toStdString();
}

TEST_F(GalleryPanelTest, ExportsWhatItShows) {
  panel.setDataset(dataset);
  panel.setRun(run);
  QSignalSpy subset(&panel, &GalleryPanel::exportSubsetRequested),
      selection(&panel, &GalleryPanel::exportSelectionRequested);
  auto* button = panel.findChild<QPushButton*>();
  button->click();
  EXPECT_EQ(subset.count(), 1);
  panel.setSelection(Selection().combined({4}, dataset->points, SelectMode::Replace));
  button->click();
  EXPECT_EQ(subset.count(), 1);
  EXPECT_EQ(selection.count(), 1);
}

TEST_F(GalleryPanelTest, AnotherDatasetLeavesNothing) {
  panel.setDataset(dataset);
  panel.setRun(run);
  panel.setDataset(test::clusteredDataset(50, 4, 2));
  EXPECT_TRUE(panel.isEmpty());
}

TEST_F(GalleryPanelTest, ShowsTheExemplarsAsTheyWereEdited) {
  panel.setDataset(dataset);
  panel.setRun(run);
  auto edited = std::make_shared<Subset>(*run->subset);
  edited->rows.pop_back();
  edited->territory.clear();
  const QImage before = panel.grab().toImage();
  panel.setExemplars(edited, {edited->rows[0]});
  EXPECT_EQ(panel.rows(), edited->rows);
  EXPECT_EQ(panel.heading().toStdString(),
            std::to_string(edited->rows.size()) + " exemplars, edited by hand");
  panel.setExemplars(run->subset, {});
  EXPECT_EQ(panel.rows(), run->subset->rows);
  EXPECT_EQ(panel.grab().toImage(), before);
  panel.setExemplars(nullptr, {run->subset->rows[0]});
  EXPECT_NE(panel.grab().toImage(), before) << "a pin is to be seen";
}

TEST_F(GalleryPanelTest, AsksForTheMenuByButtonAndByKey) {
  panel.resize(400, 300);
  panel.show();
  panel.setDataset(dataset);
  panel.setRun(run);
  auto* grid = panel.findChild<ThumbnailGrid*>();
  ASSERT_NE(grid, nullptr);
  QSignalSpy menu(&panel, &GalleryPanel::menuRequested), clicked(&panel, &GalleryPanel::clicked);
  const QPoint second(45, 10);
  ASSERT_EQ(grid->rowAt(second), panel.rows()[1]);
  QTest::mouseClick(grid, Qt::RightButton, {}, second);
  EXPECT_EQ(clicked.count(), 0) << "the right button follows nothing";
  QContextMenuEvent byMouse(QContextMenuEvent::Mouse, second, grid->mapToGlobal(second));
  QCoreApplication::sendEvent(grid, &byMouse);
  ASSERT_EQ(menu.count(), 1);
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), panel.rows()[1]);
  QTest::keyClick(grid, Qt::Key_Right);
  QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
  QCoreApplication::sendEvent(grid, &byKey);
  ASSERT_EQ(menu.count(), 1);
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), panel.rows()[2]);
  QTest::keyClick(grid, Qt::Key_Return);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.takeFirst()[0].toLongLong(), panel.rows()[2]);
  QTest::keyClick(grid, Qt::Key_Up);
  QTest::keyClick(grid, Qt::Key_Left);
  QTest::keyClick(grid, Qt::Key_Return);
  EXPECT_EQ(clicked.takeFirst()[0].toLongLong(), panel.rows()[0]) << "it ends at the first";
  QContextMenuEvent beside(QContextMenuEvent::Mouse, {-3, -3}, {});
  QCoreApplication::sendEvent(grid, &beside);
  EXPECT_EQ(menu.takeFirst()[0].toLongLong(), -1);
}

}  // namespace
}  // namespace adapsne
