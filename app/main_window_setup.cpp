// SPDX-License-Identifier: GPL-3.0-or-later
// MainWindow: what is done once, or seldom: building, connecting, themes, layout, dialogs.
#include <exception>
#include <utility>

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QFrame>
#include <QMenu>
#include <QPointer>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QStatusBar>
#include <QTabWidget>
#include <QThreadPool>
#include <QVBoxLayout>

#include "app/actions.h"
#include "app/dock.h"
#include "app/help_sheet.h"
#include "app/main_window.h"
#include "app/map_export.h"
#include "app/point_inspector.h"
#include "app/undo.h"
#include "core/pipeline/row_export.h"
#include "core/support/error.h"
#include "views/accelerator_view.h"
#include "views/banner.h"
#include "views/comparison_table.h"
#include "views/convergence_view.h"
#include "views/dataset_panel.h"
#include "views/entropy_view.h"
#include "views/fireworks_view.h"
#include "views/format.h"
#include "views/iteration_bar.h"
#include "views/map_pair.h"
#include "views/map_pane.h"
#include "views/map_view.h"
#include "views/options_form.h"
#include "views/point_panel.h"
#include "views/run_bar.h"
#include "views/run_list.h"
#include "views/search_line.h"
#include "views/status_line.h"
#include "views/summary_panel.h"

