// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/comparison_table.h"

#include <gtest/gtest.h>

#include <QHelpEvent>
#include <QImage>
#include <QToolTip>

#include "core/pipeline/measures.h"
#include "core/pipeline/pipeline.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct ComparisonTableTest : ::testing::Test {
  RunPtr a, b;
  void SetUp() override {
    const DatasetPtr dataset = test::clusteredDataset(120, 8, 1);
    Pipeline pipeline;
    Observer observer;
    RunControl control(1);
    a = pipeline.run(dataset, test::quickOptions("nms-edge"), observer, control);
    b = pipeline.run(dataset, test::quickOptions("adapsne-edge"), observer, control);
  }
};

TEST_F(ComparisonTableTest, EveryMeasureHasItsLine) {
  const std::vector<MeasureComparison> rows = compareRuns(*a, *b);
  ASSERT_EQ(rows.size(), measures().size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const Measure& measure = measures()[i];
    EXPECT_EQ(rows[i].title.toStdString(), measure.title);
    EXPECT_EQ(rows[i].a.toStdString(), measureText(measure, measure.value(*a)));
    EXPECT_EQ(rows[i].b.toStdString(), measureText(measure, measure.value(*b)));
    EXPECT_EQ(rows[i].verdict, verdict(measure, measure.value(*a), measure.value(*b)));
  }
}

TEST_F(ComparisonTableTest, SharedStagesAreNamedAndTimed) {
  const QString shared = sharedWork(*a, *b);
  EXPECT_TRUE(shared.contains("Neighbours")) << shared.toStdString();
  EXPECT_FALSE(shared.contains("Embedding")) << shared.toStdString();
  const RunPtr other = test::runOnce(test::clusteredDataset(120, 8, 2), test::quickOptions("nms-edge"));
  EXPECT_EQ(sharedWork(*a, *other), "") << "another dataset shares nothing";
}

TEST_F(ComparisonTableTest, SaysHowToGetAComparisonAndForgets) {
  ComparisonTable table(darkTheme());
  table.resize(320, 400);
  const QImage empty = table.grab().toImage();
  table.setRuns(a, nullptr);
  EXPECT_TRUE(table.rows().empty()) << "one run is no comparison";
  table.setRuns(a, b);
  EXPECT_EQ(table.rows().size(), measures().size());
  EXPECT_NE(table.grab().toImage(), empty);
  EXPECT_TRUE(table.accessibleName().contains("Trustworthiness"));
  table.setRuns(nullptr, nullptr);
  EXPECT_TRUE(table.rows().empty());
  EXPECT_EQ(table.grab().toImage(), empty);
}

}  // namespace
}  // namespace adapsne
