// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMimeData>
#include <QRegularExpression>
#include <QResizeEvent>
#include <QUrl>

#include "app/actions.h"
#include "app/dock.h"
#include "app/point_inspector.h"
#include "app/recent_files.h"
#include "app/undo.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "core/support/process.h"
#include "views/accelerator_view.h"
#include "views/banner.h"
#include "views/comparison_table.h"
#include "views/convergence_view.h"
#include "views/dataset_panel.h"
#include "views/entropy_view.h"
#include "views/fireworks_view.h"
#include "views/format.h"
#include "views/map_pair.h"
#include "views/map_pane.h"
#include "views/map_view.h"
#include "views/options_form.h"
#include "views/point_panel.h"
#include "views/run_bar.h"
#include "views/status_line.h"
#include "views/summary_panel.h"

namespace adapsne {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString localFile(const QMimeData* data) {
  const auto urls = data->urls();
  return urls.size() == 1 ? urls.front().toLocalFile() : QString();
}

/// What the fireworks view shows before anybody picks a point: where the other run missed its target by most
/// and this one reached it, if there is such a point; else one that the map lost, else the first exemplar.
/// `other` may be null.
qint64 tellingPoint(const Run& run, const Run* other) {
  qint64 telling = -1;
  double farthest = 0;
  for (size_t i = 0; other && i < run.sigma->reached.size(); ++i) {
    const double off = std::abs(std::log(other->sigma->reached[i] / other->targetPerplexity));
    if (missedTarget(*run.sigma, i) || !missedTarget(*other->sigma, i) || !(off > farthest)) continue;
    farthest = off;
    telling = static_cast<qint64>(i);
  }
  if (telling >= 0) return telling;
  const auto& reasons = run.assessment.outliers.reasons;
  const auto lost = std::find_if(reasons.begin(), reasons.end(), [](uint8_t r) { return (r & kLost) != 0; });
  return lost != reasons.end() ? lost - reasons.begin() : run.subset->rows.front();
}

/// Widgets that all change when a run ends are painted one after the other, so that no single turn of the
/// event loop paints them all.
void paintInTurn(std::initializer_list<QWidget*> widgets) {
  constexpr int kApart = 25;  // ms
  int delay = 0;
  for (QWidget* widget : widgets) {
    widget->setUpdatesEnabled(false);
    QTimer::singleShot(delay += kApart, widget, [widget] { widget->setUpdatesEnabled(true); });
  }
}

}  // namespace

MainWindow::MainWindow(const Theme& theme, bool remembers) : theme_(theme), remembers_(remembers) {
  setWindowTitle(tr("AdapSNE Studio"));
  setAcceptDrops(true);
  controller_ = new RunController(this);
  inspector_ = new PointInspector(this);
  actions_ = new Actions(this, theme);
  undo_ = new UndoStack(this);
  buildDocks();
  connectActions();
  connectController();
  connectRuns();
  writers_.setMaxThreadCount(1);
  connectUndo();
  resourceTimer_.setInterval(1000);
  connect(&resourceTimer_, &QTimer::timeout, this, [this] {
    status_->showResources(controller_->busy() ? controller_->threads() : 0, residentMemoryBytes());
  });
  resourceTimer_.start();
  status_->showResources(0, residentMemoryBytes());
  qApp->installEventFilter(this);
  if (remembers_) restoreLayout();
  fillRecentMenu(actions_->recentMenu, [this](const QString& path) { openSource(path); });
  applyTheme(theme);
  onStopped();
  map()->setFocus(Qt::OtherFocusReason);  // else the first box of the tool bar would take it
}

MainWindow::~MainWindow() {
  // The worker must have stopped before the views go: its last signals would find them gone.
  delete controller_;
}

MapView* MainWindow::map() const {
  return maps_->map(maps_->current());
}