namespace adapsne {

namespace {

constexpr int kLayoutVersion = 4;
constexpr int kRest = 250;  // ms on a point until it is inspected

QScrollArea* scrolling(QWidget* content) {
  auto* area = new QScrollArea;
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  return area;
}

QFrame* hairline(QWidget* parent) {
  auto* line = new QFrame(parent);
  line->setFrameShape(QFrame::HLine);
  line->setFrameShadow(QFrame::Plain);
  line->setForegroundRole(QPalette::Mid);
  line->setFixedHeight(1);
  return line;
}

}  // namespace

void MainWindow::buildDocks() {
  banner_ = new Banner(theme_);
  maps_ = new MapPair(theme_);
  iterations_ = new IterationBar(theme_);
  replay_ = new Replay(maps_, iterations_, this);
  library_ = new RunLibrary(this);
  runList_ = new RunList(theme_);
  datasetPanel_ = new DatasetPanel(theme_);
  form_ = new OptionsForm(theme_);
  runBar_ = new RunBar(theme_);
  convergence_ = new ConvergenceView(theme_);
  entropy_ = new EntropyView(theme_);
  fireworks_ = new FireworksView(theme_);
  accelerator_ = new AcceleratorView(theme_);
  summary_ = new SummaryPanel(theme_);
  table_ = new ComparisonTable(theme_);
  pointPanel_ = new PointPanel(theme_);
  status_ = new StatusLine(theme_);

  auto* center = new QWidget(this);
  auto* column = new QVBoxLayout(center);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(banner_);
  column->addWidget(maps_, 1);
  column->addWidget(hairline(center));
  column->addWidget(iterations_);
  setCentralWidget(center);

  auto* left = new QWidget(this);
  auto* leftColumn = new QVBoxLayout(left);
  leftColumn->setContentsMargins(0, 0, 0, 0);
  leftColumn->setSpacing(0);
  leftColumn->addWidget(datasetPanel_);
  leftColumn->addWidget(hairline(left));
  leftColumn->addWidget(form_, 1);
  leftColumn->addWidget(hairline(left));
  leftColumn->addWidget(runBar_);

  const auto dock = [this](const QString& name, const QString& title, QWidget* content,
                           Qt::DockWidgetArea area) {
    auto* added = new Dock(name, title, content, theme_, this);
    addDockWidget(area, added);
    actions_->windowMenu->addAction(added->toggleViewAction());
    docks_.push_back(added);
    return added;
  };
  left->setMinimumWidth(316);
  Dock* options = dock("options", tr("Dataset & options"), left, Qt::LeftDockWidgetArea);
  Dock* summary = dock("summary", tr("Summary"), scrolling(summary_), Qt::RightDockWidgetArea);
  Dock* table = dock("table", tr("Comparison"), scrolling(table_), Qt::RightDockWidgetArea);
  Dock* inspector = dock("inspector", tr("Inspector"), scrolling(pointPanel_), Qt::RightDockWidgetArea);
  Dock* runs = dock("runs", tr("Runs"), runList_, Qt::RightDockWidgetArea);
  for (Dock* side : {summary, table, inspector, runs}) side->widget()->setMinimumWidth(300);
  tabifyDockWidget(summary, table);
  tabifyDockWidget(table, inspector);
  tabifyDockWidget(inspector, runs);
  summary->raise();
  convergence_->setMinimumHeight(190);
  entropy_->setMinimumHeight(190);
  Dock* convergence = dock("convergence", tr("Convergence"), convergence_, Qt::BottomDockWidgetArea);
  Dock* fireworks = dock("fireworks", tr("Fireworks"), fireworks_, Qt::BottomDockWidgetArea);
  Dock* entropy = dock("entropy", tr("Entropy guide"), entropy_, Qt::BottomDockWidgetArea);
  Dock* accelerator = dock("accelerator", tr("Accelerator"), accelerator_, Qt::BottomDockWidgetArea);
  splitDockWidget(convergence, entropy, Qt::Horizontal);
  tabifyDockWidget(convergence, fireworks);
  tabifyDockWidget(entropy, accelerator);
  convergence->raise();
  entropy->raise();
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);  // the plots need the width
  for (const auto area : {Qt::BottomDockWidgetArea, Qt::RightDockWidgetArea})
    setTabPosition(area, QTabWidget::North);
  for (Dock* tab : {summary, table, inspector, runs, convergence, fireworks, entropy, accelerator})
    tab->setTitleShown(false);  // its tab names it
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  resizeDocks({options, summary}, {320, 310}, Qt::Horizontal);
  resizeDocks({convergence, entropy}, {420, 640}, Qt::Horizontal);
  resizeDocks({convergence, entropy}, {300, 300}, Qt::Vertical);

  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(status_, 1);
  const QRect room = screen()->availableGeometry();
  constexpr int kTitleBar = 40;  // the window manager's
  if (remembers_)
    resize(QSize(1440, 900).boundedTo(room.size() - QSize(0, kTitleBar)));
  else
    resize(1440, 900);
  factoryLayout_ = saveState(kLayoutVersion);
}

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, auto&& what) { connect(action, &QAction::triggered, this, what); };
  on(actions_->open, [this] { askOpen(); });
  on(actions_->openRun, [this] { askOpenRun(); });
  on(actions_->exportSubset, [this] { askExport(Exported::Subset); });
  on(actions_->exportSelection, [this] { askExport(Exported::Selection); });
  on(actions_->exportPicture, [this] { askExport(Exported::Picture); });
  on(actions_->quit, [this] { close(); });
  on(actions_->run, [this] { runPauseResume(); });
  on(actions_->rerun, [this] { startRun(); });
  on(actions_->compare, [this] { startComparison(); });
  on(actions_->cancel, [this] { controller_->cancel(); });
  on(actions_->fit, [this] { map()->fit(); });
  on(actions_->lasso, [this](bool on) { maps_->forEach([on](MapView* map) { map->setLasso(on); }); });
  connect(actions_, &Actions::overlaysChanged, this, [this] {
    maps_->forEach([overlays = actions_->overlays()](MapView* map) { map->setOverlays(overlays); });
  });
  connect(actions_, &Actions::colorChanged, this,
          [this] { maps_->forEach([by = actions_->color()](MapView* map) { map->setColorBy(by); }); });
  on(actions_->sideBySide, [this] { maps_->setMode(PairMode::SideBySide); });
  on(actions_->single, [this] { maps_->setMode(PairMode::Single); });
  // The key that makes the maps blink stops them too.
  on(actions_->blink, [this] {
    const bool blinks = maps_->mode() == PairMode::Blink;
    maps_->setMode(blinks ? PairMode::SideBySide : PairMode::Blink);
  });
  on(actions_->play, [this] { iterations_->togglePlay(); });
  on(actions_->frameBack, [this] { iterations_->step(-1); });
  on(actions_->frameOn, [this] { iterations_->step(1); });
  on(actions_->firstFrame, [this] { iterations_->toStart(); });
  on(actions_->lastFrame, [this] { iterations_->toEnd(); });
  on(actions_->flip, [this] { maps_->flip(); });
  on(actions_->reducedMotion, [this](bool reduced) { setReducedMotion(reduced); });
  connect(maps_, &MapPair::modeChanged, this, [this](PairMode mode) {
    QAction* action = mode == PairMode::SideBySide ? actions_->sideBySide
                      : mode == PairMode::Single   ? actions_->single
                                                   : actions_->blink;
    action->setChecked(true);
  });
  connect(actions_->classMenu, &QMenu::aboutToShow, this, &MainWindow::fillClassMenu);
  on(actions_->lightTheme, [this](bool light) { applyTheme(light ? lightTheme() : darkTheme()); });
  on(actions_->resetLayout, [this] { resetLayout(); });
  on(actions_->shortcuts, [this] { showShortcuts(); });
  on(actions_->about, [this] { showAbout(); });
  connect(datasetPanel_, &DatasetPanel::sourceChosen, this, &MainWindow::openSource);
  connect(datasetPanel_, &DatasetPanel::openRequested, this, &MainWindow::askOpen);
  connect(datasetPanel_, &DatasetPanel::unavailableChosen, this,
          [this](const QString& name, const QString& remedy) {
            banner_->showNotice(tr("%1 is not installed").arg(name), remedy);
          });
  connect(form_, &OptionsForm::optionsChanged, this, &MainWindow::optionsEdited);
  connect(runBar_, &RunBar::pressed, this, &MainWindow::runPauseResume);
  connect(runBar_, &RunBar::cancelPressed, controller_, &RunController::cancel);
}

