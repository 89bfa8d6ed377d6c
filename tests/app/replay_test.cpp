// SPDX-License-Identifier: GPL-3.0-or-later
// The iteration bar in the window: going back in time during a run and afterwards.
#include <QAction>

#include "app/actions.h"
#include "tests/app/window_fixture.h"
#include "views/iteration_bar.h"
#include "views/map_pair.h"
#include "views/map_pane.h"

namespace adapsne {
namespace {

struct ReplayTest : WindowFixture {
  IterationBar* bar = window.explore()->iterations();
  MapPair* maps = window.explore()->maps();

  const MapRecording& recording(const RunPtr& run) { return *window.library()->find(run)->recording; }
};

TEST_F(ReplayTest, EveryIterationOfASmallRunIsRecorded) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  const MapRecording& recorded = recording(run);
  ASSERT_EQ(recorded.frames().size(), 60u);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(recorded.frames()[static_cast<size_t>(i)].iteration, i + 1);
  EXPECT_EQ(*recorded.frames().back().positions, run->map->positions);
  EXPECT_TRUE(eventually([&] { return bar->frames() == 60; }));
  EXPECT_TRUE(bar->follows());
}

TEST_F(ReplayTest, ScrubbingShowsTheRecordedMapAndTheEndTheFinalOne) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  ASSERT_TRUE(eventually([&] { return bar->frames() == 60; }));
  const QString caption = window.explore()->map()->scene().caption;
  bar->setPosition(20);
  EXPECT_EQ(*window.explore()->map()->scene().positions, *recording(run).frames()[20].positions);
  EXPECT_EQ(maps->run(0), run) << "the panels go on describing the finished run";
  EXPECT_TRUE(window.explore()->map()->scene().caption.contains("iteration 21"))
      << window.explore()->map()->scene().caption.toStdString();
  window.actions()->frameBack->trigger();
  EXPECT_EQ(*window.explore()->map()->scene().positions, *recording(run).frames()[19].positions);
  window.actions()->lastFrame->trigger();
  EXPECT_EQ(*window.explore()->map()->scene().positions, run->map->positions);
  EXPECT_EQ(window.explore()->map()->scene().caption, caption);
}

TEST_F(ReplayTest, LookingBackDuringARunStaysWhileItGoesOn) {
  startEndless();
  ASSERT_TRUE(eventually([&] { return bar->frames() > 30; }));
  bar->setPosition(10);
  const Positions shown = window.explore()->map()->scene().positions;
  const int frames = bar->frames();
  ASSERT_TRUE(eventually([&] { return bar->frames() > frames + 20; }));
  EXPECT_EQ(window.explore()->map()->scene().positions, shown);
  EXPECT_EQ(bar->position(), 10);
  bar->toEnd();
  EXPECT_TRUE(eventually([&] { return window.explore()->map()->scene().positions != shown; }));
  controller->cancel();
}

TEST_F(ReplayTest, PlayingEndsAtTheFinalMap) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  ASSERT_TRUE(eventually([&] { return bar->frames() == 60; }));
  window.actions()->firstFrame->trigger();
  EXPECT_EQ(bar->position(), 0);
  window.actions()->play->trigger();
  EXPECT_TRUE(bar->isPlaying());
  EXPECT_TRUE(eventually([&] { return !bar->isPlaying(); }));
  EXPECT_EQ(*window.explore()->map()->scene().positions, run->map->positions);
}

TEST_F(ReplayTest, TheMapBesideShowsTheSameIteration) {
  Options options = quickOptions();
  applyMethod(options, "adapsne");
  options.guidance.candidates = 3;
  options.guidance.iterations = 10;
  open("blobs", options);
  QSignalSpy finished(controller, &RunController::finished);
  window.jobs()->compare();
  ASSERT_TRUE(eventually([&] { return finished.count() == 2; }));
  const RunPtr a = maps->run(0), b = maps->run(1);
  ASSERT_TRUE(a && b);
  const MapRecording& guided = recording(b);
  EXPECT_EQ(guided.frames().front().candidate, 0) << "the guide's maps are recorded too";
  const int position = guided.frameOf(30);
  ASSERT_GE(position, 0);
  ASSERT_TRUE(eventually([&] { return bar->frames() == static_cast<int>(guided.frames().size()); }));
  bar->setPosition(position);
  EXPECT_EQ(*maps->map(0)->scene().positions, *recording(a).frames()[29].positions);
  EXPECT_EQ(maps->map(1)->scene().positions->size(), b->map->positions.size());
  bar->toEnd();
  EXPECT_EQ(*maps->map(0)->scene().positions, a->map->positions);
}