void MainWindow::openSource(const QString& source) {
  if (QFileInfo(source).isDir() && QFileInfo::exists(source + "/manifest.json")) return openRun(source);
  banner_->hide();
  datasetPanel_->showLoading(source);
  status_->showText(tr("Reading %1 …").arg(source));
  controller_->open(source, form_->options());
}

void MainWindow::setOptions(const Options& options) {
  undo_->clear();
  restoreOptions(options);
}

void MainWindow::startRun() {
  start({{form_->options(), maps_->current()}});
}

void MainWindow::startComparison() {
  if (!controller_->dataset()) return;
  const auto [nms, adapsne] = comparedOptions(form_->options());
  if (!maps_->isPaired()) {
    const RunPtr alone = maps_->run(0);
    maps_->setPaired(true);
    if (alone && alone->options.method == adapsne.method) {  // AdapSNE's side is the right one
      placeRun(1, alone);
      maps_->map(0)->setEmpty({}, {});
    }
  }
  start({{nms, 0}, {adapsne, 1}});
}

void MainWindow::start(std::vector<PlannedRun> runs) {
  if (!controller_->dataset()) return;
  banner_->hide();
  const Options& form = form_->options();
  form_->setReference(&form);
  for (const PlannedRun& run : runs) {
    maps_->pane(run.slot)->setHeading(text(methodTitle(run.options.method)), tr("waits for its turn"),
                                      run.options.method);
    if (!maps_->map(run.slot)->hasMap())
      maps_->map(run.slot)->setEmpty(tr("%1 comes next").arg(text(methodTitle(run.options.method))),
                                     tr("It shares with the map beside it whatever the two have in common."));
  }
  workText_.clear();
  controller_->run(std::move(runs));
  updateControls();
}

void MainWindow::onRunStarted(const PlannedRun& run) {
  const Options& options = run.options;
  const QString name = text(methodTitle(options.method));
  MapView* map = maps_->map(run.slot);
  maps_->pane(run.slot)->setHeading(name, tr("working"), options.method);
  if (!map->hasMap())
    map->setEmpty(tr("Preparing the map"), tr("It appears as soon as its points begin to move."));
  convergence_->beginRun(run.slot, name, options.method, options.embedding.iterations);
  replay_->begin(run.slot);
  if (options.perplexity == 0) {
    entropy_->clear();
    entropy_->setGuidanceOptions(options.guidance);
  }
  if (run.slot == maps_->current()) summary_->clear(tr("The measures appear when the run is finished."));
}

void MainWindow::runPauseResume() {
  switch (controller_->state()) {
    case RunController::State::Idle:
      return startRun();
    case RunController::State::Running:
      return controller_->pause();
    case RunController::State::Paused:
      return controller_->resume();
    case RunController::State::Loading:
      return;
  }
}

void MainWindow::showError(const QString& where, const QString& problem, const QString& remedy) {
  // Messages speak of options as the command line does; here they have labels, and can be shown.
  blamedOption_.clear();
  const auto asInForm = [this](QString words) {
    for (const OptionSpec& spec : schema()) {
      const QRegularExpression flag("--" + text(spec.name) + "(?![\\w-])");
      if (!words.contains(flag)) continue;
      if (blamedOption_.empty()) blamedOption_ = spec.name;
      words.replace(flag, QStringLiteral("“%1”").arg(text(spec.label)));
    }
    return words;
  };
  const QString place = asInForm(where), sentence = asInForm(problem), advice = asInForm(remedy);
  banner_->showError(place, sentence, advice);
  if (!blamedOption_.empty()) banner_->setAction(tr("Show “%1”").arg(text(optionSpec(blamedOption_).label)));
}

void MainWindow::restoreOptions(const Options& options) {
  form_->setOptions(options);
  optionsEdited();
}

void MainWindow::optionsEdited() {
  const Options& options = form_->options();
  controller_->applyLive(options);
  if (!controller_->busy()) {
    // What could not be read may be readable with the new options ("missing values: drop").
    if (!controller_->failedSource().isEmpty()) return openSource(controller_->failedSource());
    if (controller_->dataset() && !controller_->datasetMatches(options))
      return openSource(controller_->source());
  }
  updateControls();
}