void MainWindow::connectController() {
  connect(controller_, &RunController::stateChanged, this, &MainWindow::updateControls);
  connect(controller_, &RunController::datasetReady, this, &MainWindow::onDataset);
  connect(controller_, &RunController::frame, this, &MainWindow::onFrame);
  connect(controller_, &RunController::recorded, this, [this](int slot, const RecordedFrame& frame) {
    controller_->setRecordStride(replay_->record(slot, frame));
  });
  connect(controller_, &RunController::finished, this, &MainWindow::onFinished);
  connect(controller_, &RunController::runStarted, this, &MainWindow::onRunStarted);
  connect(controller_, &RunController::candidate, this,
          [this](int, const GuidanceRecord& record) { entropy_->addCandidate(record); });
  connect(controller_, &RunController::converged, convergence_, &ConvergenceView::addSamples);
  connect(controller_, &RunController::progressed, this, [this](const Progress& progress) {
    if (!controller_->busy()) return;
    if (controller_->state() == RunController::State::Loading) {
      status_->showProgress(progress, {});
      return runBar_->setProgress(progress.fraction);
    }
    const bool paused = controller_->state() == RunController::State::Paused;
    status_->showProgress(progress, paused ? tr("Paused · ") : QString());
    const QString clock = clockText(progress.secondsLeft);
    workText_ = progress.detail.empty() ? QString(stageTitle(progress.stage))
                                        : QString::fromStdString(progress.detail);
    if (!clock.isEmpty()) workText_ += tr(" · %1 left").arg(clock);
    runBar_->setProgress(progress.fraction);
    updateBusyHint();
  });
  connect(controller_, &RunController::failed, this,
          [this](const QString& where, const QString& problem, const QString& remedy) {
            showError(where, problem, remedy);
            onStopped();
          });
  connect(controller_, &RunController::cancelled, this, [this] {
    onStopped();
    showBothRuns();
    if (currentRun()) showCurrentRun();  // the panels were those of the run that has been given up
    status_->showText(tr("Cancelled"));
  });
  connect(banner_, &Banner::actionTriggered, this, [this] { form_->reveal(blamedOption_); });
  for (int slot = 0; slot < 2; ++slot) {
    connect(maps_->map(slot), &MapView::emptyActionTriggered, this, [this] {
      if (controller_->dataset())
        startRun();
      else
        openSource("digits");
    });
  }
  connect(maps_, &MapPair::picked, this, [this](int, qint64 row) {
    pinned_ = row >= 0;
    inspectPoint(row);
  });
  // Resting the pointer on a point is enough to see its search, unless one is pinned by a click.
  restTimer_.setSingleShot(true);
  restTimer_.setInterval(kRest);
  connect(&restTimer_, &QTimer::timeout, this, [this] { inspectPoint(restingOn_); });
  connect(maps_, &MapPair::hovered, this, [this](int, qint64 row) {
    restingOn_ = row;
    if (row >= 0 && !pinned_)
      restTimer_.start();
    else
      restTimer_.stop();
  });
  connect(maps_, &MapPair::currentChanged, this, [this](int slot) {
    if (!controller_->busy()) replay_->setLead(slot);
    showCurrentRun();
  });
  connect(replay_, &Replay::shown, this, [this](int iteration, bool final) {
    for (int slot = 0; slot < (maps_->isPaired() ? 2 : 1); ++slot) {
      const RunPtr run = maps_->run(slot);
      if (!run) continue;
      if (final)
        headRun(slot);
      else
        maps_->pane(slot)->setHeading(
            maps_->pane(slot)->title(),
            iteration < 0 ? tr("while the guide looked") : tr("before it was finished"), run->options.method);
    }
  });
  connect(maps_, &MapPair::closed, this, [this] {
    for (int slot = 0; slot < 2; ++slot) {
      if (!controller_->isPlanned(slot)) showRecording(slot);
    }
    if (!controller_->busy()) replay_->setLead(0);
    listRuns();
    showBothRuns();
    showCurrentRun();
  });
  connect(maps_, &MapPair::selectionChanged, this, [this] {
    pointPanel_->setSelection(maps_->selection());
    if (const int64_t count = maps_->selection().count(); count > 0)
      status_->showText(count == 1 ? tr("1 point selected") : tr("%1 points selected").arg(countText(count)));
    for (QAction* action : {actions_->clearSelection, actions_->exportSelection})
      action->setEnabled(!maps_->selection().empty());
  });
  connect(pointPanel_, &PointPanel::exportRequested, this, [this] { askExport(Exported::Selection); });
  const auto follow = [this](qint64 row) {
    map()->highlight(row);
    pinned_ = true;
    inspectPoint(row);
  };
  connect(summary_, &SummaryPanel::exemplarClicked, this, follow);
  connect(pointPanel_, &PointPanel::clicked, this, follow);
  connect(inspector_, &PointInspector::sceneReady, fireworks_, &FireworksView::setScene);
}

