// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session_keeper.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include <gtest/gtest.h>

#include <QAction>
#include <QProcess>
#include <QProcessEnvironment>

#include "app/actions.h"
#include "app/exemplar_editor.h"
#include "app/messages.h"
#include "core/pipeline/stored_run.h"
#include "core/sessions/session_store.h"
#include "core/support/random.h"
#include "tests/app/window_fixture.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"
#include "views/map_pair.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// A window whose session is kept in `root`, from its first dataset on.
struct KeptWindow {
  explicit KeptWindow(const fs::path& root, int64_t budget = SessionKeeper::kBudget)
      : keeper(&window, root, budget, kInterval) {
    window.resize(1280, 800);
    window.show();
  }
  void open(const QString& source, const Options& options = quickOptions()) {
    window.jobs()->setOptions(options);
    QSignalSpy ready(window.controller(), &RunController::datasetReady);
    window.jobs()->open(source);
    ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  }
  RunPtr run(const QString& perplexity) {
    Options options = window.session()->options();
    setOption(options, optionSpec("perplexity"), perplexity.toStdString());
    window.session()->setOptions(options);
    QSignalSpy finished(window.controller(), &RunController::finished);
    window.jobs()->run();
    return eventually([&] { return finished.count() > 0; }) ? window.controller()->lastRun() : nullptr;
  }
  void waitUntilKept() {
    ASSERT_TRUE(eventually([&] { return keeper.settled(); }));
    QTest::qWait(2 * kInterval);
    ASSERT_TRUE(eventually([&] { return keeper.settled(); }));
  }
  /// How many runs came back, and how many did not.
  std::pair<int, int> reopen() {
    QSignalSpy reopened(&keeper, &SessionKeeper::reopened);
    keeper.reopenLast();
    if (!eventually([&] { return reopened.count() > 0 && keeper.settled(); })) return {-1, -1};
    return {reopened[0][0].toInt(), reopened[0][1].toInt()};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const ListedRun& run : window.library()->runs()) names.push_back(run.name.toStdString());
    return names;
  }

  static constexpr int kInterval = 100;  ///< ms
  MainWindow window{darkTheme(), false};
  SessionKeeper keeper;
};

struct SessionKeeperTest : ::testing::Test {
  test::TemporaryFolder folder;
  fs::path root = folder / "sessions";
};

TEST_F(SessionKeeperTest, TheNextWindowGetsEverythingBack) {
  std::vector<std::vector<float>> maps;
  ExemplarEdits edits;
  Camera camera;
  std::vector<int> frames;
  {
    KeptWindow first(root);
    first.open("blobs");
    for (const char* perplexity : {"8", "15"}) maps.push_back(first.run(perplexity)->map->positions);
    Session* session = first.window.session();
    const RunPtr last = session->currentRun();
    const int id = first.window.library()->find(last)->id;
    first.window.library()->rename(id, "wide, \"final\"");
    first.window.library()->setPinned(id, true);
    first.window.editor()->remove(last->subset->rows[3]);
    ASSERT_TRUE(eventually([&] { return first.window.editor()->settled(); }));
    edits = session->edits(last);
    ASSERT_FALSE(edits.empty());
    session->setSelection(Selection().combined({5, 9, 200}, 250, SelectMode::Replace));
    session->inspect(9, true);
    session->setMuted({0, 1, 0});
    first.window.explore()->maps()->forEach([&](MapView* map) { map->setCamera(Camera({1, 2}, 33), false); });
    camera = first.window.explore()->map()->camera();
    first.window.showPage(PageId::Guide);
    for (const RecordedFrame& frame : framesOf(first.window.library()->runs()[0]))
      frames.push_back(frame.iteration);
    ASSERT_GT(frames.size(), 10u);
  }
  KeptWindow second(root);
  EXPECT_EQ(second.reopen(), std::pair(2, 0));
  Session* session = second.window.session();
  EXPECT_EQ(second.names()[0], "wide, \"final\"");
  ASSERT_EQ(second.window.library()->runs().size(), 2u);
  EXPECT_EQ(second.window.library()->runs()[0].run->map->positions, maps[1]);
  EXPECT_EQ(second.window.library()->runs()[1].run->map->positions, maps[0]);
  EXPECT_TRUE(second.window.library()->runs()[0].pinned);
  EXPECT_TRUE(second.window.library()->runs()[0].folder.isEmpty()) << "people saved it nowhere";
  EXPECT_EQ(session->currentRun(), second.window.library()->runs()[0].run);
  EXPECT_EQ(session->edits(session->currentRun()), edits);
  std::vector<int> framesBack;
  for (const RecordedFrame& frame : framesOf(second.window.library()->runs()[0]))
    framesBack.push_back(frame.iteration);
  EXPECT_EQ(framesBack, frames) << "it can be replayed";
  EXPECT_EQ(session->options().perplexity, 15);
  EXPECT_EQ(session->options().dataset.points, 250);
  EXPECT_EQ(session->source(), "blobs");
  EXPECT_EQ(session->selection().rows(), (std::vector<int64_t>{5, 9, 200}));
  EXPECT_EQ(session->inspected(), 9);
  EXPECT_EQ(session->muted(), (std::vector<uint8_t>{0, 1, 0}));
  EXPECT_EQ(second.window.explore()->map()->camera(), camera);
  EXPECT_EQ(second.window.page()->id(), PageId::Guide);
}

