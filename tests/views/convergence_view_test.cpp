// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/convergence_view.h"

#include <gtest/gtest.h>

#include <QChart>
#include <QChartView>
#include <QGraphicsScene>
#include <QLineSeries>

namespace adapsne {
namespace {

int items(const ConvergenceView& view) {
  return static_cast<int>(view.findChild<QChartView*>()->scene()->items().size());
}

TEST(ConvergenceView, TheNumberOfTicksDoesNotGrowWithTheIterations) {
  ConvergenceView view(darkTheme());
  view.resize(600, 250);
  view.show();
  for (const int iterations : {10, 1000000, 250, 70000000, 1}) {
    view.beginRun(0, "AdapSNE", "adapsne", iterations);
    view.setRun(0, "AdapSNE", "adapsne", {{0, 4, 1}, {iterations, 1, 0.1}});
    EXPECT_LT(items(view), 200) << iterations;
  }
}

TEST(ConvergenceView, AFinishedRunReplacesWhatItsCurveWas) {
  ConvergenceView view(darkTheme());
  view.beginRun(0, "NMS", "nms-edge", 100);
  view.addSamples(0, {{0, 4, 1}, {25, 3, 1}, {50, 2, 1}});
  view.setRun(0, "AdapSNE", "adapsne", {{0, 5, 1}, {200, 1, 1}});
  EXPECT_EQ(view.samples(0), 2);
  const auto* series = dynamic_cast<QLineSeries*>(view.findChild<QChartView*>()->chart()->series().front());
  ASSERT_NE(series, nullptr);
  EXPECT_EQ(series->name(), "AdapSNE");
  EXPECT_EQ(series->points(), (QList<QPointF>{{0, 5}, {200, 1}}));
  view.clear(0);
  EXPECT_EQ(view.samples(0), 0);
  EXPECT_TRUE(series->points().isEmpty());
}

TEST(ConvergenceView, SamplesAddUpAndAreForgottenByTheNextRun) {
  ConvergenceView view(darkTheme());
  view.beginRun(0, "AdapSNE", "adapsne", 100);
  view.addSamples(0, {{0, 4, 1}, {25, 3, 1}});
  view.addSamples(0, {{50, 2, 1}});
  EXPECT_EQ(view.samples(0), 3);
  view.beginRun(0, "NMS", "nms-edge", 100);
  EXPECT_EQ(view.samples(0), 0);
}

}  // namespace
}  // namespace adapsne