void MainWindow::onDataset(const DatasetPtr& dataset) {
  datasetPanel_->showDataset(dataset, controller_->source());
  setWindowTitle(tr("%1 — AdapSNE Studio").arg(text(dataset->name)));
  const QString path = controller_->source();
  if (remembers_ && QFileInfo(path).isFile()) {
    rememberRecentFile(path);
    fillRecentMenu(actions_->recentMenu, [this](const QString& file) { openSource(file); });
  }
  const MapScene& shown = maps_->map(0)->scene();
  const bool replaces = shown.dataset != nullptr;
  const bool same = replaces && shown.dataset->hash == dataset->hash;
  if (!same) {
    maps_->setDataset(dataset);
    for (int slot = 0; slot < 2; ++slot) replay_->forget(slot);
    listRuns();
    actions_->setDataset(dataset.get());
    selectable_ = std::make_shared<int>();  // selections of the one before mean nothing here
    undo_->prune();
  }
  if (!same && !controller_->busy()) {
    maps_->setPaired(false);
    entropy_->setDataset(dataset);
    if (replaces) {
      setInspected(-1);
      pointPanel_->setPoint(-1);
    }
    showBothRuns();
    showCurrentRun();
    form_->setReference(nullptr);
  }
  if (!controller_->busy()) onStopped();
}

void MainWindow::onFrame(int slot, const WorkerFrame& frame) {
  const std::string& method = controller_->running()->options.method;
  replay_->showLive(slot,
                    {frame.positions, frame.iteration, frame.iterations, frame.perplexity, frame.candidate});
  maps_->pane(slot)->setHeading(text(methodTitle(method)),
                                frame.candidate >= 0
                                    ? tr("trying perplexity %1").arg(numberText(frame.perplexity))
                                    : tr("perplexity %1").arg(numberText(frame.perplexity)),
                                method);
  if (!actions_->fit->isEnabled()) updateControls();
}

void MainWindow::onFinished(int slot, const RunPtr& run) {
  paintInTurn({maps_->map(slot), convergence_, entropy_, accelerator_, summary_});
  library_->add(run, replay_->recording(slot));
  presentRun(slot, run);
  if (!controller_->busy()) form_->setReference(&form_->options());
  status_->showText(tr("Finished in %1").arg(durationText(run->seconds)));
  updateControls();
}

RunPtr MainWindow::currentRun() const {
  return maps_->run(maps_->current());
}

void MainWindow::showBothRuns() {
  const RunPtr a = maps_->run(0), b = maps_->isPaired() ? maps_->run(1) : nullptr;
  table_->setRuns(a, b);
  for (int slot = 0; slot < 2; ++slot) {
    const RunPtr& run = slot == 0 ? a : b;
    if (!run) {
      if (!controller_->isPlanned(slot)) convergence_->clear(slot);
      continue;
    }
    convergence_->setRun(slot, maps_->pane(slot)->title(), run->options.method, run->map->history);
  }
}

void MainWindow::showCurrentRun() {
  const RunPtr run = currentRun();
  const RunPtr other = maps_->isPaired() ? maps_->run(1 - maps_->current()) : nullptr;
  pointPanel_->setRuns(maps_->map(0)->scene().dataset,
                       {maps_->run(0), maps_->isPaired() ? maps_->run(1) : nullptr}, maps_->current());
  updateControls();
  // The guide's curves are those of a guided run, whichever side it is on.
  const RunPtr& guided = run && other && run->guidance.empty() && !other->guidance.empty() ? other : run;
  if (guided) {
    entropy_->setDataset(guided->dataset);
    entropy_->setRun(guided);
    entropy_->setComparison(guided == run ? other : run);
  } else if (!controller_->busy()) {
    entropy_->clear();
  }
  if (!run) {
    inspector_->cancel();
    fireworks_->clear();
    accelerator_->clear();
    return summary_->clear(
        tr("What a run found appears here: how good the map is, what it cost, and the exemplars it chose."));
  }
  summary_->showRun(run);
  accelerator_->showRun(run);
  showPoint(inspected_ >= 0 && inspected_ < run->dataset->points ? inspected_
                                                                 : tellingPoint(*run, other.get()));
}

