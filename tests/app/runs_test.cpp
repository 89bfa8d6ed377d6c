// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a session: listed, shown by choice, named, saved, opened from folders, deleted and brought
// back.
#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QListView>
#include <QMouseEvent>

#include "app/actions.h"
#include "app/undo.h"
#include "core/pipeline/run_store.h"
#include "core/support/atomic_file.h"
#include "tests/app/window_fixture.h"
#include "views/banner.h"
#include "views/convergence_view.h"
#include "views/entropy_view.h"
#include "views/map_pair.h"
#include "views/map_pane.h"
#include "views/options_form.h"
#include "views/run_list.h"

namespace adapsne {
namespace {

struct RunsTest : WindowFixture {
  RunLibrary* library = window.library();
  RunList* list = window.runs()->list();
  MapPair* maps = window.explore()->maps();
  QTemporaryDir folder;

  /// Runs with another perplexity: a run of its own.
  RunPtr runAt(double perplexity) {
    Options options = quickOptions();
    options.perplexity = perplexity;
    window.jobs()->setOptions(options);
    return finish();
  }
  std::vector<QString> names() const {
    std::vector<QString> found;
    for (const ListedRun& listed : library->runs()) found.push_back(listed.name);
    return found;
  }
  const RunRow& row(int id) const {
    for (const RunRow& r : list->model()->rows()) {
      if (r.id == id) return r;
    }
    throw std::runtime_error("not listed");
  }
  bool save(int id, const QString& path) {
    QSignalSpy written(window.exporter(), &Exporter::written);
    window.exporter()->saveRun(id, path);
    return eventually([&] { return written.count() > 0; });
  }
};

TEST_F(RunsTest, FinishedRunsAreListedNewestFirst) {
  open("blobs");
  const RunPtr first = runAt(10), second = runAt(20);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(names(), (std::vector<QString>{"NMS (idealised) 2", "NMS (idealised)"}));
  EXPECT_TRUE(row(library->runs()[0].id).inA);
  EXPECT_FALSE(row(library->runs()[1].id).inA);
  EXPECT_EQ(maps->pane(0)->title(), "NMS (idealised) 2");
  runAt(20);
  EXPECT_EQ(library->runs().size(), 2u) << "the same options give the same run";
}

/// Once: who closes the window again means it.
TEST_F(RunsTest, ClosingWarnsOfRunsThatSomebodyMayMiss) {
  open("blobs");
  ASSERT_TRUE(runAt(10));
  EXPECT_TRUE(window.close()) << "a moment's work, and nobody asked to keep it";
  window.show();
  const int id = library->runs().front().id;
  library->setPinned(id, true);
  EXPECT_FALSE(window.close());
  EXPECT_TRUE(window.banner()->isVisible());
  EXPECT_TRUE(window.banner()->text().contains("NMS (idealised)")) << window.banner()->text().toStdString();
  EXPECT_TRUE(window.close());

  window.show();
  ASSERT_TRUE(runAt(20));
  library->setPinned(library->runs().front().id, true);
  EXPECT_FALSE(window.close()) << "there is another one now";
  adapsne::Run longRun = *library->runs().front().run;
  longRun.keys.back() += "1";
  longRun.seconds = 61;
  library->add(std::make_shared<const adapsne::Run>(longRun), nullptr, "a long one");
  EXPECT_FALSE(window.close());
  EXPECT_TRUE(window.banner()->text().contains("a long one"));
  for (const ListedRun& listed : std::vector<ListedRun>(library->runs()))
    ASSERT_TRUE(save(listed.id, folder.filePath(listed.name)));
  EXPECT_TRUE(window.close()) << "all are saved";
}

TEST_F(RunsTest, AnyTwoAreShownSideBySide) {
  open("blobs");
  const RunPtr first = runAt(10), second = runAt(20), third = runAt(30);
  ASSERT_TRUE(first && second && third);
  const int id = library->find(first)->id;
  list->select(id);
  emit list->showRequested(id, 1);
  ASSERT_TRUE(maps->isPaired());
  EXPECT_EQ(maps->run(0), third);
  EXPECT_EQ(maps->run(1), first);
  EXPECT_EQ(maps->current(), 1);
  EXPECT_TRUE(row(id).inB);
  EXPECT_EQ(window.guide()->convergence()->samples(1), static_cast<int>(first->map->history.size()));
  emit list->showRequested(library->find(second)->id, 0);
  EXPECT_EQ(maps->run(0), second);
  EXPECT_EQ(maps->run(1), first);
  emit list->showRequested(library->find(third)->id, -1);
  EXPECT_EQ(maps->run(maps->current()), third) << "in the map that was touched last";
}

TEST_F(RunsTest, DeletingIsUndone) {
  open("blobs");
  ASSERT_TRUE(runAt(10) && runAt(20) && runAt(30));
  const std::vector<QString> before = names();
  const int middle = library->runs()[1].id;
  emit list->removeRequested(middle);
  EXPECT_EQ(library->runs().size(), 2u);
  window.actions()->undo->trigger();
  EXPECT_EQ(names(), before) << "back in its place";
  EXPECT_EQ(library->runs()[1].id, middle);
  window.actions()->redo->trigger();
  EXPECT_EQ(library->find(middle), nullptr);
}

TEST_F(RunsTest, NamesAndPinsAreUndone) {
  open("blobs");
  ASSERT_TRUE(runAt(10));
  const int id = library->runs()[0].id;
  emit list->renameRequested(id, "baseline");
  EXPECT_EQ(maps->pane(0)->title(), "baseline");
  emit list->pinRequested(id, true);
  EXPECT_TRUE(row(id).pinned);
  window.undoStack()->undo();
  EXPECT_FALSE(row(id).pinned);
  window.undoStack()->undo();
  EXPECT_EQ(maps->pane(0)->title(), "NMS (idealised)");
}

TEST_F(RunsTest, ASavedRunIsOpenedAgainAsItWas) {
  open("blobs");
  const RunPtr run = runAt(10);
  ASSERT_TRUE(run);
  const int id = library->runs()[0].id;
  emit list->renameRequested(id, "ten");
  const QString path = folder.filePath("saved");
  ASSERT_TRUE(save(id, path));
  EXPECT_TRUE(row(id).saved);

  MainWindow other(darkTheme(), false);
  QSignalSpy opened(other.controller(), &RunController::runOpened);
  other.jobs()->open(path);
  ASSERT_TRUE(eventually([&] { return opened.count() > 0; }));
  ASSERT_EQ(other.library()->runs().size(), 1u);
  const ListedRun& again = other.library()->runs()[0];
  EXPECT_EQ(again.name, "ten");
  EXPECT_EQ(again.run->map->positions, run->map->positions);
  EXPECT_EQ(again.run->sigma->sigma, run->sigma->sigma);
  EXPECT_EQ(again.run->subset->rows, run->subset->rows);
  EXPECT_EQ(again.run->assessment.trustworthiness, run->assessment.trustworthiness);
  EXPECT_EQ(other.explore()->maps()->run(0), again.run);
  EXPECT_EQ(other.explore()->maps()->pane(0)->title(), "ten");
  EXPECT_EQ(other.controller()->dataset()->hash, run->dataset->hash);
  EXPECT_FALSE(other.banner()->isVisible());
}

TEST_F(RunsTest, ARunOfAnotherDatasetBringsItsDataset) {
  open("blobs");
  const RunPtr blobs = runAt(10);
  ASSERT_TRUE(blobs);
  const QString path = folder.filePath("blobs");
  ASSERT_TRUE(save(library->runs()[0].id, path));
  open("rings");
  EXPECT_EQ(maps->run(0), nullptr);
  const RunPtr rings = finish();
  ASSERT_TRUE(rings);
  emit list->showRequested(library->find(blobs)->id, 1);
  EXPECT_FALSE(maps->isPaired()) << "maps of different datasets cannot be laid over each other";
  EXPECT_EQ(maps->run(0), blobs);
  EXPECT_EQ(controller->dataset()->hash, blobs->dataset->hash);
  emit list->showRequested(library->find(rings)->id, 0);
  EXPECT_EQ(maps->run(0), rings);
}

TEST_F(RunsTest, AFolderThatIsNoRunIsRefusedAndNothingChanges) {
  open("blobs");
  const RunPtr run = runAt(10);
  ASSERT_TRUE(run);
  writeFile(folder.filePath("manifest.json").toStdString(), "{ \"format\": \"something else\" }");
  QSignalSpy failed(controller, &RunController::failed);
  window.jobs()->open(folder.path());
  ASSERT_TRUE(eventually([&] { return failed.count() > 0; }));
  EXPECT_TRUE(window.banner()->isVisible());
  EXPECT_EQ(maps->run(0), run);
  EXPECT_EQ(library->runs().size(), 1u);
  EXPECT_EQ(controller->state(), RunController::State::Idle);
}

TEST_F(RunsTest, TheListFollowsTheTheme) {
  open("blobs");
  ASSERT_TRUE(runAt(10));
  window.reveal("runs");
  const auto ground = [&] {
    QCoreApplication::processEvents();
    const QImage image = list->grab().toImage();
    return QColor(image.pixel(image.width() / 2, image.height() - 20)).lightness();
  };
  EXPECT_LT(ground(), 80);
  window.actions()->lightTheme->trigger();
  EXPECT_GT(ground(), 200);
  window.actions()->lightTheme->trigger();
  EXPECT_LT(ground(), 80);
}

TEST_F(RunsTest, WhileARunIsInProgressNoOtherIsShown) {
  open("blobs");
  const RunPtr run = runAt(10);
  ASSERT_TRUE(run);
  window.jobs()->setOptions(endlessOptions());
  QSignalSpy frames(controller, &RunController::frame);
  window.jobs()->run();
  ASSERT_TRUE(eventually([&] { return frames.count() > 2; }));
  emit list->showRequested(library->runs()[0].id, 1);
  EXPECT_FALSE(maps->isPaired());
  EXPECT_TRUE(window.banner()->isVisible());
  controller->cancel();
}

TEST_F(RunsTest, TheOptionsOfARunGoIntoTheForm) {
  open("blobs");
  ASSERT_TRUE(runAt(10));
  const int id = library->runs()[0].id;
  ASSERT_TRUE(runAt(20));
  emit list->optionsRequested(id);
  EXPECT_EQ(window.options()->form()->options().perplexity, 10);
  window.undoStack()->undo();
  EXPECT_EQ(window.options()->form()->options().perplexity, 20);
}

TEST_F(RunsTest, TheSelectionIsExportedWithItsOrigin) {
  open("blobs");
  const RunPtr run = runAt(10);
  ASSERT_TRUE(run);
  EXPECT_FALSE(window.actions()->exportSelection->isEnabled());
  maps->select(Selection().combined({5, 3, 200}, run->dataset->points, SelectMode::Replace));
  EXPECT_TRUE(window.actions()->exportSelection->isEnabled());
  QSignalSpy written(window.exporter(), &Exporter::written);
  window.exporter()->exportSelection(folder.filePath("chosen.txt"));
  ASSERT_TRUE(eventually([&] { return written.count() > 0; }));
  const Dataset& d = *run->dataset;
  std::string expected;
  for (const int64_t r : {3, 5, 200}) expected += std::to_string(d.sourceRow(r)) + "\n";
  EXPECT_EQ(slurp(folder.filePath("chosen.txt").toStdString()), expected);
  const std::string origin = slurp(folder.filePath("chosen.txt.provenance.json").toStdString());
  EXPECT_NE(origin.find(d.hash), std::string::npos);
  EXPECT_NE(origin.find(run->id()), std::string::npos);
  EXPECT_NE(origin.find("by hand"), std::string::npos);
}

TEST_F(RunsTest, ExportedRowsAreThoseOfTheFileThroughFilterSelectionAndMap) {
  // Line i of the table says so in its label; only some lines are taken, some classes are muted.
  constexpr int kLines = 400, kClasses = 7;
  std::string table = "x,y,z,label\n";
  for (int i = 0; i < kLines; ++i)
    table += std::to_string(i % 13) + "," + std::to_string((i * 37) % 101) + "," + std::to_string(i) +
             ",class " + std::to_string(i % kClasses) + "\n";
  const QString path = folder.filePath("lines.csv");
  writeFile(path.toStdString(), table);
  Options options = quickOptions();
  options.dataset.points = 150;
  options.dataset.pick = PickRows::Random;
  open(path, options);
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  ASSERT_EQ(run->dataset->points, 150);
  std::vector<uint8_t> muted(kClasses, 0);
  muted[2] = 1;
  maps->setMuted(muted);
  // A rectangle over the whole map, by the mouse.
  MapView* map = maps->map(0);
  map->fit();
  QTest::mousePress(map, Qt::LeftButton, Qt::ShiftModifier, {2, 2});
  const QPoint corner(map->width() - 3, map->height() - 3);
  QMouseEvent move(QEvent::MouseMove, corner, map->mapToGlobal(corner), Qt::NoButton, Qt::LeftButton,
                   Qt::ShiftModifier);
  QApplication::sendEvent(map, &move);
  QTest::mouseRelease(map, Qt::LeftButton, Qt::ShiftModifier, corner);
  ASSERT_GT(maps->selection().count(), 80);

  QSignalSpy written(window.exporter(), &Exporter::written);
  window.exporter()->exportSelection(folder.filePath("chosen.csv"));
  ASSERT_TRUE(eventually([&] { return written.count() > 0; }));
  std::istringstream lines(slurp(folder.filePath("chosen.csv").toStdString()));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "row,label");
  int64_t count = 0;
  for (; std::getline(lines, line); ++count) {
    const size_t comma = line.find(',');
    const int row = std::stoi(line.substr(0, comma));
    EXPECT_EQ(line.substr(comma + 1), "class " + std::to_string(row % kClasses)) << line;
    EXPECT_NE(line.substr(comma + 1), "class 2") << "muted points cannot be caught";
  }
  EXPECT_EQ(count, maps->selection().count());
}

}  // namespace
}  // namespace adapsne
