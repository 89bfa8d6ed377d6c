// SPDX-License-Identifier: GPL-3.0-or-later
// What opening, running and closing do to what was there before: options of a dataset, a run in progress,
// files that are refused.
#include <QAction>
#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPushButton>
#include <QUrl>

#include "app/actions.h"
#include "app/status_bar.h"
#include "app/undo.h"
#include "tests/app/window_fixture.h"
#include "views/map_pair.h"
#include "views/map_view.h"
#include "views/option_field.h"
#include "views/options_form.h"
#include "views/point_panel.h"
#include "views/run_list.h"

namespace adapsne {
namespace {

struct JobsTest : WindowFixture {
  QTemporaryDir folder;

  QString file(const QString& name, const std::string& text) {
    const QString path = folder.filePath(name);
    std::ofstream(path.toStdString()) << text;
    return path;
  }
  /// As a user does it: by the window, with the options that are there.
  void openAsUser(const QString& source) {
    QSignalSpy ready(controller, &RunController::datasetReady), failed(controller, &RunController::failed);
    window.jobs()->open(source);
    ASSERT_TRUE(eventually([&] { return ready.count() + failed.count() > 0; }));
  }
  void choose(const std::string& option, const QString& text) {
    window.options()->form()->reveal(option);
    auto* editor = QApplication::focusWidget();
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
  }
  bool bannerSays(const QString& words) {
    return window.banner()->isVisible() && window.banner()->text().contains(words);
  }
  void pressBanner(const QString& text) {
    for (auto* button : window.banner()->findChildren<QPushButton*>()) {
      if (button->isVisible() && button->text() == text) return button->click();
    }
    FAIL() << "no button " << text.toStdString();
  }
};

const char* const kFlowers = "a,b,species,kind\n1,2,x,p\n3,4,y,q\n5,6,x,p\n7,8,y,q\n";
const char* const kOthers = "c,d,species,kind\n1,2,u,1\n3,4,v,2\n5,6,u,3\n7,9,v,4\n";

TEST_F(JobsTest, OptionsOfADatasetAreResetForAnotherAndThatIsSaid) {
  Options options = quickOptions();
  options.dataset = {};
  window.jobs()->setOptions(options);
  openAsUser(file("flowers.csv", kFlowers));
  choose("label-column", "species");
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  ASSERT_EQ(window.session()->options().dataset.labelColumn, "species");
  ASSERT_EQ(controller->dataset()->classes(), 2);

  openAsUser(file("others.csv", kOthers));
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "") << "it was said of the flowers";
  EXPECT_EQ(window.options()->form()->options().dataset.labelColumn, "");
  EXPECT_TRUE(bannerSays("species")) << window.banner()->text().toStdString();
  EXPECT_TRUE(bannerSays("flowers.csv")) << window.banner()->text().toStdString();

  window.actions()->undo->trigger();  // the choice of the label column, which belongs to the other file
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "");
  openAsUser(folder.filePath("others.csv"));
  EXPECT_FALSE(bannerSays("reset")) << "the same file again keeps what was chosen for it";
}

TEST_F(JobsTest, AStepThatIsAboutAnotherDatasetIsNoStep) {
  Options options = quickOptions();
  options.dataset = {};
  window.jobs()->setOptions(options);
  openAsUser(file("flowers.csv", kFlowers));
  choose("ratio", "0.2");
  choose("label-column", "species");
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  ASSERT_TRUE(window.undoStack()->undoText().contains("species"));
  openAsUser(file("others.csv", kOthers));
  EXPECT_FALSE(window.undoStack()->undoText().contains("species"))
      << "it would change nothing: " << window.undoStack()->undoText().toStdString();
  ASSERT_TRUE(window.undoStack()->canUndo()) << "the ratio is of every dataset";
  window.actions()->undo->trigger();
  EXPECT_EQ(window.session()->options().sampling.ratio, options.sampling.ratio);
  EXPECT_FALSE(window.undoStack()->canUndo());
}

TEST_F(JobsTest, AnOptionThatWasChosenBeforeTheFirstFileIsUndone) {
  Options options = quickOptions();
  options.dataset = {};
  window.jobs()->setOptions(options);
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  choose("label-column", "species");
  ASSERT_EQ(window.session()->options().dataset.labelColumn, "species");
  openAsUser(file("flowers.csv", kFlowers));
  window.actions()->undo->trigger();
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "");
}

TEST_F(JobsTest, OptionsThatAreGivenBeforeTheFirstFileAreForIt) {
  Options options = quickOptions();
  options.dataset = {};
  options.dataset.labelColumn = "kind";
  window.jobs()->setOptions(options);
  openAsUser(file("flowers.csv", kFlowers));
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "kind");
  EXPECT_FALSE(bannerSays("reset"));
}

