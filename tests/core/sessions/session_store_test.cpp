// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sessions/session_store.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "core/pipeline/stored_run.h"
#include "core/support/error.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

class SessionStore : public testing::Test {
 protected:
  /// A session of so many runs, oldest last, that nobody has open.
  fs::path leave(int runs, bool pinned = false) {
    const auto folder = SessionFolder::make(root_);
    SessionState state;
    state.source = "blobs";
    for (int i = 0; i < runs; ++i)
      state.runs.insert(state.runs.begin(),
                        {folder->keep(*run_, "run " + std::to_string(i), {}), std::to_string(i), pinned, ""});
    state.shown = {0, runs - 1};
    folder->write(state);
    return folder->path();
  }
  static void makeOld(const fs::path& session, int hours) {
    fs::last_write_time(session / "session.json",
                        fs::file_time_type::clock::now() - std::chrono::hours(hours));
  }
  StoredRun stored(const fs::path& folder) {
    RunControl control(1);
    return readStoredRun(folder, control);
  }

  test::TemporaryFolder folder_;
  fs::path root_ = folder_ / "state/sessions";
  RunPtr run_ = test::runOnce(test::clusteredDataset(90, 5, 1), test::quickOptions());
};

TEST_F(SessionStore, OneProgramHasASessionAtATime) {
  fs::path path;
  {
    const auto mine = SessionFolder::make(root_);
    path = mine->path();
    SessionState state;
    state.source = "digits";
    mine->write(state);
    EXPECT_EQ(SessionFolder::take(path), nullptr);
    EXPECT_TRUE(leftSessions(root_).empty()) << "it is open";
    const auto other = SessionFolder::make(root_);
    EXPECT_NE(other->path(), path);
  }
  const auto left = leftSessions(root_);
  ASSERT_EQ(left.size(), 1u) << "the other one held nothing";
  EXPECT_EQ(left[0].folder, path);
  EXPECT_EQ(left[0].state.source, "digits");
  EXPECT_NE(SessionFolder::take(path), nullptr);
}

TEST_F(SessionStore, RunsAndTheirEditsAreReadBack) {
  const auto session = SessionFolder::make(root_);
  ExemplarEdits edits;
  edits.removed = {run_->subset->rows[2]};
  const std::string name = session->keep(*run_, "mine", {});
  EXPECT_EQ(stored(session->runFolder(name)).name, "mine");
  EXPECT_TRUE(stored(session->runFolder(name)).edits.empty());
  session->keepEdits(name, *run_, edits);
  EXPECT_EQ(stored(session->runFolder(name)).edits, edits);
  const auto before = test::listing(session->runFolder(name));
  session->keepEdits(name, *run_, {});
  EXPECT_TRUE(stored(session->runFolder(name)).edits.empty());
  EXPECT_EQ(test::listing(session->runFolder(name)).size() + 2, before.size()) << "edits.json and edited.csv";
  EXPECT_EQ(stored(session->runFolder(name)).map.positions, run_->map->positions);
}

TEST_F(SessionStore, WhatIsNotNamedGoesAndNamesAreNeverUsedAgainForOthers) {
  const fs::path path = leave(3);
  const auto session = SessionFolder::take(path);
  SessionState state = session->read();
  ASSERT_EQ(state.runs.size(), 3u);
  state.runs.erase(state.runs.begin() + 1);
  state.shown = {-1, -1};
  session->write(state);
  session->removeOthers(state);
  EXPECT_TRUE(fs::exists(session->runFolder(state.runs[0].folder)));
  EXPECT_TRUE(fs::exists(session->runFolder(state.runs[1].folder)));
  EXPECT_FALSE(fs::exists(session->runFolder("2")));
  EXPECT_EQ(session->keep(*run_, "", {}), "4");
}

TEST_F(SessionStore, NewestFirstAndDamagedOnesStayWhereTheyAre) {
  const fs::path old = leave(1), damaged = leave(1), fresh = leave(2);
  makeOld(old, 5);
  test::writeText(damaged / "session.json", "{");
  const auto left = leftSessions(root_);
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].folder, fresh);
  EXPECT_EQ(left[1].folder, old);
  EXPECT_TRUE(fs::exists(damaged / "runs/1/manifest.json"));
  EXPECT_TRUE(leftSessions(folder_ / "nowhere").empty());
}

TEST_F(SessionStore, RoomIsMadeByTheOldestRunsThatAreNotPinned) {
  const fs::path pinned = leave(1, true), old = leave(2), fresh = leave(3);
  makeOld(pinned, 9);
  makeOld(old, 5);
  const int64_t run = bytesBelow(fresh / "runs/1");
  ASSERT_GT(run, 1000);
  EXPECT_EQ(thinLeftSessions(root_, bytesBelow(root_)), 0);
  // Room for one run less: the oldest of the oldest session that may go.
  EXPECT_EQ(thinLeftSessions(root_, bytesBelow(root_) - 1), 1);
  EXPECT_FALSE(fs::exists(old / "runs/1"));
  EXPECT_TRUE(fs::exists(old / "runs/2"));
  EXPECT_EQ(SessionFolder::take(old)->read().shown, (std::array<int, 2>{0, -1}));
  // For next to nothing: only what is pinned stays.
  EXPECT_EQ(thinLeftSessions(root_, 1), 4);
  EXPECT_FALSE(fs::exists(old));
  EXPECT_FALSE(fs::exists(fresh));
  EXPECT_TRUE(fs::exists(pinned / "runs/1/manifest.json"));
}

TEST_F(SessionStore, WhatCannotBeReadTakesNoRoomFromTheOthers) {
  const fs::path fine = leave(1);
  const int64_t budget = sessionBytes(root_);
  EXPECT_EQ(budget, bytesBelow(root_));
  const fs::path damaged = leave(3);
  test::writeText(damaged / "session.json", "{");
  EXPECT_EQ(sessionBytes(root_), budget);
  EXPECT_EQ(thinLeftSessions(root_, budget), 0);
  EXPECT_TRUE(fs::exists(fine / "runs/1/manifest.json"));
  EXPECT_TRUE(fs::exists(damaged / "runs/1/manifest.json")) << "it may be mended";
}

TEST_F(SessionStore, ASessionThatIsOpenIsNotThinned) {
  const fs::path path = leave(2);
  const auto mine = SessionFolder::take(path);
  EXPECT_EQ(thinLeftSessions(root_, 1), 0);
  EXPECT_TRUE(fs::exists(path / "runs/1/manifest.json"));
}

TEST_F(SessionStore, APlaceThatCannotBeWrittenIsNamed) {
  test::writeText(folder_ / "file", "");
  try {
    SessionFolder::make(folder_ / "file/sessions");
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(e.where().find("file"), std::string::npos);
    EXPECT_FALSE(e.remedy().empty());
  }
}

}  // namespace
}  // namespace adapsne