void MainWindow::connectUndo() {
  const auto on = [this](QAction* action, auto&& what) { connect(action, &QAction::triggered, this, what); };
  on(actions_->undo, [this] {
    const QString step = undo_->undoText();
    undo_->undo();
    status_->showText(tr("Undone: %1").arg(step));
  });
  on(actions_->redo, [this] {
    const QString step = undo_->redoText();
    undo_->redo();
    status_->showText(tr("Redone: %1").arg(step));
  });
  connect(undo_, &UndoStack::changed, this,
          [this] { actions_->setSteps(undo_->undoText(), undo_->redoText()); });

  on(actions_->findOption, [this] {
    raiseDock("options");
    form_->searchLine()->begin();
  });
  on(actions_->resetOptions, [this] { form_->resetAll(); });
  connect(form_, &OptionsForm::edited, this, [this](const OptionsEdit& edit) {
    undo_->add({edit.subject,
                edit.from,
                edit.to,
                [this, before = edit.before] { restoreOptions(before); },
                [this, after = edit.after] { restoreOptions(after); },
                edit.key.isEmpty() ? QString() : "option/" + edit.key,
                {}});
  });

  const auto points = [this] { return maps_->map(0)->scene().dataset->points; };
  on(actions_->selectAll, [this, points] { maps_->select(Selection().inverted(points())); });
  on(actions_->invertSelection, [this, points] { maps_->select(maps_->selection().inverted(points())); });
  on(actions_->clearSelection, [this] { maps_->select({}); });
  connect(maps_, &MapPair::selectionEdited, this, [this](const Selection& before) {
    const auto said = [](const Selection& selection) {
      return selection.empty() ? tr("none") : countText(selection.count());
    };
    const Selection& after = maps_->selection();
    undo_->add({tr("Selected points"),
                said(before),
                said(after),
                [this, before] { maps_->setSelection(before); },
                [this, after] { maps_->setSelection(after); },
                {},
                selectable_});
  });
}

void MainWindow::applyTheme(const Theme& theme) {
  theme_ = theme;
  qApp->setPalette(themePalette(theme));
  qApp->setStyleSheet(themeStyleSheet(theme));
  actions_->setTheme(theme);
  actions_->lightTheme->setChecked(!theme.dark);
  banner_->setTheme(theme);
  maps_->setTheme(theme);
  iterations_->setTheme(theme);
  runList_->setTheme(theme);
  listRuns();
  datasetPanel_->setTheme(theme);
  form_->setTheme(theme);
  runBar_->setTheme(theme);
  convergence_->setTheme(theme);
  entropy_->setTheme(theme);
  fireworks_->setTheme(theme);
  accelerator_->setTheme(theme);
  summary_->setTheme(theme);
  table_->setTheme(theme);
  pointPanel_->setTheme(theme);
  status_->setTheme(theme);
  for (Dock* dock : docks_) dock->setTheme(theme);
}

void MainWindow::setReducedMotion(bool reduced) {
  maps_->setReducedMotion(reduced);
  setAnimated(!reduced);
  actions_->reducedMotion->setChecked(reduced);
}