TEST_F(JobsTest, AFileThatWasRefusedIsNotOpenedByUndoOrReset) {
  open("blobs");
  const DatasetPtr before = controller->dataset();
  choose("ratio", "0.2");
  const QString gaps = file("gaps.csv", "a,b\n1,2\n3,\n5,6\n7,9\n");
  openAsUser(gaps);
  ASSERT_TRUE(window.banner()->isVisible());
  EXPECT_EQ(window.session()->options().dataset.points, 250) << "a refused file resets nothing";
  QSignalSpy ready(controller, &RunController::datasetReady), failed(controller, &RunController::failed);
  window.actions()->undo->trigger();
  window.actions()->resetOptions->trigger();
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
  EXPECT_EQ(failed.count(), 0);
  EXPECT_EQ(window.session()->source(), "blobs");
}

TEST_F(JobsTest, AFileThatWasRefusedIsReadAgainWhereAnOptionOfTheDatasetIsChosen) {
  open("blobs");
  openAsUser(file("gaps.csv", "a,b\n1,2\n3,\n5,6\n7,9\n"));
  ASSERT_EQ(window.session()->source(), "blobs");
  QSignalSpy ready(controller, &RunController::datasetReady);
  window.options()->form()->reveal("missing");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_EQ(controller->dataset()->points, 3) << "all of the file, without the row that has a gap";
  EXPECT_EQ(window.session()->options().dataset.missing, MissingPolicy::Drop);
  EXPECT_EQ(window.session()->options().dataset.points, 0);
}

TEST_F(JobsTest, AnOptionWithWhichTheDatasetIsRefusedDoesNotStay) {
  Options options = quickOptions();
  options.dataset = {};
  window.jobs()->setOptions(options);
  openAsUser(file("flowers.csv", kFlowers));
  const DatasetPtr before = controller->dataset();
  QSignalSpy failed(controller, &RunController::failed);
  choose("label-column", "colour");
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  EXPECT_TRUE(bannerSays("colour")) << window.banner()->text().toStdString();
  EXPECT_EQ(controller->dataset(), before);
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "") << "the dataset that stays was read without";
  EXPECT_EQ(window.options()->form()->options().dataset.labelColumn, "");
  EXPECT_TRUE(controller->datasetMatches(window.session()->options()));
}

TEST_F(JobsTest, OptionsChosenBeforeAFileThatIsRefusedAreForTheNextOne) {
  window.jobs()->setOptions(quickOptions());
  QSignalSpy failed(controller, &RunController::failed), ready(controller, &RunController::datasetReady);
  window.jobs()->open("missing/fashion.csv");
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  window.jobs()->open("blobs");
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_EQ(controller->dataset()->points, 250);
  EXPECT_EQ(window.session()->options().dataset.points, 250);
  EXPECT_FALSE(bannerSays("belonged")) << window.banner()->text().toStdString();
}

TEST_F(JobsTest, OpeningDuringARunAsksAndTheRunOutlivesAFileThatIsRefused) {
  startEndless();
  QSignalSpy cancelled(controller, &RunController::cancelled), failed(controller, &RunController::failed);
  const QString bad = file("bad.csv", "a,b\n1,2\n3\n");
  window.jobs()->open(bad);
  EXPECT_TRUE(bannerSays("A run is in progress")) << window.banner()->text().toStdString();
  EXPECT_NE(controller->running(), nullptr) << "nothing has happened yet";
  pressBanner("Open, and end the run");
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  EXPECT_TRUE(bannerSays("bad.csv")) << window.banner()->text().toStdString();
  ASSERT_NE(controller->running(), nullptr) << "it goes on";
  EXPECT_EQ(cancelled.count(), 0);
  const Positions shown = window.explore()->map()->scene().positions;
  EXPECT_TRUE(eventually([&] { return window.explore()->map()->scene().positions != shown; }));

  QSignalSpy ready(controller, &RunController::datasetReady);
  window.jobs()->open(file("good.csv", kOthers));
  EXPECT_NE(controller->running(), nullptr);
  pressBanner("Open, and end the run");
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_EQ(controller->running(), nullptr);
  EXPECT_EQ(cancelled.count(), 1);
  EXPECT_EQ(controller->dataset()->points, 4);
  EXPECT_FALSE(window.explore()->map()->hasMap());
  EXPECT_EQ(controller->state(), RunController::State::Idle);
}

