// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/confusion_view.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

#include "views/confusion_panel.h"

namespace adapsne {
namespace {

ConfusionMatrix someMatrix(int classes) {
  ConfusionMatrix matrix;
  matrix.classes = classes;
  for (int i = 0; i < classes * classes; ++i) matrix.counts.push_back(i % (classes + 1) == 0 ? 90 : i % 5);
  return matrix;
}

std::vector<std::string> names(int classes) {
  std::vector<std::string> all;
  for (int c = 0; c < classes; ++c) all.push_back("class number " + std::to_string(c));
  return all;
}

struct ConfusionViewTest : ::testing::Test {
  ConfusionView view{darkTheme()};

  void SetUp() override {
    view.resize(420, 340);
    view.setMatrix(someMatrix(4), names(4));
    view.show();
  }
};

TEST_F(ConfusionViewTest, EveryCellIsWhereItIsFound) {
  for (int truth = 0; truth < 4; ++truth)
    for (int taken = 0; taken < 4; ++taken) {
      const QRectF place = view.placeOf({truth, taken});
      EXPECT_TRUE(QRectF(view.rect()).contains(place));
      EXPECT_EQ(view.cellAt(place.center()), (ConfusionCell{truth, taken}));
    }
  EXPECT_FALSE(view.cellAt({1, 1}).has_value());
}

TEST_F(ConfusionViewTest, AClickAsksForItsCellAndTheCellSaysItself) {
  QSignalSpy clicked(&view, &ConfusionView::clicked);
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOf({2, 1}).center().toPoint());
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.front()[0].toInt(), 2);
  EXPECT_EQ(clicked.front()[1].toInt(), 1);
  EXPECT_EQ(view.sentence({2, 1}).toStdString(), "class number 2 taken for class number 1: 4 of 98");
  EXPECT_EQ(view.sentence({0, 0}).toStdString(), "class number 0 recognised: 90 of 96");
}

TEST_F(ConfusionViewTest, KeysGoFromCellToCellAndReturnClicks) {
  QSignalSpy clicked(&view, &ConfusionView::clicked);
  QTest::keyClick(&view, Qt::Key_Right);  // into it
  for (const Qt::Key key :
       {Qt::Key_Right, Qt::Key_Down, Qt::Key_Down, Qt::Key_Up, Qt::Key_Left, Qt::Key_Left})
    QTest::keyClick(&view, key);
  QTest::keyClick(&view, Qt::Key_Return);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.front()[0].toInt(), 1);
  EXPECT_EQ(clicked.front()[1].toInt(), 0) << "it ends at the edge";
}

TEST_F(ConfusionViewTest, AHundredClassesFitWithoutNames) {
  view.setMatrix(someMatrix(100), names(100));
  const QRectF last = view.placeOf({99, 99});
  EXPECT_TRUE(QRectF(view.rect()).contains(last)) << last.right() << " " << last.bottom();
  EXPECT_EQ(view.cellAt(last.center()), (ConfusionCell{99, 99}));
  EXPECT_FALSE(view.grab().isNull());
}

TEST_F(ConfusionViewTest, WhatWasChosenGoesWithAMatrixThatHasIt) {
  view.setChosen(ConfusionCell{3, 2});
  view.setMatrix(someMatrix(4), names(4));
  EXPECT_TRUE(view.chosen().has_value());
  view.setMatrix(someMatrix(3), names(3));
  EXPECT_FALSE(view.chosen().has_value());
}

TEST(ConfusionPanelTest, NamesItsSeedsAndTellsWhichIsChosen) {
  ConfusionPanel panel(darkTheme());
  panel.setSeeds({7, 8, 9}, 8);
  EXPECT_EQ(panel.seeds()->currentText().toStdString(), "seed 8");
  QSignalSpy chosen(&panel, &ConfusionPanel::seedChosen);
  panel.seeds()->setCurrentIndex(2);
  emit panel.seeds()->activated(2);
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen.front().front().toULongLong(), 9u);
  panel.showWords("wait");
  EXPECT_TRUE(panel.showsWords());
  panel.showMatrix("71 %");
  EXPECT_FALSE(panel.showsWords());
  EXPECT_EQ(panel.accuracy().toStdString(), "71 %");
}

}  // namespace
}  // namespace adapsne