void MainWindow::inspectPoint(qint64 row) {
  const DatasetPtr& dataset = maps_->map(0)->scene().dataset;
  if (!dataset || row < 0 || row >= dataset->points) return;
  inspected_ = row;
  showPoint(row);
}

void MainWindow::showPoint(qint64 row) {
  pointPanel_->setPoint(row);
  if (const RunPtr run = currentRun()) inspector_->inspect(run, row);
}

bool MainWindow::raiseDock(const QString& name) {
  for (Dock* dock : docks_) {
    if (dock->objectName() != name) continue;
    dock->show();
    dock->raise();
    return true;
  }
  return false;
}

void MainWindow::onStopped() {
  const DatasetPtr& dataset = controller_->dataset();
  for (int slot = 0; slot < 2; ++slot) replay_->stop(slot);
  replay_->setLead(maps_->current());
  for (int slot = 0; slot < (maps_->isPaired() ? 2 : 1); ++slot) {
    MapView* map = maps_->map(slot);
    MapPane* pane = maps_->pane(slot);
    if (map->hasMap()) {
      if (maps_->run(slot)) {  // what was to replace it has not come to be
        headRun(slot);
        showRecording(slot);
      } else if (dataset) {
        pane->setHeading(pane->title(), tr("stopped before it was finished"));
      }
      continue;
    }
    pane->setHeading(tr("Map"), {});
    if (maps_->isPaired()) {
      map->setEmpty(tr("No map here"), tr("Stopped before there was one. Compare starts both again."));
    } else if (dataset) {
      map->setEmpty(tr("%1 is ready").arg(text(dataset->name)),
                    tr("Press Run or the space bar to make its map and choose its exemplars."),
                    tr("Run %1").arg(text(methodTitle(form_->options().method))));
    } else {
      map->setEmpty(tr("Drop a dataset here"),
                    tr("or choose one on the left, or open a file with Ctrl+O.\n"
                       "IDX, NPY, NPZ, CSV and TSV are read, gzipped or not."),
                    tr("Try the bundled digits"));
    }
  }
  datasetPanel_->showDataset(dataset, controller_->source());
  if (dataset)
    status_->showText(tr("Ready · %1 points").arg(countText(dataset->points)));
  else
    status_->showText(tr("No dataset"));
  updateControls();
}

void MainWindow::updateControls() {
  using State = RunController::State;
  const State state = controller_->state();
  const bool hasData = controller_->dataset() != nullptr;
  const bool hasRun = currentRun() != nullptr;
  actions_->run->setEnabled(hasData && state != State::Loading);
  actions_->rerun->setEnabled(hasData && state != State::Loading);
  actions_->compare->setEnabled(hasData && state != State::Loading);
  actions_->cancel->setEnabled(controller_->busy());
  actions_->exportSubset->setEnabled(hasRun);
  actions_->exportPicture->setEnabled(map()->hasMap());
  for (QAction* action : {actions_->fit, actions_->lasso, actions_->selectAll, actions_->invertSelection})
    action->setEnabled(map()->hasMap());
  actions_->resetOptions->setEnabled(form_->isResettable());
  for (QAction* action : {actions_->clearSelection, actions_->exportSelection})
    action->setEnabled(!maps_->selection().empty());
  actions_->setRunKnown(maps_->run(0) || maps_->run(1));
  const bool paired = maps_->isPaired();
  for (QAction* action :
       {actions_->sideBySide, actions_->single, actions_->blink, actions_->flip, actions_->displacement})
    action->setEnabled(paired);
  if (state == State::Running)
    actions_->setRunFace(tr("Pause"), "pause");
  else
    actions_->setRunFace(state == State::Paused ? tr("Resume") : tr("Run"), "run");
  runBar_->setCancelVisible(controller_->busy());
  if (state == State::Idle || state == State::Loading)
    updateIdleHint();
  else
    updateBusyHint();
}

