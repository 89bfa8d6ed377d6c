// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <fstream>
#include <sstream>

#include <QAction>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QUrl>

#include "app/actions.h"
#include "app/dock.h"
#include "tests/app/window_fixture.h"
#include "views/banner.h"
#include "views/option_field.h"
#include "views/options_form.h"
#include "views/run_bar.h"

namespace adapsne {
namespace {

using MainWindowTest = WindowFixture;

TEST_F(MainWindowTest, NothingStartsByItself) {
  EXPECT_EQ(controller->state(), RunController::State::Idle);
  EXPECT_FALSE(window.options()->runBar()->button()->isEnabled());
  open("blobs");
  EXPECT_EQ(controller->state(), RunController::State::Idle);
  EXPECT_FALSE(window.explore()->map()->hasMap());
  EXPECT_TRUE(window.options()->runBar()->button()->isEnabled());
}

TEST_F(MainWindowTest, ARunEndsInAMapAndItsMeasures) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(window.explore()->map()->scene().run, run);
  EXPECT_EQ(controller->state(), RunController::State::Idle);
  EXPECT_TRUE(window.actions()->exportSubset->isEnabled());
  EXPECT_TRUE(window.options()->runBar()->hint().contains("Up to date"))
      << window.options()->runBar()->hint().toStdString();
}

TEST_F(MainWindowTest, PauseHoldsTheMapStillAndResumeMovesIt) {
  startEndless();
  window.actions()->run->trigger();
  EXPECT_EQ(controller->state(), RunController::State::Paused);
  ASSERT_TRUE(eventually([&] { return controller->isPaused(); }));
  Positions still;
  const auto unchanged = [&] {
    still = window.explore()->map()->scene().positions;
    QTest::qWait(100);
    return window.explore()->map()->scene().positions == still;
  };
  EXPECT_TRUE(eventually(unchanged)) << "what was on its way arrives, and then nothing more";
  window.actions()->run->trigger();
  EXPECT_EQ(controller->state(), RunController::State::Running);
  EXPECT_TRUE(eventually([&] { return window.explore()->map()->scene().positions != still; }));
  window.actions()->cancel->trigger();
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(MainWindowTest, CancelEndsTheRunAndAnotherMayFollow) {
  startEndless();
  QSignalSpy cancelled(controller, &RunController::cancelled);
  window.actions()->cancel->trigger();
  ASSERT_TRUE(eventually([&] { return cancelled.count() > 0; }));
  EXPECT_EQ(controller->state(), RunController::State::Idle);
  EXPECT_EQ(controller->lastRun(), nullptr);
  window.jobs()->setOptions(quickOptions());
  EXPECT_NE(finish(), nullptr);
}

TEST_F(MainWindowTest, CancelWorksWhilePaused) {
  startEndless();
  controller->pause();
  ASSERT_TRUE(eventually([&] { return controller->isPaused(); }));
  controller->cancel();
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(MainWindowTest, TheWindowMayCloseInTheMiddleOfARun) {
  auto other = std::make_unique<MainWindow>(darkTheme(), false);
  other->show();
  other->jobs()->setOptions(endlessOptions());
  QSignalSpy ready(other->controller(), &RunController::datasetReady);
  other->jobs()->open("blobs");
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  QSignalSpy frames(other->controller(), &RunController::frame);
  other->jobs()->run();
  ASSERT_TRUE(eventually([&] { return frames.count() > 0; }));
  other.reset();  // must neither hang nor crash
}

TEST_F(MainWindowTest, LiveOptionsReachTheRunningJob) {
  startEndless();
  QSignalSpy finished(controller, &RunController::finished);
  Options options = window.options()->form()->options();
  options.embedding.iterations = 300;
  options.threads = 1;
  window.jobs()->setOptions(options);
  EXPECT_EQ(controller->threads(), 1);
  ASSERT_TRUE(eventually([&] { return finished.count() > 0; }));
  EXPECT_LT(controller->lastRun()->options.embedding.iterations, 1000000);
}

TEST_F(MainWindowTest, OtherOptionsLeaveTheJobAloneAndSayFromWhereTheyRerun) {
  startEndless();
  Options options = window.options()->form()->options();
  options.embedding.exaggeration = 20;
  window.jobs()->setOptions(options);
  EXPECT_EQ(controller->state(), RunController::State::Running);
  EXPECT_TRUE(window.options()->runBar()->hint().contains("re-runs from Embedding"))
      << window.options()->runBar()->hint().toStdString();
  options.embedding.exaggeration = endlessOptions().embedding.exaggeration;
  options.search.tolerance = 0.02;
  options.search.search = Search::Bisection;
  window.jobs()->setOptions(options);
  EXPECT_TRUE(window.options()->runBar()->hint().contains("re-runs from Affinities"))
      << window.options()->runBar()->hint().toStdString();
  controller->cancel();
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(MainWindowTest, AfterARunTheButtonNamesTheFirstStageThatChanged) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  Options options = window.options()->form()->options();
  options.sampling.ratio = 0.1;
  window.jobs()->setOptions(options);
  EXPECT_EQ(window.options()->runBar()->button()->text().toStdString(), "Re-run from Sampling");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  EXPECT_TRUE(run->timing[static_cast<size_t>(Stage::Embedding)].reused);
  EXPECT_EQ(run->subset->rows.size(), 25u);
}

TEST_F(MainWindowTest, AnotherNumberOfPointsIsReadAgainWithoutRunning) {
  open("blobs");
  QSignalSpy ready(controller, &RunController::datasetReady);
  Options options = window.options()->form()->options();
  options.dataset.points = 120;
  window.jobs()->setOptions(options);
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_EQ(controller->dataset()->points, 120);
  EXPECT_EQ(controller->state(), RunController::State::Idle);
}

TEST_F(MainWindowTest, AFileCanBeDropped) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("points.csv");
  std::ofstream(path.toStdString()) << "a,b,label\n1,2,x\n3,4,y\n5,6,x\n";
  Options options = quickOptions();
  options.dataset.points = 0;
  window.jobs()->setOptions(options);
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QSignalSpy ready(controller, &RunController::datasetReady);
  QApplication::sendEvent(&window, &drop);
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_EQ(controller->dataset()->points, 3);
  EXPECT_EQ(controller->dataset()->classes(), 2);
}

TEST_F(MainWindowTest, ABadFileIsToldInTheBannerAndTheOldDatasetStays) {
  open("blobs");
  const DatasetPtr before = controller->dataset();
  QSignalSpy failed(controller, &RunController::failed);
  window.jobs()->open("/nowhere/at/all.csv");
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  EXPECT_TRUE(window.banner()->isVisible());
  EXPECT_TRUE(window.banner()->text().contains("/nowhere/at/all.csv"))
      << window.banner()->text().toStdString();
  EXPECT_EQ(controller->dataset(), before);
  window.jobs()->open("blobs");
  EXPECT_FALSE(window.banner()->isVisible());
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(MainWindowTest, AFileWithGapsOpensOnceTheOptionAllowsIt) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("gaps.csv");
  std::ofstream(path.toStdString()) << "a,b\n1,2\n3,nan\n5,6\n7,9\n";
  Options options = quickOptions();
  options.dataset.points = 0;
  window.jobs()->setOptions(options);
  QSignalSpy failed(controller, &RunController::failed);
  window.jobs()->open(path);
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  QSignalSpy ready(controller, &RunController::datasetReady);
  window.options()->form()->reveal("missing");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_EQ(controller->dataset()->points, 3);
  EXPECT_EQ(window.session()->options().dataset.missing, MissingPolicy::Drop);
}

TEST_F(MainWindowTest, OptionsThatCannotWorkAreToldAndNothingRuns) {
  Options options = quickOptions();
  options.perplexity = 5000;
  open("blobs", options);
  QSignalSpy failed(controller, &RunController::failed);
  window.jobs()->run();
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  EXPECT_TRUE(window.banner()->isVisible());
  EXPECT_EQ(controller->state(), RunController::State::Idle);
}

TEST_F(MainWindowTest, ExportedSubsetsHoldTheRunsRows) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  const QTemporaryDir folder;
  QSignalSpy written(window.exporter(), &Exporter::written);
  window.exporter()->exportSubset(folder.filePath("subset.txt"));
  ASSERT_TRUE(eventually([&] { return written.count() == 1; }));
  std::string expected;
  for (const int64_t row : run->subset->rows) expected += std::to_string(row) + "\n";
  EXPECT_EQ(slurp(folder.filePath("subset.txt").toStdString()), expected);
  window.exporter()->exportSubset(folder.filePath("subset.csv"));
  ASSERT_TRUE(eventually([&] { return written.count() == 2; }));
  EXPECT_EQ(slurp(folder.filePath("subset.csv").toStdString()).rfind("row", 0), 0u);
  const QString nowhere = folder.filePath("no/such/folder/");
  window.exporter()->exportSubset(nowhere + "subset.csv");
  EXPECT_TRUE(eventually([&] { return window.banner()->isVisible(); }));
  EXPECT_FALSE(window.banner()->text().contains("--"))
      << "options are the command line's: " << window.banner()->text().toStdString();
}

TEST_F(MainWindowTest, PicturesAreWrittenInEveryFormat) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  const QTemporaryDir folder;
  QSignalSpy written(window.exporter(), &Exporter::written);
  const std::pair<const char*, const char*> kinds[] = {
      {"map.png", "\x89PNG"}, {"map.svg", "<?xml"}, {"map.pdf", "%PDF"}};
  for (const auto& [name, start] : kinds) {
    written.clear();
    window.exporter()->exportPicture(folder.filePath(name));
    ASSERT_TRUE(eventually([&] { return written.count() > 0; })) << name;
    EXPECT_EQ(slurp(folder.filePath(name).toStdString()).rfind(start, 0), 0u) << name;
  }
  window.exporter()->exportPicture(folder.filePath("map.bmp"));
  EXPECT_TRUE(eventually([&] { return window.banner()->isVisible(); }));
  EXPECT_FALSE(window.banner()->text().contains("--")) << window.banner()->text().toStdString();
}

