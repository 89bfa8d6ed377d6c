// SPDX-License-Identifier: GPL-3.0-or-later
// Exemplars swapped, removed, chosen and pinned in the window, and the menus on a point.
#include "app/exemplar_editor.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/point_commands.h"
#include "app/undo.h"
#include "core/exporting/export_data.h"
#include "tests/app/window_fixture.h"
#include "views/gallery_panel.h"
#include "views/map_pair.h"
#include "views/options_form.h"

namespace adapsne {
namespace {

struct ExemplarEditorTest : WindowFixture {
  Session* session = window.session();
  ExemplarEditor* editor = window.editor();
  Actions* actions = window.actions();

  RunPtr runOn(const QString& source, Options options = quickOptions()) {
    open(source, options);
    return finish();
  }
  std::vector<int64_t> exemplars() const { return session->exemplars(session->currentRun())->rows; }
  ExemplarEdits edits() const { return session->edits(session->currentRun()); }
  void swapInspected() {
    QSignalSpy swapped(editor, &ExemplarEditor::swapped);
    actions->swapExemplar->trigger();
    ASSERT_TRUE(eventually([&] { return swapped.count() == 1; }));
  }
  /// A row that is no exemplar.
  int64_t another() const {
    int64_t row = 0;
    while (editor->isExemplar(row)) ++row;
    return row;
  }
  QStringList menuFor(qint64 row) {
    window.pointCommands()->popup(row, window.mapToGlobal(QPoint(200, 200)));
    auto* menu = window.findChild<QMenu*>("point-menu");
    if (!menu) return {};
    QStringList texts;
    for (const QAction* action : menu->actions()) {
      EXPECT_TRUE(action->isEnabled());
      if (!action->isSeparator()) {
        texts << action->text();
        EXPECT_TRUE(std::find(actions->all().begin(), actions->all().end(), action) != actions->all().end())
            << "the menus' own: " << action->text().toStdString();
      }
    }
    delete menu;
    return texts;
  }
};

TEST_F(ExemplarEditorTest, ThereIsNothingToEditBeforeThereIsARun) {
  EXPECT_FALSE(editor->canSwap(0));
  EXPECT_FALSE(editor->canChoose(0));
  EXPECT_FALSE(actions->swapExemplar->isEnabled());
  open("blobs");
  EXPECT_FALSE(editor->canChoose(0));
  editor->choose(0);
  editor->remove(0);
  EXPECT_FALSE(actions->undo->isEnabled());
}

TEST_F(ExemplarEditorTest, ASwapIsAStepThatTheInspectedPointFollows) {
  const RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  const int64_t exemplar = run->subset->rows[2];
  session->inspect(exemplar, true);
  swapInspected();
  const int64_t second = session->inspected();
  EXPECT_NE(second, exemplar);
  EXPECT_EQ(edits().swapped, (std::vector<ExemplarSwap>{{exemplar, second}}));
  EXPECT_EQ(run->subset->territory[static_cast<size_t>(second)], 2);
  EXPECT_EQ(run->subset->rows[2], exemplar) << "the run keeps its own";
  EXPECT_EQ(window.explore()->gallery()->rows(), exemplars());
  EXPECT_EQ(window.explore()->map()->scene().exemplars->rows, exemplars());
  EXPECT_TRUE(window.explore()->map()->scene().caption.contains("edited by hand"));
  swapInspected();
  EXPECT_NE(session->inspected(), second);
  EXPECT_EQ(edits().swapped.size(), 1u) << "the seat is swapped once more";
  EXPECT_EQ(actions->undo->text(), "Undo Swap exemplar");
  actions->undo->trigger();
  EXPECT_EQ(edits().swapped, (std::vector<ExemplarSwap>{{exemplar, second}}));
  actions->undo->trigger();
  EXPECT_TRUE(edits().empty());
  EXPECT_EQ(session->exemplars(run), run->subset);
  EXPECT_FALSE(window.explore()->map()->scene().caption.contains("edited"));
  actions->redo->trigger();
  EXPECT_EQ(edits().swapped.size(), 1u);
}

TEST_F(ExemplarEditorTest, SwapsAskedForBeforeTheFirstOneArrivedAreMadeOneAfterTheOther) {
  const RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  const std::vector<int64_t> own = run->subset->rows;
  QSignalSpy swapped(editor, &ExemplarEditor::swapped);
  for (const size_t k : {0, 1, 2, 2}) editor->swap(own[k]);
  ASSERT_TRUE(eventually([&] { return swapped.count() == 4; }));
  EXPECT_EQ(edits().swapped.size(), 3u) << "the last place twice";
  for (size_t k = 0; k < 3; ++k) EXPECT_FALSE(editor->isExemplar(own[k]));
  EXPECT_EQ(swapped.at(3).at(0), swapped.at(2).at(1)) << "who asks twice goes on from the first answer";
  for (int k = 0; k < 4; ++k) actions->undo->trigger();
  EXPECT_TRUE(edits().empty());
  // What comes in between is kept, and the swap is made all the same.
  editor->swap(own[0]);
  editor->remove(own[1]);
  ASSERT_TRUE(eventually([&] { return swapped.count() == 5; }));
  EXPECT_FALSE(editor->isExemplar(own[0]));
  EXPECT_FALSE(editor->isExemplar(own[1]));
  // What waits is given up with the run.
  editor->swap(own[3]);
  editor->swap(own[4]);
  session->setRun(0, nullptr);
  EXPECT_TRUE(eventually([&] { return editor->settled(); }));
  QTest::qWait(20);
  EXPECT_EQ(swapped.count(), 5);
}

TEST_F(ExemplarEditorTest, TheNextRunKeepsWhatIsPinnedAndDoesWithoutWhatWasRemoved) {
  const RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  const std::vector<int64_t> own = run->subset->rows;
  session->inspect(own[1], true);
  swapInspected();
  const int64_t pinned = session->inspected();
  actions->pinExemplar->trigger();
  EXPECT_TRUE(editor->isPinned(pinned));
  EXPECT_FALSE(editor->canSwap(pinned)) << "a pinned one stays";
  EXPECT_FALSE(editor->canRemove(pinned));
  EXPECT_EQ(window.options()->form()->options().sampling.givenRows, std::to_string(pinned));
  session->inspect(own[4], true);
  actions->removeExemplar->trigger();
  EXPECT_FALSE(editor->isExemplar(own[4]));
  EXPECT_EQ(session->options().sampling.excludeRows, std::to_string(own[4]));
  const RunPtr next = finish();
  ASSERT_NE(next, nullptr);
  const auto has = [&](int64_t row) {
    return std::binary_search(next->subset->rows.begin(), next->subset->rows.end(), row);
  };
  EXPECT_TRUE(has(pinned));
  EXPECT_FALSE(has(own[4]));
  EXPECT_EQ(next->subset->rows.size(), own.size());
  EXPECT_EQ(next->subset->given, (std::vector<int64_t>{pinned}));
  EXPECT_TRUE(edits().empty()) << "what is edited is the run before";
  EXPECT_FALSE(session->edits(run).empty());
  EXPECT_TRUE(next->map == run->map || next->map->positions == run->map->positions);
  // Unpinned, it is the run's like the others.
  session->inspect(pinned, true);
  actions->pinExemplar->trigger();
  EXPECT_EQ(session->options().sampling.givenRows, "");
  EXPECT_TRUE(editor->canSwap(pinned));
  actions->undo->trigger();
  EXPECT_EQ(session->options().sampling.givenRows, std::to_string(pinned));
}

TEST_F(ExemplarEditorTest, APointIsChosenAndOneThatWasRemovedComesBack) {
  const RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  const int64_t added = another(), removed = run->subset->rows[0];
  editor->choose(added);
  editor->remove(removed);
  EXPECT_EQ(edits(), (ExemplarEdits{{}, {removed}, {added}}));
  QStringList said;
  for (const QLabel* label : window.findChildren<QLabel*>()) said << label->text();
  EXPECT_TRUE(said.join('|').contains("2 exemplars changed by hand: 1 removed, 1 added"));
  editor->choose(removed);
  EXPECT_EQ(session->options().sampling.excludeRows, "");
  EXPECT_EQ(edits(), (ExemplarEdits{{}, {}, {added}}));
  editor->remove(added);
  EXPECT_TRUE(edits().empty());
  // The last one stays.
  const std::vector<int64_t> own = run->subset->rows;
  for (size_t i = 1; i < own.size(); ++i) editor->remove(own[i]);
  EXPECT_EQ(exemplars(), (std::vector<int64_t>{own[0]}));
  EXPECT_FALSE(editor->canRemove(own[0]));
}

TEST_F(ExemplarEditorTest, WhereClassesWereSampledApartASwapStaysInItsClass) {
  Options options = quickOptions();
  options.sampling.classes = ClassPolicy::Equal;
  options.sampling.count = 6;
  const RunPtr run = runOn("digits", options);
  ASSERT_NE(run, nullptr);
  const Dataset& data = *run->dataset;
  const int64_t exemplar = run->subset->rows[0];
  session->inspect(exemplar, true);
  for (int swaps = 0; swaps < 5; ++swaps) {
    swapInspected();
    EXPECT_EQ(data.labels[static_cast<size_t>(session->inspected())],
              data.labels[static_cast<size_t>(exemplar)]);
  }
}

TEST_F(ExemplarEditorTest, ASwapPassesOverWhatTheRunsFileExcludes) {
  RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  const int64_t exemplar = run->subset->rows[2];
  session->inspect(exemplar, true);
  swapInspected();
  const int64_t second = session->inspected();
  QTemporaryDir folder;
  const QString list = folder.filePath("not.txt");
  std::ofstream(list.toStdString()) << second << '\n';
  Options options = session->options();
  options.sampling.exclude = list.toStdString();
  session->setOptions(options);
  run = finish();
  ASSERT_NE(run, nullptr);
  ASSERT_TRUE(editor->isExemplar(exemplar));
  session->inspect(exemplar, true);
  for (int swaps = 0; swaps < 4; ++swaps) {
    swapInspected();
    EXPECT_NE(session->inspected(), second);
  }
  // Without the file nobody knows whom it excludes.
  folder.remove();
  QSignalSpy failed(editor, &ExemplarEditor::failed);
  actions->swapExemplar->trigger();
  EXPECT_TRUE(eventually([&] { return failed.count() == 1; }));
}

TEST_F(ExemplarEditorTest, EditsLeaveWithExportsAndAreSavedAndReadBack) {
  QTemporaryDir folder;
  const RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  const int64_t added = another();
  editor->choose(added);
  editor->remove(run->subset->rows[0]);
  const std::vector<int64_t> rows = exemplars();
  const ExemplarEdits before = edits();
  QSignalSpy written(window.exporter(), &Exporter::written);
  const QString list = folder.filePath("list.csv"), saved = folder.filePath("run");
  window.exporter()->exportSubset(list);
  ASSERT_TRUE(eventually([&] { return written.count() == 1; }));
  RunControl control(1);
  const ExportRequest read = requestOfList(list.toStdString(), control);
  EXPECT_EQ(read.chosen, rows);
  EXPECT_EQ(read.weights, territorySizes(session->exemplars(run)->territory, rows.size()));
  const auto provenance = nlohmann::json::parse(slurp((list + ".provenance.json").toStdString()));
  EXPECT_EQ(provenance["edits"]["added"][0], added);
  // Leaving would lose them, until they are saved.
  const int id = window.library()->find(run)->id;
  EXPECT_FALSE(window.close());
  window.exporter()->saveRun(id, saved);
  ASSERT_TRUE(eventually([&] { return written.count() == 2; }));
  EXPECT_EQ(window.library()->find(run)->savedEdits, before);
  const ExportRequest ofFolder = requestOfRun(saved.toStdString(), control);
  EXPECT_EQ(ofFolder.chosen, rows);
  EXPECT_EQ(ofFolder.weights, read.weights);

  MainWindow other(darkTheme(), false);
  QSignalSpy opened(other.controller(), &RunController::runOpened);
  other.jobs()->open(saved);
  ASSERT_TRUE(eventually([&] { return opened.count() == 1; }));
  const RunPtr back = other.session()->currentRun();
  ASSERT_NE(back, nullptr);
  EXPECT_EQ(other.session()->edits(back), before);
  EXPECT_EQ(other.session()->exemplars(back)->rows, rows);
  EXPECT_TRUE(other.close()) << "nothing is lost";
}

TEST_F(ExemplarEditorTest, PinsBelongToTheirDataset) {
  const RunPtr run = runOn("blobs");
  ASSERT_NE(run, nullptr);
  editor->setPinned(run->subset->rows[0], true);
  ASSERT_FALSE(session->options().sampling.givenRows.empty());
  QSignalSpy ready(controller, &RunController::datasetReady);
  window.jobs()->open("digits");
  ASSERT_TRUE(eventually([&] { return ready.count() == 1 && !controller->busy(); }));
  EXPECT_EQ(session->options().sampling.givenRows, "");
  EXPECT_TRUE(window.banner()->text().contains("Pinned rows")) << window.banner()->text().toStdString();
  EXPECT_FALSE(actions->undo->text().contains("Pin")) << "its step is gone with the dataset";
}

TEST_F(ExemplarEditorTest, LargeDataAreEditedAtOnceAndTerritoriesFollow) {
  Options options = quickOptions(20);
  options.dataset.points = 1797;
  options.preprocess.pca = 0;
  options.sampling.count = 400;
  const RunPtr run = runOn("digits", options);
  ASSERT_NE(run, nullptr);
  const std::vector<int64_t> own = run->subset->rows;
  for (size_t i = 0; i < 30; ++i) {
    editor->remove(own[i]);
    EXPECT_EQ(exemplars().size(), own.size() - i - 1);
  }
  ASSERT_TRUE(eventually([&] { return editor->settled(); }));
  RunControl control(1);
  EXPECT_EQ(session->exemplars(run)->territory, nearestExemplar(*run->features, exemplars(), control));
}

TEST_F(ExemplarEditorTest, TheMenuOfAPointHoldsWhatApplies) {
  const RunPtr run = runOn("digits");
  ASSERT_NE(run, nullptr);
  const int64_t exemplar = run->subset->rows[1], plain = another();
  const QStringList ofExemplar = menuFor(exemplar), ofPlain = menuFor(plain), ofMap = menuFor(-1);
  EXPECT_EQ(session->inspected(), plain) << "the menu is about the inspected point";
  for (const char* text : {"Inspect", "Swap Exemplar", "Pin Exemplar", "Remove Exemplar", "Select Neighbours",
                           "Select Territory"})
    EXPECT_TRUE(ofExemplar.contains(text)) << text;
  EXPECT_FALSE(ofExemplar.contains("Choose as Exemplar"));
  EXPECT_TRUE(ofPlain.contains("Choose as Exemplar"));
  EXPECT_FALSE(ofPlain.contains("Swap Exemplar"));
  EXPECT_FALSE(ofPlain.join('|').contains("Copy Id")) << "there is no id";
  EXPECT_FALSE(ofPlain.contains("Open Picture")) << "digits are no files";
  EXPECT_TRUE(ofPlain.contains(QStringLiteral("Copy Row %1").arg(plain)));
  EXPECT_TRUE(ofMap.contains("Fit Map"));
  EXPECT_FALSE(ofMap.contains("Inspect"));
  EXPECT_FALSE(ofMap.contains("Export Selection …"));
  EXPECT_TRUE(menuFor(MapView::kInspected).contains("Choose as Exemplar"));
  actions->selectNeighbors->trigger();
  EXPECT_EQ(session->selection().count(), 11);
  EXPECT_TRUE(session->selection().contains(plain));
  EXPECT_TRUE(menuFor(plain).contains("Export Selection …"));
}

TEST_F(ExemplarEditorTest, CommandsOnThePointDoWhatTheySay) {
  const RunPtr run = runOn("digits");
  ASSERT_NE(run, nullptr);
  const int64_t row = run->subset->rows[1];
  const auto label = static_cast<size_t>(run->dataset->labels[static_cast<size_t>(row)]);
  session->inspect(row, true);
  actions->selectTerritory->trigger();
  const auto& territory = run->subset->territory;
  EXPECT_EQ(session->selection().count(), std::count(territory.begin(), territory.end(), 1));
  actions->selectClass->trigger();
  EXPECT_EQ(session->selection().count(), std::count(run->dataset->labels.begin(), run->dataset->labels.end(),
                                                     static_cast<int32_t>(label)));
  EXPECT_TRUE(actions->undo->text().startsWith("Undo Selected points"));
  actions->muteClass->trigger();
  EXPECT_EQ(window.explore()->maps()->muted()[label], 1);
  EXPECT_TRUE(actions->muteClass->isChecked());
  actions->muteClass->trigger();
  EXPECT_TRUE(window.explore()->maps()->muted().empty());
  actions->copyRow->trigger();
  EXPECT_EQ(QApplication::clipboard()->text(), QString::number(run->dataset->sourceRow(row)));
}

TEST_F(ExemplarEditorTest, RightClickAndMenuKeyOpenTheMenuOnTheMap) {
  const RunPtr run = runOn("digits");
  ASSERT_NE(run, nullptr);
  MapView* map = window.explore()->map();
  const int64_t row = run->subset->rows[3];
  const QPoint at = map->screenPosition(row).toPoint();
  QTest::mousePress(map, Qt::RightButton, {}, at);
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, map->mapToGlobal(at));
  QCoreApplication::sendEvent(map, &event);
  auto* menu = window.findChild<QMenu*>("point-menu");
  ASSERT_NE(menu, nullptr);
  EXPECT_TRUE(menu->isVisible());
  EXPECT_EQ(session->inspected(), map->scene().hovered);
  delete menu;
  map->setFocus();
  QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
  QCoreApplication::sendEvent(map, &byKey);
  menu = window.findChild<QMenu*>("point-menu");
  ASSERT_NE(menu, nullptr);
  EXPECT_TRUE(menu->actions().contains(actions->inspect));
  delete menu;
}

}  // namespace
}  // namespace adapsne