size_t MainWindow::firstChangedStage() const {
  const Options& options = form_->options();
  size_t stage = 0;
  for (int slot = 0; slot < 2; ++slot)
    stage = std::max(stage, controller_->firstChangedStage(options, maps_->run(slot)));
  // What no map shows any more may still be reused, yet it is not on screen.
  const size_t remembered = controller_->firstChangedStage(options, controller_->lastRun());
  return std::max(stage, std::min(remembered, kStages.size() - 1));
}

void MainWindow::updateIdleHint() {
  runBar_->setProgress(-1);
  const DatasetPtr& dataset = controller_->dataset();
  if (controller_->state() == RunController::State::Loading) {
    runBar_->setHint({}, false);
    return runBar_->setButton(tr("Reading …"), false, {});
  }
  const QString method = text(methodTitle(form_->options().method));
  if (!dataset) {
    runBar_->setHint(tr("Choose a dataset first."), false);
    return runBar_->setButton(tr("Run %1").arg(method), false, tr("There is no dataset yet."));
  }
  const size_t stage = firstChangedStage();
  const QString tip = tr("Starts with the options above (Space)");
  if (!controller_->lastRun() || stage == 0) {
    runBar_->setHint({}, false);
    runBar_->setButton(tr("Run %1").arg(method), true, tip);
  } else if (stage == kStages.size()) {
    runBar_->setHint(tr("Up to date: a map shows these options."), false);
    runBar_->setButton(tr("Run %1").arg(method), true,
                       tr("Nothing has changed: everything would be reused (Space)"));
  } else {
    runBar_->setHint(tr("Options changed. Earlier stages are reused."), true);
    runBar_->setButton(tr("Re-run from %1").arg(stageTitle(kStages[stage])), true, tip);
  }
}

void MainWindow::updateBusyHint() {
  const bool paused = controller_->state() == RunController::State::Paused;
  const size_t stage = firstChangedStage();
  if (stage < kStages.size()) {
    runBar_->setHint(tr("Options changed: Ctrl+R re-runs from %1. This run goes on as it was.")
                         .arg(stageTitle(kStages[stage])),
                     true);
  } else {
    runBar_->setHint((paused ? tr("Paused") + (workText_.isEmpty() ? "" : " · ") : QString()) + workText_,
                     false);
  }
  runBar_->setButton(paused ? tr("Resume") : tr("Pause"), true, tr("Space"));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const std::vector<int> lost = lostByClosing();
  if (!std::includes(warnedOf_.begin(), warnedOf_.end(), lost.begin(), lost.end())) {
    warnedOf_ = lost;
    QStringList names;
    for (const int id : lost) names.push_back(library_->find(id)->name);
    banner_->showNotice(tr("Not saved: %1").arg(names.join(QStringLiteral(", "))),
                        tr("Close the window again to leave without, or save in the tab Runs."));
    return event->ignore();
  }
  if (remembers_) rememberLayout();
  event->accept();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  actions_->setRoom(event->size().width());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!localFile(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QString path = localFile(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  openSource(path);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  // Space is the window's run key, but a focused button, box or check keeps it.
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const QWidget* focus = QApplication::focusWidget();
    const bool takesSpace = focus && (focus->inherits("QAbstractButton") || focus->inherits("QComboBox"));
    if (key->key() == Qt::Key_Space && takesSpace) event->accept();
  }
  return QMainWindow::eventFilter(watched, event);
}

}  // namespace adapsne