TEST_F(JobsTest, ARunThatIsOpenedDuringAnotherIsReadOnce) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  const QString saved = folder.filePath("saved");
  QSignalSpy written(window.exporter(), &Exporter::written);
  window.exporter()->saveRun(window.library()->runs()[0].id, saved);
  ASSERT_TRUE(eventually([&] { return written.count() > 0; }));

  startEndless();
  QSignalSpy opened(controller, &RunController::runOpened), failed(controller, &RunController::failed);
  // The run in progress ends once the folder has been read: nobody needs it any more.
  QObject::connect(controller, &RunController::cancelled, controller,
                   [&] { QDir(saved).removeRecursively(); });
  window.jobs()->open(saved);
  pressBanner("Open, and end the run");
  ASSERT_TRUE(eventually([&] { return opened.count() + failed.count() > 0; }));
  EXPECT_EQ(failed.count(), 0) << window.banner()->text().toStdString();
  ASSERT_EQ(opened.count(), 1);
  EXPECT_EQ(window.session()->currentRun()->map->positions, run->map->positions);
}

TEST_F(JobsTest, DataThatNoRunMapsAreSaidToBeSo) {
  openAsUser(file("two.csv", "a,b\n1,2\n3,4\n"));
  EXPECT_TRUE(window.explore()->map()->accessibleDescription().contains("2 points are too few"))
      << window.explore()->map()->accessibleDescription().toStdString();
  openAsUser(file("five.csv", "a,b\n1,2\n3,4\n5,7\n6,1\n8,9\n"));
  EXPECT_TRUE(window.explore()->map()->accessibleDescription().contains("is ready"));
}

TEST_F(JobsTest, ClosingDuringARunAsksOnce) {
  startEndless();
  EXPECT_FALSE(window.close());
  EXPECT_TRUE(bannerSays("A run is in progress")) << window.banner()->text().toStdString();
  EXPECT_NE(controller->running(), nullptr);
  EXPECT_TRUE(window.close()) << "who closes again means it";
}

TEST_F(JobsTest, EqualOptionsRunAndSayThatTheyWereReusedAndCanBeComputedAgain) {
  open("blobs");
  const RunPtr first = finish();
  ASSERT_NE(first, nullptr);
  EXPECT_FALSE(window.banner()->isVisible());
  QSignalSpy finished(controller, &RunController::finished);
  window.actions()->rerun->trigger();
  ASSERT_TRUE(eventually([&] { return finished.count() == 1; }));
  EXPECT_TRUE(controller->lastRun()->timing[static_cast<size_t>(Stage::Embedding)].reused);
  EXPECT_TRUE(bannerSays("Nothing had to be computed")) << window.banner()->text().toStdString();
  pressBanner("Compute again");
  ASSERT_TRUE(eventually([&] { return finished.count() == 2; }));
  const RunPtr again = controller->lastRun();
  EXPECT_FALSE(again->timing[static_cast<size_t>(Stage::Embedding)].reused);
  EXPECT_EQ(again->map->positions, first->map->positions) << "the same bits";
}

TEST_F(JobsTest, TheButtonInTheMiddleNamesTheMethodThatWouldRun) {
  open("blobs");
  const auto words = [&] {
    for (auto* button : window.explore()->map()->findChildren<QPushButton*>()) {
      if (button->isVisible()) return button->text();
    }
    return QString();
  };
  EXPECT_EQ(words(), "Run NMS (idealised)");
  Options options = quickOptions();
  applyMethod(options, "adapsne-edge");
  window.jobs()->setOptions(options);
  EXPECT_EQ(words(), "Run AdapSNE (edge)");
}

TEST_F(JobsTest, TheStatusLineForgetsASelectionThatIsGone) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  window.explore()->maps()->select(Selection().combined({1, 2, 3}, 250, SelectMode::Replace));
  EXPECT_TRUE(window.status()->text().contains("3 points selected")) << window.status()->text().toStdString();
  window.explore()->maps()->select({});
  EXPECT_FALSE(window.status()->text().contains("3 points")) << window.status()->text().toStdString();
}

TEST_F(JobsTest, TheStatusLineSaysAtOnceThatARunIsPaused) {
  startEndless();
  ASSERT_FALSE(window.status()->text().contains("Paused")) << window.status()->text().toStdString();
  ASSERT_TRUE(eventually([&] { return window.status()->text().contains("iteration"); }));
  controller->pause();
  EXPECT_TRUE(window.status()->text().startsWith("Paused · ")) << window.status()->text().toStdString();
  EXPECT_TRUE(window.status()->text().contains("iteration")) << window.status()->text().toStdString();
}

TEST_F(JobsTest, SeveralFilesAtOnceAreRefusedWithAWord) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file("a.csv", kFlowers)), QUrl::fromLocalFile(file("b.csv", kOthers))});
  const auto drop = [&](const QMimeData& what) {
    QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &what, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent event(QPointF(100, 100), Qt::CopyAction, &what, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
  };
  drop(data);
  EXPECT_TRUE(bannerSays("2 files")) << window.banner()->text().toStdString();
  EXPECT_FALSE(controller->busy());
  QMimeData remote;
  remote.setUrls({QUrl("https://example.org/a.csv")});
  drop(remote);
  EXPECT_TRUE(bannerSays("not on this machine")) << window.banner()->text().toStdString();
}