TEST_F(SessionKeeperTest, WhatIsGivenBackIsKeptOnAndWithItWhatWasHereBefore) {
  {
    KeptWindow first(root);
    first.open("blobs");
    ASSERT_TRUE(first.run("8"));
  }
  {
    KeptWindow second(root);
    second.open("blobs");
    ASSERT_TRUE(second.run("21"));
    EXPECT_EQ(second.reopen(), std::pair(1, 0));
    EXPECT_EQ(second.window.library()->runs().size(), 2u);
    ASSERT_TRUE(second.run("5"));
  }
  EXPECT_EQ(leftSessions(root).size(), 1u) << "the second window's own folder has gone";
  KeptWindow third(root);
  EXPECT_EQ(third.reopen(), std::pair(3, 0));
}

TEST_F(SessionKeeperTest, WindowsBesideEachOtherHaveSessionsOfTheirOwn) {
  KeptWindow first(root), second(root);
  for (KeptWindow* window : {&first, &second}) {
    window->open("blobs");
    ASSERT_TRUE(window->run("8"));
    window->waitUntilKept();
  }
  QSignalSpy noticed(second.window.messages(), &Messages::noticed);
  second.keeper.reopenLast();
  ASSERT_TRUE(eventually([&] { return noticed.count() > 0; }));
  EXPECT_TRUE(noticed[0][0].toString().contains("no session")) << noticed[0][0].toString().toStdString();
}

TEST_F(SessionKeeperTest, RunsThatCannotBeOpenedStayKept) {
  {
    KeptWindow first(root);
    first.open("blobs");
    ASSERT_TRUE(first.run("8"));
    ASSERT_TRUE(first.run("21"));
  }
  const fs::path session = leftSessions(root)[0].folder;
  const fs::path map = session / "runs/1/embedding.npy", aside = folder / "aside.npy";
  fs::rename(map, aside);
  {
    KeptWindow second(root);
    EXPECT_EQ(second.reopen(), std::pair(1, 1));
    ASSERT_TRUE(second.run("5"));
  }
  ASSERT_TRUE(fs::exists(session / "runs/1/manifest.json"));
  fs::rename(aside, map);
  KeptWindow third(root);
  EXPECT_EQ(third.reopen(), std::pair(3, 0));
}

TEST_F(SessionKeeperTest, ADeletedRunGoesAndComesBackWithUndo) {
  KeptWindow kept(root);
  kept.open("blobs");
  ASSERT_TRUE(kept.run("8"));
  kept.waitUntilKept();
  const fs::path runs = fs::directory_iterator(root)->path() / "runs";
  ASSERT_TRUE(fs::exists(runs / "1"));
  int place = 0;
  ListedRun taken = kept.window.library()->take(kept.window.library()->runs()[0].id, place);
  kept.waitUntilKept();
  EXPECT_FALSE(fs::exists(runs / "1"));
  kept.window.library()->insert(taken, place);
  kept.waitUntilKept();
  EXPECT_TRUE(fs::exists(runs / "2/manifest.json"));
}

