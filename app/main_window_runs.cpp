// SPDX-License-Identifier: GPL-3.0-or-later
// MainWindow: the runs of the session: which maps show them, their names, saving and opening.
#include <algorithm>
#include <string>

#include <QDir>
#include <QFileDialog>

#include "app/main_window.h"
#include "app/undo.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/run_store.h"
#include "views/banner.h"
#include "views/format.h"
#include "views/map_pair.h"
#include "views/map_pane.h"
#include "views/map_view.h"
#include "views/options_form.h"
#include "views/run_list.h"
#include "views/status_line.h"

namespace adapsne {

namespace {

/// What its stages took, whichever run computed them.
double computedSeconds(const Run& run) {
  double seconds = 0;
  for (const StageTiming& timing : run.timing) seconds += timing.computed;
  return seconds;
}

RunRow rowOf(const ListedRun& listed, const Theme& theme) {
  const Run& run = *listed.run;
  const QString dataset = QString::fromStdString(run.dataset->name);
  RunRow row;
  row.id = listed.id;
  row.name = listed.name;
  row.detail = QObject::tr("perplexity %1 · KL %2 · %3 points · %4")
                   .arg(numberText(run.targetPerplexity))
                   .arg(run.map->kl, 0, 'f', 3)
                   .arg(countText(run.dataset->points), dataset);
  row.toolTip = QObject::tr("%1\n%2\n%3 exemplars · trustworthiness %4 · %5\nid %6")
                    .arg(QString::fromStdString(methodTitle(run.options.method)), row.detail,
                         countText(static_cast<int64_t>(run.subset->rows.size())))
                    .arg(run.assessment.trustworthiness, 0, 'f', 3)
                    .arg(durationText(computedSeconds(run)), QString::fromStdString(run.id()));
  if (!listed.folder.isEmpty()) row.toolTip += QObject::tr("\nin %1").arg(listed.folder);
  row.color = methodColor(theme, run.options.method);
  row.pinned = listed.pinned;
  row.saved = !listed.folder.isEmpty();
  return row;
}

}  // namespace

std::vector<int> MainWindow::lostByClosing() const {
  constexpr double kLong = 60;  // Seconds: what took less is soon run again, with the same bits.
  std::vector<int> lost;
  for (const ListedRun& listed : library_->runs()) {
    if (listed.folder.isEmpty() && (listed.pinned || listed.run->seconds >= kLong)) lost.push_back(listed.id);
  }
  std::sort(lost.begin(), lost.end());
  return lost;
}

void MainWindow::connectRuns() {
  connect(library_, &RunLibrary::changed, this, [this] {
    listRuns();
    for (int slot = 0; slot < 2; ++slot) headRun(slot);
  });
  connect(library_, &RunLibrary::thinned, replay_, &Replay::refresh);
  connect(runList_, &RunList::showRequested, this, &MainWindow::showListedRun);
  connect(runList_, &RunList::renameRequested, this, &MainWindow::renameRun);
  connect(runList_, &RunList::pinRequested, this, &MainWindow::pinRun);
  connect(runList_, &RunList::removeRequested, this, &MainWindow::removeRun);
  connect(runList_, &RunList::saveRequested, this, &MainWindow::askSaveRun);
  connect(runList_, &RunList::openRequested, this, &MainWindow::askOpenRun);
  connect(controller_, &RunController::runOpened, this, &MainWindow::onRunOpened);
  connect(runList_, &RunList::optionsRequested, this, &MainWindow::useOptionsOf);
}

void MainWindow::onRunOpened(const RunPtr& run, const QString& name, const QString& folder) {
  // Its dataset was opened with its options; the next run is to start from them.
  if (!controller_->datasetMatches(form_->options()))
    takeOptions(run->options, tr("Options of the opened run"));
  const int id = library_->add(run, nullptr, name.isEmpty() ? QDir(folder).dirName() : name, folder);
  showListedRun(id, -1);
  if (!run->warnings.empty())
    banner_->showNotice(tr("About this run"), QString::fromStdString(run->warnings.back()));
  onStopped();
  status_->showText(tr("Opened %1").arg(folder));
}

void MainWindow::listRuns() {
  std::vector<RunRow> rows;
  for (const ListedRun& listed : library_->runs()) {
    rows.push_back(rowOf(listed, theme_));
    rows.back().inA = library_->find(maps_->run(0)) == &listed;
    rows.back().inB = maps_->isPaired() && library_->find(maps_->run(1)) == &listed;
  }
  runList_->setRows(std::move(rows));
}

void MainWindow::headRun(int slot) {
  const RunPtr run = maps_->run(slot);
  if (!run) return;
  const ListedRun* listed = library_->find(run);
  maps_->pane(slot)->setHeading(
      listed ? listed->name : QString::fromStdString(methodTitle(run->options.method)),
      tr("KL %1 · trustworthiness %2")
          .arg(run->map->kl, 0, 'f', 3)
          .arg(run->assessment.trustworthiness, 0, 'f', 3),
      run->options.method,
      tr("KL %1 · T %2").arg(run->map->kl, 0, 'f', 2).arg(run->assessment.trustworthiness, 0, 'f', 3));
}

void MainWindow::placeRun(int slot, const RunPtr& run) {
  maps_->setRun(slot, run);
  showRecording(slot);
  headRun(slot);
  listRuns();
}

/// The panels follow.
void MainWindow::presentRun(int slot, const RunPtr& run) {
  placeRun(slot, run);
  showBothRuns();
  if (slot == maps_->current())
    showCurrentRun();
  else
    maps_->setCurrent(slot);
}

void MainWindow::showRecording(int slot) {
  const ListedRun* listed = library_->find(maps_->run(slot));
  replay_->setRun(slot, listed ? listed->recording : nullptr);
}

void MainWindow::showListedRun(int id, int slot) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  const RunPtr run = listed->run;
  if (controller_->busy())
    return banner_->showNotice(tr("A run is in progress"),
                               tr("Other runs can be shown when it has ended, or after Esc."));
  const DatasetPtr& shown = maps_->map(0)->scene().dataset;
  if (!shown || shown->hash != run->dataset->hash) {
    controller_->adopt(run);
    if (!controller_->datasetMatches(form_->options()))
      takeOptions(run->options, tr("Options of %1").arg(listed->name));
    slot = 0;
  }
  if (slot < 0) slot = maps_->current();
  if (slot == 1 && !maps_->map(0)->hasMap()) slot = 0;
  if (slot == 1) maps_->setPaired(true);
  presentRun(slot, run);
  runList_->select(id);
}

