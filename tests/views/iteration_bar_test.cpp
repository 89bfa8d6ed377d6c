// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/iteration_bar.h"

#include <vector>

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/support/eventually.h"
#include "views/iteration_track.h"

namespace adapsne {
namespace {

/// Frames of the final map, every tenth iteration of 1,000.
std::vector<FrameMark> finalFrames(int count, int every = 10) {
  std::vector<FrameMark> marks;
  for (int i = 0; i < count; ++i) marks.push_back({i * every, 1000, -1, 30});
  return marks;
}

/// So many that playing them does not end while a test looks at it.
constexpr int kMany = 100'000;

/// Two candidates of the guide with five frames each, then the final map with ten.
std::vector<FrameMark> guidedFrames() {
  std::vector<FrameMark> marks;
  for (int candidate = 0; candidate < 2; ++candidate)
    for (int i = 0; i < 5; ++i) marks.push_back({i * 50, 200, candidate, candidate == 0 ? 10.0 : 25.5});
  for (const FrameMark& mark : finalFrames(10)) marks.push_back(mark);
  return marks;
}

struct IterationBarTest : ::testing::Test {
  IterationBar bar{darkTheme()};
  IterationTrack* track = bar.findChild<IterationTrack*>();
  QComboBox* speed = bar.findChild<QComboBox*>();
  QSignalSpy moved{&bar, &IterationBar::positionChanged};

