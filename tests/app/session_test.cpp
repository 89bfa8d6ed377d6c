// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct SessionTest : ::testing::Test {
  Session session{darkTheme()};
  DatasetPtr dataset = test::clusteredDataset(120, 8, 1);
  RunPtr a = test::runOnce(dataset, test::quickOptions("nms-ideal"));
  RunPtr b = test::runOnce(dataset, test::quickOptions("nms-edge"));

  void SetUp() override { session.setDataset(dataset, "a.csv"); }
};

TEST_F(SessionTest, BeginsWithNothing) {
  const Session empty{darkTheme()};
  EXPECT_EQ(empty.dataset(), nullptr);
  EXPECT_EQ(empty.currentRun(), nullptr);
  EXPECT_EQ(empty.otherRun(), nullptr);
  EXPECT_EQ(empty.inspected(), -1);
  EXPECT_EQ(empty.hovered(), -1);
  EXPECT_TRUE(empty.selection().empty());
}

TEST_F(SessionTest, OtherRowsForgetWhatWasKnownOfTheOnesBefore) {
  session.present(0, a);
  session.setSelection(Selection().combined({1, 2}, 120, SelectMode::Replace));
  session.inspect(7, true);
  QSignalSpy changed(&session, &Session::datasetChanged);
  session.setDataset(dataset, "a.csv");
  EXPECT_EQ(changed.takeFirst()[0].toBool(), false) << "the same rows, read again";
  EXPECT_EQ(session.run(0), a);
  EXPECT_EQ(session.inspected(), 7);
  session.setDataset(test::clusteredDataset(60, 5, 2), "b.csv");
  EXPECT_EQ(changed.takeFirst()[0].toBool(), true);
  EXPECT_EQ(session.run(0), nullptr);
  EXPECT_EQ(session.inspected(), -1);
  EXPECT_TRUE(session.selection().empty());
  EXPECT_FALSE(session.isPinned());
}

TEST_F(SessionTest, ARowThatWasAskedForBeforeThereWasADatasetIsOneOfTheFirst) {
  Session fresh{darkTheme()};
  fresh.inspect(5, true);
  EXPECT_EQ(fresh.inspected(), -1) << "there are no rows yet";
  fresh.setDataset(dataset, "a.csv");
  EXPECT_EQ(fresh.inspected(), 5);
}

TEST_F(SessionTest, ARunThatIsPresentedIsCurrent) {
  session.present(0, a);
  EXPECT_EQ(session.currentRun(), a);
  session.setPaired(true);
  QSignalSpy changed(&session, &Session::runsChanged);
  session.present(1, b);
  EXPECT_EQ(changed.count(), 1) << "one word for both changes";
  EXPECT_EQ(session.current(), 1);
  EXPECT_EQ(session.currentRun(), b);
  EXPECT_EQ(session.otherRun(), a);
  session.setCurrent(0);
  EXPECT_EQ(session.otherRun(), b);
}

TEST_F(SessionTest, ClosingAMapLeavesTheOtherAsTheOnlyOne) {
  session.present(0, a);
  session.setPaired(true);
  session.present(1, b);
  session.close(0);
  EXPECT_FALSE(session.isPaired());
  EXPECT_EQ(session.current(), 0);
  EXPECT_EQ(session.run(0), b);
  EXPECT_EQ(session.run(1), nullptr);
  EXPECT_EQ(session.otherRun(), nullptr);
}

TEST_F(SessionTest, ThereIsNoSecondMapToBeCurrentWithoutAPair) {
  session.present(0, a);
  session.setCurrent(1);
  EXPECT_EQ(session.current(), 0);
}

TEST_F(SessionTest, AMapThatMovesHasNoFinishedRunUntilItEnds) {
  using Showing = Session::Showing;
  session.present(0, a);
  EXPECT_EQ(session.showing(0), Showing::Run);
  session.setMoving(0);
  EXPECT_EQ(session.showing(0), Showing::Moving);
  EXPECT_EQ(session.run(0), nullptr);
  session.stopMoving();
  EXPECT_EQ(session.showing(0), Showing::Stopped);
  session.present(0, b);
  EXPECT_EQ(session.showing(0), Showing::Run);
  session.setRun(0, nullptr);
  EXPECT_EQ(session.showing(0), Showing::Nothing);
}

TEST_F(SessionTest, TheWindowChoosesARowUntilSomebodyDoes) {
  session.present(0, a);
  const qint64 chosen = session.inspected();
  ASSERT_GE(chosen, 0);
  const qint64 other = chosen == 3 ? 4 : 3;
  QSignalSpy changed(&session, &Session::inspectedChanged);
  session.inspect(other, true);
  EXPECT_EQ(session.inspected(), other);
  EXPECT_EQ(changed.count(), 1);
  session.inspect(other, true);
  EXPECT_EQ(changed.count(), 1) << "nothing changed";
  session.inspect(-1, false);
  EXPECT_EQ(session.inspected(), chosen);
}

}  // namespace
}  // namespace adapsne
