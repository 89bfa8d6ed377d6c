// SPDX-License-Identifier: GPL-3.0-or-later
// "Compare with NMS" in the window: two maps, one camera, one selection, and what the panels say of both.
#include <QAction>
#include <QElapsedTimer>
#include <QMouseEvent>

#include "app/actions.h"
#include "core/pipeline/measures.h"
#include "tests/app/window_fixture.h"
#include "views/comparison_table.h"
#include "views/convergence_view.h"
#include "views/entropy_view.h"
#include "views/fireworks_view.h"
#include "views/map_pair.h"
#include "views/map_pane.h"
#include "views/options_form.h"
#include "views/point_panel.h"
#include "views/run_bar.h"

namespace adapsne {
namespace {

struct ComparisonTest : WindowFixture {
  static Options guided(const std::string& method = "adapsne") {
    Options options = quickOptions();
    applyMethod(options, method);
    options.guidance.candidates = 3;
    options.guidance.iterations = 10;
    return options;
  }
  void compare() {
    QSignalSpy finished(controller, &RunController::finished);
    window.actions()->compare->trigger();
    ASSERT_TRUE(eventually([&] { return finished.count() == 2; }));
  }
  MapPair* maps() { return window.explore()->maps(); }
};

TEST_F(ComparisonTest, RunsNmsOnTheLeftAndAdapsneOnTheRightOnSharedStages) {
  open("blobs", guided());
  compare();
  ASSERT_TRUE(maps()->isPaired());
  const RunPtr a = maps()->run(0), b = maps()->run(1);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->options.method, "nms-ideal");
  EXPECT_EQ(b->options.method, "adapsne");
  EXPECT_EQ(a->features, b->features);
  EXPECT_EQ(a->graph, b->graph);
  EXPECT_TRUE(b->timing[static_cast<size_t>(Stage::Neighbors)].reused);
  EXPECT_EQ(window.options()->form()->options().method, "adapsne") << "the form keeps what the user chose";
  EXPECT_FALSE(controller->busy());
  EXPECT_TRUE(window.options()->runBar()->hint().contains("Up to date"))
      << window.options()->runBar()->hint().toStdString();

