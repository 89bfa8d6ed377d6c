// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/data_check_panel.h"

#include <gtest/gtest.h>

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "tests/support/eventually.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// A run on clusters with a copy, a wrong label and a row far away.
RunPtr faultyRun() {
  Features features = test::clusteredFeatures(150, 6, 2);
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 150; ++i) labels.push_back(i % 3);
  std::copy_n(features.values.begin() + 6 * 6, 6, features.values.begin() + 9 * 6);
  labels[30] = 1;
  for (int d = 0; d < 6; ++d) features.values[77 * 6 + d] = 300;
  return test::runOnce(test::datasetOf(features, labels, 3), test::quickOptions("nms-ideal"));
}

struct DataCheckPanelTest : ::testing::Test {
  DataCheckPanel panel{darkTheme()};
  void SetUp() override {
    panel.resize(800, 240);
    panel.show();
  }
  void check(const RunPtr& run) {
    panel.setRun(run);
    ASSERT_TRUE(eventually([&] { return panel.settled(); }));
  }
  QString cell(int row, int column) { return panel.model()->index(row, column).data().toString(); }
  int lineOf(qint64 row, DataFault fault) {
    for (int i = 0; i < panel.model()->rowCount(); ++i)
      if (panel.model()->index(i, 0).data(DataCheckModel::PointRole) == row &&
          cell(i, DataCheckModel::Fault) == kDataFaultWords[fault].help)
        return i;
    return -1;
  }
};

TEST_F(DataCheckPanelTest, SaysWhatItNeedsAndWhatItFound) {
  const auto message = [&] {
    for (const QLabel* label : panel.findChildren<QLabel*>())
      if (label->isVisible() && label->wordWrap()) return label->text();
    return QString();
  };
  EXPECT_TRUE(message().contains("A run finds the neighbours"));
  EXPECT_EQ(panel.check(), nullptr);
  const RunPtr run = faultyRun();
  check(run);
  ASSERT_NE(panel.check(), nullptr);
  RunControl control(1);
  const DataCheck expected = checkData(*run->graph, run->dataset->labels, control);
  ASSERT_GE(expected.findings.size(), 4u);
  EXPECT_EQ(panel.model()->rowCount(), std::ssize(expected.findings));
  EXPECT_TRUE(panel.table()->isVisible());
  EXPECT_TRUE(panel.heading().contains("2 near duplicates in 1 group"));
  EXPECT_GE(lineOf(77, DataFault::Far), 0);
  EXPECT_GE(lineOf(6, DataFault::Duplicate), 0);
  const int wrong = lineOf(30, DataFault::Label);
  ASSERT_GE(wrong, 0);
  EXPECT_EQ(cell(wrong, DataCheckModel::Label), "class 1");
  EXPECT_EQ(cell(wrong, DataCheckModel::Suggested), "class 0");
  EXPECT_TRUE(cell(wrong, DataCheckModel::Reason).contains("nearest rows are class 0"));
  panel.setRun(nullptr);
  EXPECT_EQ(panel.model()->rowCount(), 0);
  EXPECT_FALSE(panel.table()->isVisible());
  EXPECT_TRUE(message().contains("A run finds the neighbours"));
  // Clean data say that they are.
  check(test::runOnce(test::clusteredDataset(60, 8, 1), test::quickOptions("nms-ideal")));
  if (panel.check()->findings.empty()) {
    EXPECT_TRUE(message().contains("Nothing was found"));
  }
}

TEST_F(DataCheckPanelTest, SortsByEveryColumnAndBack) {
  check(faultyRun());
  const int rows = panel.model()->rowCount();
  ASSERT_GE(rows, 4);
  const auto all = [&] {
    QStringList cells;
    for (int i = 0; i < rows; ++i) cells << cell(i, DataCheckModel::Row) + cell(i, DataCheckModel::Fault);
    return cells;
  };
  const QStringList first = all();
  for (int column = 0; column < DataCheckModel::kColumns; ++column)
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
      panel.table()->sortByColumn(column, order);
      QStringList sorted = all(), before = first;
      sorted.sort();
      before.sort();
      EXPECT_EQ(sorted, before) << "the same findings";
    }
  panel.table()->sortByColumn(DataCheckModel::Row, Qt::AscendingOrder);
  for (int i = 1; i < rows; ++i)
    EXPECT_LE(cell(i - 1, DataCheckModel::Row).toInt(), cell(i, DataCheckModel::Row).toInt());
  panel.table()->sortByColumn(DataCheckModel::Score, Qt::DescendingOrder);
  for (int i = 1; i < rows; ++i)
    EXPECT_GE(cell(i - 1, DataCheckModel::Score).toDouble(), cell(i, DataCheckModel::Score).toDouble());
  panel.table()->sortByColumn(-1, Qt::AscendingOrder);
  EXPECT_EQ(all(), first);
}

TEST_F(DataCheckPanelTest, AClickAndAKeyTellTheRow) {
  check(faultyRun());
  QSignalSpy clicked(&panel, &DataCheckPanel::clicked);
  const QModelIndex third = panel.model()->index(2, DataCheckModel::Reason);
  QTest::mouseClick(panel.table()->viewport(), Qt::LeftButton, {}, panel.table()->visualRect(third).center());
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.back().front(), third.data(DataCheckModel::PointRole));
  QTest::keyClick(panel.table(), Qt::Key_Down);
  ASSERT_EQ(clicked.count(), 2);
  EXPECT_EQ(clicked.back().front(), panel.model()->index(3, 0).data(DataCheckModel::PointRole));
  // The line that is marked stays marked where sorting moves it, and says nothing again.
  panel.table()->sortByColumn(DataCheckModel::Row, Qt::DescendingOrder);
  EXPECT_EQ(panel.table()->currentIndex().data(DataCheckModel::PointRole), clicked.back().front());
  EXPECT_EQ(clicked.count(), 2);
  QSignalSpy exported(&panel, &DataCheckPanel::exportRequested);
  panel.findChild<QPushButton*>()->click();
  EXPECT_EQ(exported.count(), 1);
}

TEST_F(DataCheckPanelTest, OnlyTheNewestRunCounts) {
  const RunPtr a = faultyRun(),
               b = test::runOnce(test::clusteredDataset(90, 5, 3), test::quickOptions("nms-ideal"));
  panel.setRun(a);
  panel.setRun(b);
  ASSERT_TRUE(eventually([&] { return panel.settled(); }));
  RunControl control(1);
  EXPECT_EQ(panel.check()->findings.size(),
            checkData(*b->graph, b->dataset->labels, control).findings.size());
  // The same neighbours are not looked at again.
  const auto before = panel.check();
  panel.setRun(b);
  EXPECT_EQ(panel.check(), before);
}

}  // namespace
}  // namespace adapsne
