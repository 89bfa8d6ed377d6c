// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fireworks_view.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QImage>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const FireworksScene> sceneOf(Search search,
                                              Arithmetic arithmetic = Arithmetic::Fixed16Saturate) {
  RunControl control(1);
  const Features features = test::rawDigits(300);
  const auto graph = exactNeighbors(features, 299, control);
  SearchOptions options;
  options.search = search;
  options.arithmetic = arithmetic;
  const auto sigma = searchSigma(*graph, 30, options, 1, control);
  return fireworksScene({graph.get(), sigma.get(), options, 1}, {}, 11, control);
}

struct FireworksViewTest : ::testing::Test {
  FireworksView view{darkTheme()};
  std::shared_ptr<const FireworksScene> scene = sceneOf(Search::Fireworks);

  void SetUp() override {
    view.resize(640, 300);
    view.show();
  }
};

TEST_F(FireworksViewTest, EveryStepShowsExactlyThePassesThatHaveHappened) {
  view.setScene(scene);
  for (int step = 0; step <= scene->steps(); ++step) {
    size_t next[2] = {0, 0};
    for (const VisibleEvent& v : view.visibleEvents(step)) {
      const auto& events = (v.fireworks ? scene->fireworks : scene->classic).trace.events;
      const TraceEvent& expected = events.at(next[v.fireworks]++);
      EXPECT_EQ(v.event.u, expected.u);
      EXPECT_EQ(v.event.perplexity, expected.perplexity);
      EXPECT_LT(v.event.generation, step);
      EXPECT_EQ(v.landing, v.event.generation == step - 1);
    }
    for (const bool fireworks : {false, true}) {
      const auto& events = (fireworks ? scene->fireworks : scene->classic).trace.events;
      if (next[fireworks] < events.size()) {
        EXPECT_GE(events[next[fireworks]].generation, step);
      }
    }
  }
}

TEST_F(FireworksViewTest, TheLastStepHoldsSigma) {
  for (const auto& each :
       {scene, sceneOf(Search::Bisection), sceneOf(Search::Newton, Arithmetic::Float64),
        sceneOf(Search::GoldenSection), sceneOf(Search::Random), sceneOf(Search::Fireworks2010),
        sceneOf(Search::Efwa), sceneOf(Search::DynFwa), sceneOf(Search::Random, Arithmetic::Fixed16Flush)}) {
    EXPECT_TRUE(each->matchesRun);
    for (const SearchPath* path : {&each->fireworks, &each->classic}) {
      const auto held = heldBy(*path, each->steps());
      ASSERT_TRUE(held);
      EXPECT_EQ(held->u, path->trace.chosenU);
    }
    EXPECT_FALSE(heldBy(each->fireworks, 0));
  }
}

TEST_F(FireworksViewTest, EverySearchHasItsNameAndItsPicture) {
  const std::pair<Search, const char*> names[] = {
      {Search::Bisection, "NMS"},     {Search::Newton, "Newton"},
      {Search::Fireworks, "AdapSNE"}, {Search::GoldenSection, "Golden section"},
      {Search::Random, "Random"},     {Search::Fireworks2010, "FWA 2010"},
      {Search::Efwa, "EFWA"},         {Search::DynFwa, "dynFWA"}};
  for (const auto& [search, name] : names) {
    const auto each =
        sceneOf(search, search == Search::Newton ? Arithmetic::Float64 : Arithmetic::Fixed16Saturate);
    EXPECT_EQ(pathName(each->own()), name);
    EXPECT_EQ(each->runIsFireworks, isFireworks(search));
    EXPECT_EQ(pathName(each->runIsFireworks ? each->classic : each->fireworks),
              each->runIsFireworks ? "NMS" : "AdapSNE");
    view.setScene(each);
    const QImage picture = view.grab().toImage();
    // The run's own colour appears: orange sparks or the others' diamonds.
    const QRgb own = (each->runIsFireworks ? darkTheme().adapsne : darkTheme().nms).rgb();
    int pixels = 0;
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x) pixels += picture.pixel(x, y) == own;
    EXPECT_GT(pixels, 20) << name;
  }
  SearchPath kept = sceneOf(Search::Bisection)->classic;
  kept.isNms = false;
  EXPECT_EQ(pathName(kept), "Bisection");
}

TEST_F(FireworksViewTest, ASceneOpensAtItsLastStepAndDoesNotPlay) {
  view.setScene(scene);
  EXPECT_EQ(view.step(), scene->steps());
  EXPECT_FALSE(view.playing());
}

TEST_F(FireworksViewTest, KeysStepAndPlay) {
  view.setScene(scene);
  QSignalSpy steps(&view, &FireworksView::stepChanged);
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_EQ(view.step(), scene->steps() - 1);
  QTest::keyClick(&view, Qt::Key_Home);
  EXPECT_EQ(view.step(), 0);
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_EQ(view.step(), 0);
  QTest::keyClick(&view, Qt::Key_Right);
  EXPECT_EQ(view.step(), 1);
  EXPECT_EQ(steps.count(), 3);
  QTest::keyClick(&view, Qt::Key_Space);
  EXPECT_TRUE(view.playing());
  QTest::keyClick(&view, Qt::Key_Space);
  EXPECT_FALSE(view.playing());
  QTest::keyClick(view.findChild<QSlider*>(), Qt::Key_End);
  EXPECT_EQ(view.step(), scene->steps());
}