TEST_F(SessionKeeperTest, FullIsSaidAndTheOldestGo) {
  KeptWindow kept(root, 1);
  QSignalSpy noticed(kept.window.messages(), &Messages::noticed);
  kept.open("blobs");
  ASSERT_TRUE(kept.run("8"));
  ASSERT_TRUE(kept.run("21"));
  kept.waitUntilKept();
  ASSERT_FALSE(noticed.empty());
  EXPECT_TRUE(noticed.back()[0].toString().contains(QString::fromStdString(kept.names()[1])))
      << noticed.back()[0].toString().toStdString();
  const fs::path runs = fs::directory_iterator(root)->path() / "runs";
  EXPECT_FALSE(fs::exists(runs / "1"));
  EXPECT_TRUE(fs::exists(runs / "2")) << "the newest stays";
}

TEST_F(SessionKeeperTest, APlaceThatCannotBeWrittenIsSaidOnce) {
  test::writeText(folder / "file", "");
  KeptWindow kept(folder / "file/sessions");
  QSignalSpy failed(kept.window.messages(), &Messages::failed);
  kept.open("blobs");
  ASSERT_TRUE(kept.run("8"));
  kept.waitUntilKept();
  EXPECT_EQ(failed.count(), 1);
}

/// The program as people start it, with all that it keeps below one folder.
struct Studio {
  explicit Studio(const test::TemporaryFolder& folder)
      : sessions(folder / "AdapSNE/adapsne-studio/sessions") {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("XDG_DATA_HOME", QString::fromStdString(folder.path().string()));
    environment.insert("XDG_CONFIG_HOME", QString::fromStdString(folder.path().string()));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
  }
  void start(const QStringList& more = {}) {
    process.start(QString::fromStdString(test::studioProgram()),
                  QStringList{"digits", "--run", "nms-ideal", "--set", "points=200", "--set", "iterations=40",
                              "--set", "perplexity=9"} +
                      more);
  }
  void killNow() {
    kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished();
  }
  QProcess process;
  fs::path sessions;
};

TEST_F(SessionKeeperTest, AProgramThatIsKilledLeavesItsRuns) {
  ASSERT_FALSE(test::studioProgram().empty());
  Studio studio(folder);
  studio.start();
  const fs::path theirs = studio.sessions;
  const auto isNamed = [&] {
    std::error_code none;
    for (fs::directory_iterator session(theirs, none), end; !none && session != end; session.increment(none))
      if (fs::exists(session->path() / "session.json") &&
          slurp((session->path() / "session.json").string()).find("\"folder\"") != std::string::npos)
        return true;
    return false;
  };
  ASSERT_TRUE(eventually(isNamed));
  EXPECT_TRUE(leftSessions(theirs).empty()) << "it is open";
  studio.killNow();

  KeptWindow next(theirs);
  QSignalSpy noticed(next.window.messages(), &Messages::noticed);
  next.keeper.offer();
  ASSERT_TRUE(eventually([&] { return noticed.count() > 0; }));
  EXPECT_TRUE(noticed[0][0].toString().contains("did not end")) << noticed[0][0].toString().toStdString();
  QSignalSpy reopened(&next.keeper, &SessionKeeper::reopened);
  noticed[0][3].value<std::function<void()>>()();
  ASSERT_TRUE(eventually([&] { return reopened.count() > 0; }));
  EXPECT_EQ(reopened[0][0].toInt(), 1);
  EXPECT_EQ(next.window.session()->dataset()->points, 200);
}

/// At moments that differ; ADAPSNE_KILLS says how many, for whoever has the time.
TEST_F(SessionKeeperTest, KilledAtAnyMomentTheStoreIsWhole) {
  const char* const more = std::getenv("ADAPSNE_KILLS");
  const int kills = more ? std::atoi(more) : 4;
  RandomStream random(7, 1);
  Studio studio(folder);
  RunControl control(1);
  std::set<std::string> seen;
  for (int k = 0; k < kills; ++k) {
    studio.start({"--compare"});
    ASSERT_TRUE(studio.process.waitForStarted(kPatience));
    QTest::qWait(static_cast<int>(random.below(3000)));
    studio.killNow();
    std::set<std::string> named;
    for (const LeftSession& left : leftSessions(studio.sessions))
      for (const KeptRun& run : left.state.runs) {
        const fs::path kept = left.folder / "runs" / run.folder;
        EXPECT_NO_THROW(readStoredRun(kept, control)) << kept;
        named.insert(kept.string());
      }
    EXPECT_TRUE(std::includes(named.begin(), named.end(), seen.begin(), seen.end()))
        << "what was kept before a program was killed is there after it";
    seen = named;
  }
  if (more) std::cout << seen.size() << " runs of " << kills << " programs that were killed\n";
}

}  // namespace
}  // namespace adapsne
