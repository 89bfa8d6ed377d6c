// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/gallery_panel.h"

#include <gtest/gtest.h>

#include <QPushButton>
#include <QSignalSpy>

#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

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

}  // namespace
}  // namespace adapsne