TEST_F(FireworksViewTest, PlayingRunsFromTheStartToTheEndAndStops) {
  view.setScene(scene);
  view.setPlaying(true);
  EXPECT_EQ(view.step(), 0);
  view.setStep(scene->steps() - 1);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !view.playing(); }, 20000));
  EXPECT_EQ(view.step(), scene->steps());
}

TEST_F(FireworksViewTest, TheSliderScrubsAndButtonsKnowTheEnds) {
  view.setScene(scene);
  auto* slider = view.findChild<QSlider*>();
  EXPECT_EQ(slider->maximum(), scene->steps());
  slider->setValue(2);
  EXPECT_EQ(view.step(), 2);
  const auto buttons = view.findChildren<QToolButton*>();
  ASSERT_EQ(buttons.size(), 3);
  buttons[2]->click();
  EXPECT_EQ(view.step(), 3);
  EXPECT_EQ(slider->value(), 3);
  slider->setValue(0);
  EXPECT_FALSE(buttons[0]->isEnabled());
}

TEST_F(FireworksViewTest, StepsLookDifferentAndTheSameStepTheSame) {
  view.setScene(scene);
  const QImage last = view.grab().toImage();
  view.setStep(1);
  EXPECT_NE(view.grab().toImage(), last);
  view.setStep(scene->steps());
  EXPECT_EQ(view.grab().toImage(), last);
  view.setTheme(lightTheme());
  EXPECT_NE(view.grab().toImage(), last);
}

TEST_F(FireworksViewTest, AWrongReplaySaysSo) {
  view.setScene(scene);
  auto wrong = std::make_shared<FireworksScene>(*scene);
  wrong->matchesRun = false;
  EXPECT_GT(FireworksLayout(*wrong, {600, 300}).header.height(),
            FireworksLayout(*scene, {600, 300}).header.height());
  const QImage right = view.grab().toImage();
  view.setScene(wrong);
  EXPECT_NE(view.grab().toImage(), right);
}

TEST_F(FireworksViewTest, EmptyStatesShowTheirTextAndNoControls) {
  EXPECT_EQ(view.scene(), nullptr);
  EXPECT_FALSE(view.findChild<QSlider*>()->isVisible());
  const QImage cleared = view.grab().toImage();
  view.showEmpty("Computing row 12");
  EXPECT_NE(view.grab().toImage(), cleared);
  view.setScene(scene);
  EXPECT_TRUE(view.findChild<QSlider*>()->isVisible());
  view.setScene(nullptr);
  QCoreApplication::processEvents();  // The controls' room goes back to the picture.
  EXPECT_EQ(view.grab().toImage(), cleared);
  EXPECT_TRUE(view.visibleEvents(5).empty());
  QTest::keyClick(&view, Qt::Key_Space);
  EXPECT_FALSE(view.playing());
}

TEST(FireworksText, SaysWhatBothTookAndReached) {
  const auto scene = sceneOf(Search::Fireworks);
  const QString text = sceneText(*scene);
  EXPECT_TRUE(text.contains(QString("AdapSNE: %1 evaluation").arg(scene->fireworks.evaluations())))
      << text.toStdString();
  EXPECT_TRUE(text.contains("| NMS: 24 evaluations in 24 passes")) << text.toStdString();
  SearchPath lost = scene->classic;
  lost.ending = Ending::BelowFalseRoot;
  EXPECT_TRUE(pathText(lost).endsWith("(lost below the false root)"));
}

TEST(FireworksLayout, PutsValuesOnItsAxes) {
  const auto scene = sceneOf(Search::Fireworks);
  const FireworksLayout layout(*scene, {640, 300});
  EXPECT_NEAR(layout.x(layout.uLow), layout.plot.left(), 1e-9);
  EXPECT_NEAR(layout.x(layout.uHigh), layout.plot.right(), 1e-9);
  EXPECT_NEAR(layout.uAt(layout.x(-1.5)), -1.5, 1e-9);
  EXPECT_NEAR(layout.y(0), layout.plot.bottom(), 1e-9);
  const std::vector<VisibleEvent> all = visibleEvents(*scene, scene->steps());
  EXPECT_EQ(all.size(), scene->fireworks.trace.events.size() + scene->classic.trace.events.size());
  ASSERT_FALSE(all.empty());
  for (const VisibleEvent& v : all) {
    EXPECT_TRUE(layout.plot.contains(layout.x(v.event.u),
                                     std::min(layout.y(v.event.perplexity), layout.plot.bottom() - 0.01)));
    EXPECT_TRUE(layout.lane.contains(layout.x(v.event.u), layout.passY(v.event.generation)));
  }
}

}  // namespace
}  // namespace adapsne
