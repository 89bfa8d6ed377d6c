// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accuracy_view.h"

#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include <QImage>
#include <QSignalSpy>
#include <QTest>

#include "core/comparison/compared_methods.h"
#include "views/method_style.h"

namespace adapsne {
namespace {

/// Two methods at three budgets, the first without the last of them.
AccuracyChart someChart() {
  AccuracyChart chart;
  chart.curves = {{"random", {{20, .5, .02, 5}, {200, .7, .01, 5}}},
                  {"kernel-ridge", {{20, .6, .01, 5}, {200, .8, .01, 5}, {2000, .9, .005, 5}}}};
  chart.full = .95;
  chart.fullPoints = 1438;
  return chart;
}

struct AccuracyViewTest : ::testing::Test {
  AccuracyView view{darkTheme()};

  void SetUp() override {
    view.resize(900, 360);
    view.setChart(someChart());
    view.show();
  }
  void point(QPointF at) {
    QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(&view, &move);
  }
};

TEST_F(AccuracyViewTest, BudgetsLieOnALogarithmicAxisWithinThePlot) {
  const AccuracyLayout layout(view.size(), view.chart());
  EXPECT_EQ(layout.budgets, (std::vector<int64_t>{20, 200, 2000}));
  EXPECT_NEAR(layout.x(200) - layout.x(20), layout.x(2000) - layout.x(200), 1e-6);
  for (const AccuracyCurve& curve : view.chart().curves) {
    for (const AccuracyPoint& at : curve.points) {
      EXPECT_TRUE(
          layout.plot.contains(QPointF(layout.x(at.exemplars), layout.y(at.mean - at.standardError))));
      EXPECT_TRUE(
          layout.plot.contains(QPointF(layout.x(at.exemplars), layout.y(at.mean + at.standardError))));
    }
  }
  EXPECT_TRUE(layout.plot.contains(QPointF(layout.x(20), layout.y(.95)))) << "the line of all points";
  EXPECT_LT(layout.y(.9), layout.y(.5));
}

TEST_F(AccuracyViewTest, OneBudgetOfOneSeedIsAPointInThePlot) {
  AccuracyChart chart;
  chart.curves = {{"random", {{50, .5, std::numeric_limits<double>::quiet_NaN(), 1}}}};
  view.setChart(chart);
  const AccuracyLayout layout(view.size(), chart);
  EXPECT_TRUE(layout.plot.contains(view.positionOf({"random", 50})));
  EXPECT_TRUE(std::isfinite(layout.y(.5)));
  EXPECT_FALSE(view.grab().isNull());
}

TEST_F(AccuracyViewTest, PointingReadsTheNearestBudgetAndItsCurve) {
  point(view.positionOf({"kernel-ridge", 200}));
  EXPECT_EQ(view.focus().budget, 200);
  EXPECT_EQ(view.focus().method, "kernel-ridge");
  point(view.positionOf({"kernel-ridge", 20}) + QPointF(20, 60));
  EXPECT_EQ(view.focus().budget, 20) << "between the curves";
  EXPECT_EQ(view.focus().method, "");
  point({2, 2});
  EXPECT_EQ(view.focus().budget, 0);
}

TEST_F(AccuracyViewTest, AClickOnAPointAsksForItAndBesideItNothing) {
  QSignalSpy clicked(&view, &AccuracyView::clicked);
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.positionOf({"random", 20}).toPoint());
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.front().front().value<AccuracyPlace>(), (AccuracyPlace{"random", 20}));
  QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(view.width() / 3, 20));
  EXPECT_EQ(clicked.count(), 1);
}

TEST_F(AccuracyViewTest, KeysGoFromPointToPointAndReturnClicks) {
  QSignalSpy clicked(&view, &AccuracyView::clicked);
  QTest::keyClick(&view, Qt::Key_Return);
  EXPECT_EQ(clicked.count(), 0) << "nothing is looked at";
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_EQ(view.focus().budget, 2000);
  EXPECT_EQ(view.focus().method, "kernel-ridge");
  QTest::keyClick(&view, Qt::Key_Left);
  QTest::keyClick(&view, Qt::Key_Down);
  EXPECT_EQ(view.focus().budget, 200);
  EXPECT_EQ(view.focus().method, "random") << "the one below";
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Return);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.front().front().value<AccuracyPlace>(), (AccuracyPlace{"random", 200}));
}

TEST_F(AccuracyViewTest, ABudgetThatIsGoneIsNotReadAnyMore) {
  point(view.positionOf({"kernel-ridge", 2000}));
  ASSERT_EQ(view.focus().budget, 2000);
  AccuracyChart chart = someChart();
  chart.curves.pop_back();
  view.setChart(chart);
  EXPECT_EQ(view.focus().budget, 0);
}

TEST_F(AccuracyViewTest, TheLegendStandsBesideThePlotOrAboveIt) {
  const AccuracyLayout wide(QSizeF(900, 300), view.chart()), narrow(QSizeF(420, 300), view.chart());
  EXPECT_TRUE(wide.legendBeside);
  EXPECT_LE(wide.plot.right(), wide.legend.left());
  EXPECT_FALSE(narrow.legendBeside);
  EXPECT_GT(narrow.plot.width(), 300);
  EXPECT_GT(narrow.plot.height(), 150);
}

TEST(AccuracyText, SaysPercentWithItsError) {
  EXPECT_EQ(accuracyText(.7132, .0081).toStdString(), "71.3 ± 0.8 %");
  EXPECT_EQ(accuracyText(.7132, NAN).toStdString(), "71.3 %");
  EXPECT_EQ(accuracyText(NAN, NAN).toStdString(), "—");
}

TEST(MethodStyle, TellsAllMethodsApartInBothThemes) {
  for (const Theme& theme : {darkTheme(), lightTheme()}) {
    std::set<std::pair<QRgb, int>> looks;
    for (const ComparedMethod& method : comparedMethods()) {
      const MethodStyle style = methodStyle(theme, method.name);
      EXPECT_TRUE(looks.insert({style.color.rgb(), style.pattern}).second) << method.name;
    }
    EXPECT_GE(looks.size(), 10u);
  }
}

TEST(MethodStyle, NmsIsOrangeAdapsneBlueAndNobodyElse) {
  const Theme theme = darkTheme();
  int families = 0;
  for (const ComparedMethod& method : comparedMethods()) {
    const QColor color = methodStyle(theme, method.name).color;
    const bool nms = method.name.rfind("nms", 0) == 0, adapsne = method.name.rfind("adapsne", 0) == 0;
    families += nms || adapsne;
    EXPECT_EQ(color == theme.nms, nms) << method.name;
    EXPECT_EQ(color == theme.adapsne, adapsne) << method.name;
  }
  EXPECT_GE(families, 4);
  EXPECT_EQ(methodStyle(theme, "kmeans-pca").color, methodStyle(theme, "kmeans-pca-classes").color);
}

}  // namespace
}  // namespace adapsne