  EXPECT_EQ(window.explore()->table()->rows().size(), measures().size());
  EXPECT_TRUE(window.explore()->table()->shared().contains("Neighbours"));
  EXPECT_EQ(window.guide()->convergence()->samples(0), static_cast<int>(a->map->history.size()));
  EXPECT_EQ(window.guide()->convergence()->samples(1), static_cast<int>(b->map->history.size()));
  EXPECT_EQ(window.guide()->entropy()->markedPerplexity(), b->targetPerplexity);
  EXPECT_EQ(maps()->pane(0)->title(), "NMS (idealised)");
  EXPECT_EQ(maps()->pane(1)->title(), "AdapSNE");
}

TEST_F(ComparisonTest, FromNmsThePairIsTheSame) {
  open("blobs", guided("nms-edge"));
  compare();
  EXPECT_EQ(maps()->run(0)->options.method, "nms-edge");
  EXPECT_EQ(maps()->run(1)->options.method, "adapsne-edge");
}

TEST_F(ComparisonTest, WhatIsOnScreenIsReused) {
  open("blobs", guided());
  const RunPtr alone = finish();
  ASSERT_NE(alone, nullptr);
  compare();
  for (const Stage stage : kStages) {
    if (stage == Stage::Dataset) continue;
    EXPECT_TRUE(maps()->run(1)->timing[static_cast<size_t>(stage)].reused) << stageName(stage);
  }
  EXPECT_EQ(maps()->run(1)->map->positions, alone->map->positions);
}

TEST_F(ComparisonTest, ThePanelsDescribeTheCurrentMap) {
  open("blobs", guided());
  compare();
  EXPECT_EQ(maps()->current(), 1) << "the one that finished last";
  ASSERT_TRUE(eventually([&] { return window.search()->fireworks()->scene() != nullptr; }));
  maps()->setCurrent(0);
  EXPECT_EQ(window.explore()->map(), maps()->map(0));
  const double target = maps()->run(0)->targetPerplexity;
  ASSERT_TRUE(eventually([&] { return window.search()->fireworks()->scene()->target == target; }));
  EXPECT_EQ(window.guide()->entropy()->markedPerplexity(), maps()->run(1)->targetPerplexity)
      << "the guide's curves are those of the run that was guided";
}

TEST_F(ComparisonTest, ARunReplacesTheCurrentMapAndTheOtherStays) {
  open("blobs", guided());
  compare();
  const RunPtr b = maps()->run(1);
  maps()->setCurrent(0);
  Options options = guided("nms-ideal");
  options.perplexity = 5;
  window.jobs()->setOptions(options);
  const RunPtr again = finish();
  EXPECT_EQ(maps()->run(0), again);
  EXPECT_EQ(maps()->run(1), b);
  EXPECT_EQ(window.explore()->table()->rows()[0].a, "5.0");
}

TEST_F(ComparisonTest, CancellingTheSecondKeepsTheFirst) {
  Options options = endlessOptions();
  open("blobs", options);
  QSignalSpy frames(controller, &RunController::frame);
  window.actions()->compare->trigger();
  ASSERT_TRUE(eventually([&] { return frames.count() > 2; }));
  EXPECT_EQ(frames[0][0].toInt(), 0);
  options.embedding.iterations = 1;  // live: the first run ends, and the second, which has as many to do
  window.jobs()->setOptions(options);
  ASSERT_TRUE(eventually([&] { return maps()->run(0) != nullptr; }));
  window.actions()->cancel->trigger();
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  EXPECT_NE(maps()->run(0), nullptr);
  EXPECT_TRUE(maps()->isPaired());
}

TEST_F(ComparisonTest, ClosingAMapGoesBackToOne) {
  open("blobs", guided());
  compare();
  const RunPtr b = maps()->run(1);
  maps()->close(0);
  EXPECT_EQ(maps()->run(0), b);
  EXPECT_TRUE(window.explore()->table()->rows().empty());
  EXPECT_EQ(window.guide()->convergence()->samples(1), 0);
  EXPECT_EQ(window.guide()->convergence()->samples(0), static_cast<int>(b->map->history.size()));
}

TEST_F(ComparisonTest, AnotherDatasetStartsWithOneEmptyMap) {
  open("blobs", guided());
  compare();
  open("rings", guided());
  EXPECT_FALSE(maps()->isPaired());
  EXPECT_FALSE(window.explore()->map()->hasMap());
  EXPECT_TRUE(window.explore()->table()->rows().empty());
  EXPECT_EQ(window.explore()->inspector()->point(), -1);
}

TEST_F(ComparisonTest, RestingOnAPointInspectsItUntilAClickPinsOne) {
  open("blobs", guided());
  compare();
  const auto hover = [&](int64_t row) {
    MapView* map = maps()->map(0);
    const QPointF at = map->screenPosition(row);
    QMouseEvent move(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(map, &move);
    return map->scene().hovered;
  };
  QElapsedTimer clock;
  clock.start();
  const int64_t rested = hover(21);
  ASSERT_TRUE(eventually([&] { return window.explore()->inspector()->point() == rested; }));
  const auto resting = static_cast<int>(clock.elapsed());
  const int64_t clicked = hover(77);
  ASSERT_NE(clicked, rested);
  QTest::mouseClick(maps()->map(0), Qt::LeftButton, {}, maps()->map(0)->screenPosition(77).toPoint());
  EXPECT_EQ(window.explore()->inspector()->point(), clicked);
  EXPECT_EQ(maps()->current(), 0);
  const int64_t other = hover(130);
  ASSERT_NE(other, clicked);
  QTest::qWait(2 * resting + 100);  // Long enough for what took `resting` before.
  EXPECT_EQ(window.explore()->inspector()->point(), clicked) << "a click pins the point";
}

TEST_F(ComparisonTest, SelectionReachesThePanelAndCanBeCleared) {
  open("blobs", guided());
  compare();
  EXPECT_FALSE(window.actions()->clearSelection->isEnabled());
  maps()->setSelection(Selection().combined({1, 2}, 250, SelectMode::Replace));
  EXPECT_TRUE(window.actions()->clearSelection->isEnabled());
  window.actions()->clearSelection->trigger();
  EXPECT_TRUE(maps()->selection().empty());
  EXPECT_FALSE(window.actions()->clearSelection->isEnabled());
}

}  // namespace
}  // namespace adapsne