TEST_F(ReplayTest, AReusedMapKeepsWhatWasSeenOfIt) {
  open("blobs");
  const RunPtr first = finish();
  ASSERT_NE(first, nullptr);
  const RunPtr again = finish();
  ASSERT_NE(again, nullptr);
  EXPECT_TRUE(again->timing[static_cast<size_t>(Stage::Embedding)].reused);
  EXPECT_EQ(recording(again).frames().size(), 60u);
  EXPECT_TRUE(eventually([&] { return bar->frames() == 60; }));
}

TEST_F(ReplayTest, TheMapOfARunInProgressCanBeClosed) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  window.jobs()->setOptions(endlessOptions());
  window.session()->setPaired(true);
  maps->setCurrent(1);
  QSignalSpy recorded(controller, &RunController::recorded);
  window.jobs()->run();
  ASSERT_TRUE(eventually([&] { return recorded.count() > 5; }));
  maps->close(1);
  const auto before = recorded.count();
  EXPECT_TRUE(eventually([&] { return recorded.count() > before + 5; })) << "and the run goes on";
  EXPECT_EQ(window.library()->runs().front().recording->frames().size(), 60u)
      << "the finished run's is untouched";
  controller->cancel();
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(ReplayTest, ALookBackEndsWhereAnotherRunBegins) {
  open("blobs");
  const RunPtr first = finish();
  ASSERT_NE(first, nullptr);
  ASSERT_TRUE(eventually([&] { return bar->frames() == 60; }));
  bar->setPosition(5);
  Options other = quickOptions();
  other.perplexity = 20;
  window.jobs()->setOptions(other);
  window.session()->setPaired(true);
  maps->setCurrent(1);
  ASSERT_NE(finish(), nullptr);
  EXPECT_EQ(*maps->map(0)->scene().positions, first->map->positions);
}

TEST_F(ReplayTest, AfterACancelledRunItsLastFrameIsShownAgain) {
  startEndless();
  ASSERT_TRUE(eventually([&] { return bar->frames() > 30; }));
  controller->cancel();
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  const int last = bar->frames() - 1;
  bar->setPosition(3);
  const Positions early = window.explore()->map()->scene().positions;
  bar->setPosition(last);
  EXPECT_NE(window.explore()->map()->scene().positions, early);
}

TEST_F(ReplayTest, ACancelledRunGivesTheShownOneItsFramesAndPanelsBack) {
  open("blobs");
  const RunPtr first = finish();
  ASSERT_NE(first, nullptr);
  const QString heading = maps->pane(0)->detail();
  Options other = quickOptions(1000000);
  other.perplexity = 0;
  window.jobs()->setOptions(other);
  QSignalSpy started(controller, &RunController::runStarted);
  QSignalSpy cancelled(controller, &RunController::cancelled);
  window.jobs()->run();
  controller->pause();  // it stops at its first checkpoint, before there is a frame
  ASSERT_TRUE(eventually([&] { return started.count() > 0; }));
  controller->cancel();
  ASSERT_TRUE(eventually([&] { return cancelled.count() > 0; }));
  ASSERT_EQ(maps->run(0), first);
  EXPECT_EQ(maps->pane(0)->detail(), heading);
  EXPECT_TRUE(eventually([&] { return bar->frames() == 60; }));
}

TEST_F(ReplayTest, AnotherDatasetHasNoFrames) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  open("rings");
  EXPECT_EQ(bar->frames(), 0);
}

}  // namespace
}  // namespace adapsne