void MainWindow::fillClassMenu() {
  QMenu* menu = actions_->classMenu;
  menu->clear();
  const DatasetPtr& dataset = maps_->map(0)->scene().dataset;
  if (!dataset || !dataset->hasLabels()) {
    menu->addAction(tr("This dataset has no classes"))->setEnabled(false);
    return;
  }
  connect(menu->addAction(tr("Show All")), &QAction::triggered, this, [this] { maps_->setMuted({}); });
  menu->addSeparator();
  const std::vector<uint8_t>& muted = maps_->muted();
  for (size_t i = 0; i < dataset->classNames.size(); ++i) {
    QAction* action = menu->addAction(QString::fromStdString(dataset->classNames[i]).replace('&', "&&"));
    action->setCheckable(true);
    action->setChecked(muted.empty() || muted[i] == 0);
    connect(action, &QAction::triggered, this, [this, i, classes = dataset->classNames.size()](bool shown) {
      std::vector<uint8_t> changed = maps_->muted();
      changed.resize(classes, 0);
      changed[i] = shown ? 0 : 1;
      maps_->setMuted(changed);
    });
  }
}

void MainWindow::rememberLayout() {
  QSettings settings;
  settings.setValue("window/geometry", saveGeometry());
  settings.setValue("window/state", saveState(kLayoutVersion));
  settings.setValue("window/light", !theme_.dark);
  settings.setValue("window/reducedMotion", actions_->reducedMotion->isChecked());
}

void MainWindow::restoreLayout() {
  const QSettings settings;
  restoreGeometry(settings.value("window/geometry").toByteArray());
  restoreState(settings.value("window/state").toByteArray(), kLayoutVersion);
  setReducedMotion(settings.value("window/reducedMotion").toBool());
}

void MainWindow::resetLayout() {
  for (Dock* dock : docks_) dock->setFloating(false);
  restoreState(factoryLayout_, kLayoutVersion);
}

void MainWindow::askOpen() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a dataset"), {},
      tr("Datasets (*.csv *.tsv *.txt *.npy *.npz *.gz *ubyte*);;All files (*)"));
  if (!path.isEmpty()) openSource(path);
}

void MainWindow::askExport(Exported what) {
  const RunPtr run = map()->scene().run;
  const DatasetPtr& dataset = map()->scene().dataset;
  QString name = dataset ? QString::fromStdString(dataset->name) : QString("map");
  if (run) name += QString::fromStdString("-" + run->options.method);
  const QString lists = tr("CSV with labels (*.csv);;NumPy (*.npy);;Row numbers (*.txt)");
  QString path;
  switch (what) {
    case Exported::Subset:
      path = QFileDialog::getSaveFileName(this, tr("Export the subset"), name + "-subset.csv", lists);
      if (!path.isEmpty()) exportSubsetTo(path);
      break;
    case Exported::Selection:
      path = QFileDialog::getSaveFileName(this, tr("Export the selected points"), name + "-selection.csv",
                                          lists);
      if (!path.isEmpty()) exportSelectionTo(path);
      break;
    case Exported::Picture:
      path = QFileDialog::getSaveFileName(this, tr("Export the map"), name + ".png",
                                          tr("PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"));
      if (!path.isEmpty()) exportPictureTo(path);
      break;
  }
}

void MainWindow::exportSubsetTo(const QString& path) {
  const RunPtr run = map()->scene().run;
  if (run) writeAside(path, [run, path] { writeSubset(*run, path.toStdString()); });
}

void MainWindow::exportSelectionTo(const QString& path) {
  const DatasetPtr dataset = map()->scene().dataset;
  if (!dataset) return;
  const RunPtr run = currentRun();
  writeAside(path, [dataset, run, selection = maps_->selection(), path] {
    writeRows(*dataset, selection.rows(), run ? selectedByHand(*run) : selectedByHand(), path.toStdString());
  });
}

void MainWindow::exportPictureTo(const QString& path) {
  if (!map()->hasMap()) return;
  writeAside(path, [picture = map()->picture(), path] { writeMapPicture(picture, path.toStdString()); });
}

void MainWindow::writeAside(const QString& path, std::function<void()> write, std::function<void()> then) {
  writers_.start([write = std::move(write), then = std::move(then), path, window = QPointer(this)] {
    std::exception_ptr failure;
    try {
      write();
    } catch (...) {
      failure = std::current_exception();
    }
    QMetaObject::invokeMethod(qApp, [window, then, path, failure] {
      if (!window) return;
      try {
        if (failure) std::rethrow_exception(failure);
        if (then) then();
        window->status_->showText(tr("Wrote %1").arg(path));
        emit window->written(path);
      } catch (const Error& error) {
        window->showError(QString::fromStdString(error.where()), QString::fromStdString(error.problem()),
                          QString::fromStdString(error.remedy()));
      } catch (const std::exception& error) {
        window->showError(path, tr("could not be written: %1.").arg(error.what()), tr("Try another place."));
      }
    });
  });
}

void MainWindow::showShortcuts() {
  showShortcutSheet(this, actions_->all());
}

void MainWindow::showAbout() {
  showAboutSheet(this);
}

}  // namespace adapsne