void MainWindow::removeRun(int id) {
  int place = 0;
  const ListedRun taken = library_->take(id, place);
  if (!taken.run) return;
  // What can be brought back must not fill the memory meanwhile.
  if (taken.recording) taken.recording->thinTo(MapRecording::kBudget / 32);
  undo_->add({tr("Delete run %1").arg(taken.name),
              {},
              {},
              [this, taken, place] { library_->insert(taken, place); },
              [this, id] {
                int again = 0;
                library_->take(id, again);
              },
              {},
              {}});
}

void MainWindow::renameRun(int id, const QString& name) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  const QString before = listed->name;
  library_->rename(id, name);
  undo_->add({tr("Name"),
              before,
              name,
              [this, id, before] { library_->rename(id, before); },
              [this, id, name] { library_->rename(id, name); },
              {},
              {}});
}

void MainWindow::pinRun(int id, bool pinned) {
  library_->setPinned(id, pinned);
  undo_->add({pinned ? tr("Pin run") : tr("Unpin run"),
              {},
              {},
              [this, id, pinned] { library_->setPinned(id, !pinned); },
              [this, id, pinned] { library_->setPinned(id, pinned); },
              {},
              {}});
}

void MainWindow::useOptionsOf(int id) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  takeOptions(listed->run->options, tr("Options of %1").arg(listed->name));
}

void MainWindow::takeOptions(const Options& after, const QString& step) {
  const Options before = form_->options();
  restoreOptions(after);
  undo_->add({step,
              {},
              {},
              [this, before] { restoreOptions(before); },
              [this, after] { restoreOptions(after); },
              {},
              {}});
}

void MainWindow::askSaveRun(int id) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  const QString folder = QFileDialog::getSaveFileName(
      this, tr("Save the run as a folder"),
      QString::fromStdString(defaultRunFolder(*listed->run).filename().string()), tr("Folders (*)"));
  if (!folder.isEmpty()) saveRunTo(id, folder);
}

void MainWindow::saveRunTo(int id, const QString& folder) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  writeAside(
      folder,
      [run = listed->run, name = listed->name, folder] {
        RunFolder(folder.toStdString()).write(*run, name.toStdString());
      },
      [this, id, folder] { library_->setFolder(id, folder); });
}

void MainWindow::askOpenRun() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Open the folder of a run"));
  if (!folder.isEmpty()) openRun(folder);
}

void MainWindow::openRun(const QString& folder) {
  banner_->hide();
  status_->showText(tr("Reading %1 …").arg(folder));
  controller_->openRun(folder);
}

}  // namespace adapsne