TEST_F(JobsTest, ShowingARunOfAnotherDatasetIsUndoneWithoutItsOptionsComingBack) {
  Options options = quickOptions();
  options.dataset = {};
  window.jobs()->setOptions(options);
  std::string flowers = "a,b,species\n";
  for (int i = 0; i < 60; ++i)
    flowers += std::to_string(i % 7) + "," + std::to_string(i * i % 31) + (i % 2 ? ",x\n" : ",y\n");
  openAsUser(file("flowers.csv", flowers));
  choose("label-column", "species");
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  const RunPtr ofFlowers = finish();
  ASSERT_NE(ofFlowers, nullptr);
  openAsUser("rings");
  ASSERT_EQ(window.session()->options().dataset.labelColumn, "");
  const int id = window.library()->find(ofFlowers)->id;
  emit window.runs()->list()->optionsRequested(id);
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "") << "rings have no such column";
  EXPECT_EQ(window.session()->source(), "rings");
  window.jobs()->showListedRun(id, -1);
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "species") << "its dataset, its options";
  QSignalSpy failed(controller, &RunController::failed);
  window.actions()->undo->trigger();
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  EXPECT_EQ(failed.count(), 0);
  EXPECT_EQ(window.session()->options().dataset.labelColumn, "species");
}

TEST_F(JobsTest, WhatIsReadBesideARunIsGivenUpWhereAnotherIsAskedFor) {
  startEndless();
  QSignalSpy ready(controller, &RunController::datasetReady);
  window.jobs()->open(file("slow.csv", kFlowers));
  pressBanner("Open, and end the run");
  controller->cancel();  // at once: the file is still being read
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  openAsUser("rings");
  QTest::qWait(100);
  QCoreApplication::processEvents();
  EXPECT_EQ(window.session()->source(), "rings");
  EXPECT_EQ(ready.count(), 1);
}

TEST_F(JobsTest, AMessageOfAFileIsGoneOnceItCouldBeRead) {
  open("blobs");
  openAsUser(file("gaps.csv", "a,b\n1,2\n3,\n5,6\n7,9\n"));
  ASSERT_TRUE(bannerSays("gaps.csv"));
  QSignalSpy ready(controller, &RunController::datasetReady);
  window.options()->form()->reveal("missing");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  EXPECT_FALSE(bannerSays("no number") || bannerSays("missing value"))
      << window.banner()->text().toStdString();
}

TEST_F(JobsTest, ClosingAsksAgainForAnotherRun) {
  startEndless();
  EXPECT_FALSE(window.close());
  controller->cancel();
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  QSignalSpy frames(controller, &RunController::frame);
  window.jobs()->run();
  ASSERT_TRUE(eventually([&] { return frames.count() > 0; }));
  EXPECT_FALSE(window.close()) << "the warning was heeded, and this is another run";
  EXPECT_TRUE(window.close());
}

TEST_F(JobsTest, ARowThatWasAskedForBeforehandReachesTheInspector) {
  window.session()->inspect(17, true);
  open("blobs");
  EXPECT_EQ(window.explore()->inspector()->point(), 17);
  ASSERT_NE(finish(), nullptr);
  EXPECT_EQ(window.explore()->inspector()->point(), 17);
}

TEST_F(JobsTest, AClickPinsThePointAlsoWhereThePointerStaysOnIt) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  MapView* map = window.explore()->map();
  const QPointF at = map->screenPosition(21);
  QMouseEvent move(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(map, &move);
  QTest::mouseClick(map, Qt::LeftButton, {}, at.toPoint());
  ASSERT_TRUE(window.session()->isPinned());
  QTest::qWait(600);  // the pointer has rested long since
  EXPECT_TRUE(window.session()->isPinned());
}

TEST(Exporter, ANameWithoutAnEndingGetsTheFilters) {
  EXPECT_EQ(withEnding("/tmp/subset", "NumPy (*.npy)"), "/tmp/subset.npy");
  EXPECT_EQ(withEnding("/tmp/subset", "CSV with labels (*.csv)"), "/tmp/subset.csv");
  EXPECT_EQ(withEnding("/tmp/subset.txt", "NumPy (*.npy)"), "/tmp/subset.txt");
  EXPECT_EQ(withEnding("/tmp/my.folder/subset", "NumPy (*.npy)"), "/tmp/my.folder/subset.npy");
  EXPECT_EQ(withEnding("", "NumPy (*.npy)"), "") << "nothing was chosen";
  EXPECT_EQ(withEnding("/tmp/subset", "Anything (*)"), "/tmp/subset");
}

}  // namespace
}  // namespace adapsne