  void SetUp() override {
    bar.resize(1000, 40);
    bar.show();
  }
  QToolButton* button(const QString& name) const {
    for (auto* each : bar.findChildren<QToolButton*>())
      if (each->accessibleName() == name) return each;
    ADD_FAILURE() << "no button " << name.toStdString();
    return nullptr;
  }
  void click(const QString& name) { QTest::mouseClick(button(name), Qt::LeftButton); }
  QString text() const { return bar.findChild<QLabel*>()->text(); }
  void dragOnTrack(double x) {
    const QPointF at(x, track->height() / 2.0);
    QMouseEvent move(QEvent::MouseMove, at, track->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(track, &move);
  }
  QPoint onTrack(double share) const {
    return {static_cast<int>(share * (track->width() - 1)), track->height() / 2};
  }
};

TEST_F(IterationBarTest, WithoutFramesNothingCanBeDone) {
  EXPECT_EQ(bar.frames(), 0);
  EXPECT_EQ(bar.position(), -1);
  EXPECT_EQ(text(), "No frames recorded yet");
  EXPECT_GE(bar.findChildren<QToolButton*>().size(), 5);
  for (const auto* each : bar.findChildren<QToolButton*>())
    EXPECT_FALSE(each->isEnabled()) << each->accessibleName().toStdString();
  EXPECT_FALSE(speed->isEnabled());
  bar.setMarks({}, true);
  EXPECT_FALSE(track->isEnabled());
  bar.step(1);
  bar.toStart();
  bar.toEnd();
  bar.setPosition(5);
  bar.togglePlay();
  EXPECT_FALSE(bar.isPlaying());
  EXPECT_EQ(bar.position(), -1);
  EXPECT_EQ(moved.count(), 0);
  EXPECT_FALSE(bar.grab().isNull());
}

TEST_F(IterationBarTest, ASingleFrameIsShownAndCannotBeLeft) {
  bar.setMarks(finalFrames(1), false);
  EXPECT_EQ(bar.position(), 0);
  EXPECT_TRUE(bar.follows());
  EXPECT_FALSE(track->isEnabled());
  EXPECT_FALSE(button("Play the frames")->isEnabled());
  bar.togglePlay();
  EXPECT_FALSE(bar.isPlaying());
}

TEST_F(IterationBarTest, ItFollowsARunUntilSomebodyLooksBack) {
  bar.setMarks(finalFrames(3), true);
  EXPECT_EQ(bar.position(), 2);
  EXPECT_TRUE(bar.follows());
  bar.setMarks(finalFrames(8), true);
  EXPECT_EQ(bar.position(), 7);
  bar.setPosition(4);
  EXPECT_FALSE(bar.follows());
  bar.setMarks(finalFrames(20), true);
  EXPECT_EQ(bar.position(), 4);
  EXPECT_EQ(track->value(), 4);
  bar.toEnd();
  EXPECT_TRUE(bar.follows());
  bar.setMarks(finalFrames(25), true);
  EXPECT_EQ(bar.position(), 24);
  EXPECT_EQ(track->value(), 24);
  EXPECT_EQ(track->maximum(), 24);
}

TEST_F(IterationBarTest, ItSaysWhichFrameItIs) {
  bar.setMarks(guidedFrames(), true);
  EXPECT_EQ(text(), "live · iteration 90 of 1,000");
  bar.setPosition(7);
  EXPECT_EQ(text(), "perplexity 25.5 · iteration 100 of 200");
  bar.setPosition(12);
  EXPECT_EQ(text(), "iteration 20 of 1,000");
  bar.toEnd();
  bar.setMarks(guidedFrames(), false);
  EXPECT_EQ(text(), "iteration 90 of 1,000") << "the run has ended";
}

TEST_F(IterationBarTest, ButtonsStepAndGoToTheEnds) {
  bar.setMarks(finalFrames(5), false);
  EXPECT_FALSE(button("One frame on")->isEnabled());
  EXPECT_FALSE(button("Last frame")->isEnabled());
  click("One frame back");
  EXPECT_EQ(bar.position(), 3);
  EXPECT_FALSE(bar.follows());
  click("First frame");
  EXPECT_EQ(bar.position(), 0);
  EXPECT_FALSE(button("One frame back")->isEnabled());
  EXPECT_FALSE(button("First frame")->isEnabled());
  click("One frame on");
  EXPECT_EQ(bar.position(), 1);
  click("Last frame");
  EXPECT_EQ(bar.position(), 4);
  EXPECT_TRUE(bar.follows());
  std::vector<int> told;
  for (const auto& arguments : moved) told.push_back(arguments[0].toInt());
  EXPECT_EQ(told, (std::vector<int>{3, 0, 1, 4}));
  bar.step(10);
  bar.toStart();
  bar.step(-10);
  EXPECT_EQ(bar.position(), 0) << "beyond the ends there is nothing";
  EXPECT_EQ(moved.count(), 5) << "what does not move is not told";
}

TEST_F(IterationBarTest, TheMouseScrubsOnTheTrack) {
  bar.setMarks(finalFrames(101), false);
  QTest::mousePress(track, Qt::LeftButton, {}, onTrack(0.5));
  EXPECT_NEAR(bar.position(), 50, 1);
  EXPECT_FALSE(bar.follows());
  dragOnTrack(onTrack(0.25).x());
  EXPECT_NEAR(bar.position(), 25, 2);
  dragOnTrack(-500);
  EXPECT_EQ(bar.position(), 0);
  dragOnTrack(track->width() + 500);
  EXPECT_EQ(bar.position(), 100);
  EXPECT_TRUE(bar.follows());
  dragOnTrack(onTrack(0.75).x());
  EXPECT_NEAR(bar.position(), 75, 2);
  QTest::mouseRelease(track, Qt::LeftButton, {}, onTrack(0.75));
  EXPECT_EQ(track->value(), bar.position());
  ASSERT_FALSE(moved.isEmpty());
  EXPECT_EQ(moved.last()[0].toInt(), bar.position());
}

TEST_F(IterationBarTest, KeysMoveOnTheTrack) {
  bar.setMarks(finalFrames(101), false);
  QTest::keyClick(track, Qt::Key_Home);
  EXPECT_EQ(bar.position(), 0);
  QTest::keyClick(track, Qt::Key_Right);
  QTest::keyClick(track, Qt::Key_Right);
  EXPECT_EQ(bar.position(), 2);
  QTest::keyClick(track, Qt::Key_Left);
  EXPECT_EQ(bar.position(), 1);
  QTest::keyClick(track, Qt::Key_PageUp);
  EXPECT_EQ(bar.position(), 6) << "a twentieth of the frames";
  QTest::keyClick(track, Qt::Key_PageDown);
  EXPECT_EQ(bar.position(), 1);
  EXPECT_FALSE(bar.follows());
  QTest::keyClick(track, Qt::Key_End);
  EXPECT_EQ(bar.position(), 100);
  EXPECT_TRUE(bar.follows());
}

TEST_F(IterationBarTest, PlayingGoesOnFromHereAndStopsAtTheEnd) {
  bar.setMarks(finalFrames(12), false);
  speed->setCurrentIndex(speed->count() - 1);
  bar.setPosition(3);
  moved.clear();
  click("Play the frames");
  EXPECT_TRUE(bar.isPlaying());
  ASSERT_TRUE(eventually([&] { return !bar.isPlaying(); }));
  EXPECT_EQ(bar.position(), 11);
  EXPECT_TRUE(bar.follows());
  int last = 3;
  for (const auto& arguments : moved) {
    EXPECT_GT(arguments[0].toInt(), last);
    last = arguments[0].toInt();
  }
  EXPECT_EQ(last, 11);
}

TEST_F(IterationBarTest, AtTheEndPlayingStartsAnewAndCanBeHalted) {
  bar.setMarks(finalFrames(kMany), false);
  speed->setCurrentIndex(0);
  click("Play the frames");
  EXPECT_EQ(bar.position(), 0);
  EXPECT_FALSE(bar.follows());
  ASSERT_TRUE(eventually([&] { return bar.position() > 0; }));
  click("Play the frames");
  EXPECT_FALSE(bar.isPlaying());
  const int halted = bar.position();
  QCoreApplication::processEvents();
  EXPECT_EQ(bar.position(), halted);
  bar.togglePlay();
  EXPECT_TRUE(bar.isPlaying());
  QTest::mousePress(track, Qt::LeftButton, {}, onTrack(0.5));
  EXPECT_FALSE(bar.isPlaying()) << "who scrubs wants to look";
  QTest::mouseRelease(track, Qt::LeftButton, {}, onTrack(0.5));
  EXPECT_NEAR(bar.position(), kMany / 2, kMany / 100);
}

TEST_F(IterationBarTest, FramesThatComeWhilePlayingDoNotDisturbIt) {
  bar.setMarks(finalFrames(kMany), true);
  speed->setCurrentIndex(0);
  bar.setPosition(5);
  bar.togglePlay();
  ASSERT_TRUE(eventually([&] { return bar.position() > 5; }));
  const int before = bar.position();
  bar.setMarks(finalFrames(kMany + 100), true);
  EXPECT_TRUE(bar.isPlaying());
  EXPECT_EQ(bar.position(), before);
  bar.setMarks({}, true);
  EXPECT_FALSE(bar.isPlaying());
  EXPECT_EQ(bar.position(), -1);
}

TEST_F(IterationBarTest, ThinningKeepsTheShownFrameOrTheNearestEarlierOne) {
  bar.setMarks(finalFrames(40), true);
  bar.setPosition(16);
  bar.setMarks(finalFrames(20, 20), true);
  EXPECT_EQ(bar.position(), 8);
  EXPECT_EQ(text(), "iteration 160 of 1,000");
  EXPECT_EQ(track->value(), 8);
  bar.setPosition(9);
  bar.setMarks(finalFrames(10, 40), true);
  EXPECT_EQ(text(), "iteration 160 of 1,000") << "180 has gone";
  EXPECT_FALSE(bar.follows());
}

TEST_F(IterationBarTest, ThinningKeepsToThePhaseOfTheFrame) {
  bar.setMarks(guidedFrames(), true);
  bar.setPosition(8);  // iteration 150 of the second candidate
  std::vector<FrameMark> fewer;
  for (const FrameMark& mark : guidedFrames())
    if (mark.iteration % 100 == 0) fewer.push_back(mark);
  bar.setMarks(fewer, true);
  EXPECT_EQ(text(), "perplexity 25.5 · iteration 100 of 200");
}

TEST_F(IterationBarTest, TheTrackIsDrawnUpToTheShownFrame) {
  bar.setMarks(guidedFrames(), false);
  bar.setPosition(0);
  const QImage start = track->grab().toImage();
  bar.setPosition(10);
  const QImage middle = track->grab().toImage();
  EXPECT_NE(start, middle);
  bar.setTheme(lightTheme());
  EXPECT_NE(track->grab().toImage(), middle);
}

}  // namespace
}  // namespace adapsne