TEST_F(MainWindowTest, SpaceRunsButAFieldThatIsTypedInKeepsIt) {
  open("blobs", endlessOptions());
  window.explore()->map()->setFocus();
  QTest::keyClick(window.explore()->map(), Qt::Key_Space);
  EXPECT_EQ(controller->state(), RunController::State::Running);
  auto* line = window.options()->form()->field("seed")->editor();
  line->setFocus();
  QTest::keyClick(line, Qt::Key_Space);
  EXPECT_EQ(controller->state(), RunController::State::Running);
  QTest::keyClick(window.explore()->map(), Qt::Key_Escape);
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST(MainWindowLayout, IsRememberedAndResettable) {
  QSettings().clear();
  {
    MainWindow window(darkTheme(), true);
    window.show();
    window.resize(1111, 777);
    window.reveal("entropy");
    window.guide()->panel("entropy")->setWanted(false);
    window.close();
  }
  MainWindow window(darkTheme(), true);
  window.show();
  EXPECT_EQ(window.size(), QSize(1111, 777));
  window.showPage(PageId::Guide);
  EXPECT_FALSE(window.guide()->panel("entropy")->isVisible());
  window.actions()->resetLayout->trigger();
  EXPECT_TRUE(window.guide()->panel("entropy")->isVisible());
}

TEST(MainWindowActions, EveryShortcutIsUnique) {
  MainWindow window(darkTheme(), false);
  QStringList keys;
  for (const QAction* action : window.actions()->all()) {
    for (const QKeySequence& key : action->shortcuts()) keys << key.toString();
  }
  keys.sort();
  EXPECT_EQ(keys.removeDuplicates(), 0);
}

}  // namespace
}  // namespace adapsne
