// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/explore_page.h"

#include <QAction>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/actions.h"
#include "app/dock.h"
#include "app/messages.h"
#include "app/replay.h"
#include "app/run_library.h"
#include "app/session.h"
#include "app/undo.h"
#include "core/formats/file_format.h"
#include "core/pipeline/options.h"
#include "core/pipeline/presets.h"
#include "core/support/error.h"
#include "views/comparison_table.h"
#include "views/data_check_panel.h"
#include "views/format.h"
#include "views/gallery_panel.h"
#include "views/iteration_bar.h"
#include "views/map_pair.h"
#include "views/map_pane.h"
#include "views/map_view.h"
#include "views/point_panel.h"
#include "views/scrolling.h"

namespace adapsne {

namespace {

constexpr int kRest = 250;         // ms on a point until it is inspected
constexpr int kSideBySide = 1000;  // width from which the panels below need no tabs

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// Why no run makes a map of it; empty where some options do.
QString refusalOf(const Dataset& dataset, const Options& options) {
  try {
    validate(options, dataset.points, dataset.hasLabels());
  } catch (const UsageError&) {
    return {};  // it is said when a run is asked for, and can be mended in the form
  } catch (const Error& error) {
    return text(error.problem() + " " + error.remedy());
  }
  return {};
}

}  // namespace

ExplorePage::ExplorePage(Session* session, RunController* controller, RunLibrary* library, UndoStack* undo,
                         Messages* messages, Actions* actions, QWidget* parent)
    : Page(PageId::Explore, session, parent), controller_(controller), library_(library), actions_(actions) {
  buildPanels();
  connectMaps();
  connect(maps_, &MapPair::failed, messages, &Messages::fail);
  connect(check_, &DataCheckPanel::failed, messages, &Messages::fail);
  connectFrames();
  connectActions();
  connectSelection(undo);
  connect(session, &Session::datasetChanged, this, &ExplorePage::onDataset);
  connect(session, &Session::runsChanged, this, &ExplorePage::showRuns);
  connect(session, &Session::exemplarsChanged, this, &ExplorePage::showExemplars);
  connect(session, &Session::optionsChanged, this, &ExplorePage::showExemplars);  // the pins
  connect(session, &Session::optionsChanged, this, &ExplorePage::describeEmptyMaps);
  connect(session, &Session::inspectedChanged, this, [this](qint64 row) {
    inspector_->setPoint(row);
    panel("inspector")->setIdle(row < 0);
  });
  connect(session, &Session::reducedMotionChanged, this,
          [this] { maps_->setReducedMotion(this->session()->reducedMotion()); });
  connect(controller, &RunController::planned, this, &ExplorePage::onPlanned);
  connect(controller, &RunController::runStarted, this, &ExplorePage::onRunStarted);
  connect(controller, &RunController::frame, this, &ExplorePage::onFrame);
  connect(controller, &RunController::recorded, this, [this](int slot, const RecordedFrame& frame) {
    controller_->setRecordStride(replay_->record(slot, frame));
  });
  connect(controller, &RunController::cancelled, this, &ExplorePage::onStopped);
  connect(controller, &RunController::failed, this, [this] {
    if (!controller_->busy()) onStopped();
  });
  connect(library, &RunLibrary::changed, this, [this] {
    for (int slot = 0; slot < 2; ++slot) headRun(slot);
  });
  connect(library, &RunLibrary::thinned, replay_, &Replay::refresh);
  describeEmptyMaps();
  enableActions();
}

ExplorePage::~ExplorePage() {
  // What a map says while it goes would reach members that are gone already.
  maps_->disconnect(this);
}

MapView* ExplorePage::map() const {
  return maps_->map(maps_->current());
}

void ExplorePage::buildPanels() {
  const Theme& theme = session()->theme();
  maps_ = new MapPair(theme);
  iterations_ = new IterationBar(theme);
  iterations_->hide();  // until there are frames
  replay_ = new Replay(maps_, iterations_, this);
  inspector_ = new PointPanel(theme);
  gallery_ = new GalleryPanel(theme);
  table_ = new ComparisonTable(theme);
  check_ = new DataCheckPanel(theme);

  auto* center = new QWidget(this);
  auto* column = new QVBoxLayout(center);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(maps_, 1);
  column->addWidget(iterations_);
  setCentralWidget(center);

  addPanel("inspector", scrolling(inspector_), Qt::BottomDockWidgetArea)->setIdle(true);
  addPanel("gallery", scrolling(gallery_), Qt::BottomDockWidgetArea)->setIdle(true);
  addPanel("table", scrolling(table_), Qt::BottomDockWidgetArea)->setIdle(true);
  addPanel("check", check_, Qt::BottomDockWidgetArea)->setIdle(true);
}

void ExplorePage::arrangePanels() {
  Dock *inspector = panel("inspector"), *gallery = panel("gallery"), *table = panel("table"),
       *check = panel("check");
  for (Dock* dock : {inspector, gallery, table, check}) addDockWidget(Qt::BottomDockWidgetArea, dock);
  if (width() >= kSideBySide) {
    splitDockWidget(gallery, table, Qt::Horizontal);
    tabifyDockWidget(gallery, inspector);
    tabifyDockWidget(inspector, check);
  } else {
    tabifyDockWidget(gallery, inspector);
    tabifyDockWidget(inspector, check);
    tabifyDockWidget(check, table);
  }
  gallery->raise();
  const int high = height() >= 760 ? 250 : 170;
  resizeDocks({gallery, table}, {high, high}, Qt::Vertical);
}

void ExplorePage::connectMaps() {
  for (int slot = 0; slot < 2; ++slot) {
    connect(maps_->map(slot), &MapView::emptyActionTriggered, this, [this] {
      if (session()->dataset())
        emit runRequested();
      else
        emit openRequested("digits");
    });
    connect(maps_->map(slot), &MapView::menuRequested, this, &ExplorePage::menuRequested);
  }
  connect(maps_, &MapPair::picked, this, [this](int, qint64 row) {
    // A click beside the points lets the pointer choose again; what is shown stays.
    restTimer_.stop();
    if (row >= 0)
      session()->inspect(row, true);
    else
      session()->unpin();
  });
  connect(maps_, &MapPair::hovered, this, [this](int, qint64 row) { session()->setHovered(row); });
  // Resting the pointer on a point is enough to see what is known of it, unless one is pinned by a click.
  restTimer_.setSingleShot(true);
  restTimer_.setInterval(kRest);
  connect(&restTimer_, &QTimer::timeout, this, [this] {
    if (!session()->isPinned() && session()->hovered() >= 0) session()->inspect(session()->hovered(), false);
  });
  connect(session(), &Session::hoveredChanged, this, [this](qint64 row) {
    if (row >= 0 && !session()->isPinned())
      restTimer_.start();
    else
      restTimer_.stop();
  });
  connect(maps_, &MapPair::currentChanged, this, [this](int slot) {
    if (maps_->isPaired() != session()->isPaired()) return;  // B is being closed, which is said next
    if (!controller_->busy()) replay_->setLead(slot);
    session()->setCurrent(slot);
  });
  connect(maps_, &MapPair::closed, this, [this](int slot) {
    for (int other = 0; other < 2; ++other) {
      if (!controller_->isPlanned(other)) showRecording(other);
    }
    if (!controller_->busy()) replay_->setLead(0);
    session()->close(slot);
  });
  const auto follow = [this](qint64 row) {
    map()->highlight(row);
    restTimer_.stop();
    session()->inspect(row, true);
  };
  connect(gallery_, &GalleryPanel::clicked, this, follow);
  connect(gallery_, &GalleryPanel::menuRequested, this, &ExplorePage::menuRequested);
  connect(inspector_, &PointPanel::clicked, this, follow);
  connect(check_, &DataCheckPanel::clicked, this, &ExplorePage::goTo);
  connect(check_, &DataCheckPanel::exportRequested, this, &ExplorePage::exportCheckRequested);
  connect(gallery_, &GalleryPanel::exportSelectionRequested, actions_->exportSelection, &QAction::trigger);
  connect(gallery_, &GalleryPanel::exportSubsetRequested, actions_->exportSubset, &QAction::trigger);
}

void ExplorePage::connectFrames() {
  connect(iterations_, &IterationBar::framesChanged, this,
          [this](int frames) { iterations_->setVisible(frames > 0); });
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
}

void ExplorePage::connectActions() {
  const auto on = [this](QAction* action, auto&& what) { connect(action, &QAction::triggered, this, what); };
  on(actions_->fit, [this] {
    if (isVisible()) map()->fit();
  });
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
  connect(maps_, &MapPair::modeChanged, this, [this](PairMode mode) {
    QAction* action = mode == PairMode::SideBySide ? actions_->sideBySide
                      : mode == PairMode::Single   ? actions_->single
                                                   : actions_->blink;
    action->setChecked(true);
  });
  on(actions_->flip, [this] { maps_->flip(); });
  on(actions_->play, [this] { iterations_->togglePlay(); });
  on(actions_->frameBack, [this] { iterations_->step(-1); });
  on(actions_->frameOn, [this] { iterations_->step(1); });
  on(actions_->firstFrame, [this] { iterations_->toStart(); });
  on(actions_->lastFrame, [this] { iterations_->toEnd(); });
  connect(actions_->classMenu, &QMenu::aboutToShow, this, &ExplorePage::fillClassMenu);
}

void ExplorePage::connectSelection(UndoStack* undo) {
  connect(maps_, &MapPair::selectionChanged, this, [this] { session()->setSelection(maps_->selection()); });
  connect(maps_, &MapPair::mutedChanged, this, [this] { session()->setMuted(maps_->muted()); });
  connect(session(), &Session::mutedChanged, this, [this] { maps_->setMuted(session()->muted()); });
  connect(session(), &Session::selectionChanged, this, [this] {
    maps_->setSelection(session()->selection());
    gallery_->setSelection(session()->selection());
    panel("gallery")->setIdle(gallery_->isEmpty());
    enableActions();
  });
  connect(maps_, &MapPair::selectionEdited, this, [this, undo](const Selection& before) {
    const auto said = [](const Selection& selection) {
      return selection.empty() ? tr("none") : countText(selection.count());
    };
    const Selection after = maps_->selection();
    undo->add({tr("Selected points"),
               said(before),
               said(after),
               [this, before] { session()->setSelection(before); },
               [this, after] { session()->setSelection(after); },
               {},
               selectable_});
  });
  const auto on = [this](QAction* action, auto&& what) { connect(action, &QAction::triggered, this, what); };
  const auto points = [this] { return session()->dataset()->points; };
  on(actions_->selectAll, [this, points] { maps_->select(Selection().inverted(points())); });
  on(actions_->invertSelection, [this, points] { maps_->select(maps_->selection().inverted(points())); });
  on(actions_->clearSelection, [this] { maps_->select({}); });
}

void ExplorePage::fillClassMenu() {
  QMenu* menu = actions_->classMenu;
  menu->clear();
  const DatasetPtr& dataset = session()->dataset();
  if (!dataset || !dataset->hasLabels()) {
    menu->addAction(tr("This dataset has no classes"))->setEnabled(false);
    return;
  }
  connect(menu->addAction(tr("Show All")), &QAction::triggered, this, [this] { maps_->setMuted({}); });
  menu->addSeparator();
  const std::vector<uint8_t>& muted = maps_->muted();
  for (size_t i = 0; i < dataset->classNames.size(); ++i) {
    QAction* action = menu->addAction(text(dataset->classNames[i]).replace('&', "&&"));
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

void ExplorePage::setTheme(const Theme& theme) {
  Page::setTheme(theme);
  maps_->setTheme(theme);
  iterations_->setTheme(theme);
  inspector_->setTheme(theme);
  gallery_->setTheme(theme);
  table_->setTheme(theme);
  check_->setTheme(theme);
}

bool ExplorePage::settled() const {
  return maps_->settled() && check_->settled();
}

void ExplorePage::goTo(qint64 row) {
  map()->reveal(row);
  map()->highlight(row);
  restTimer_.stop();
  session()->inspect(row, true);
}

void ExplorePage::onDataset(bool otherRows) {
  if (otherRows) {
    selectable_ = std::make_shared<int>();  // selections of the one before mean nothing here
    maps_->setDataset(session()->dataset());
    gallery_->setDataset(session()->dataset());
    for (int slot = 0; slot < 2; ++slot) replay_->forget(slot);
  }
  if (!controller_->busy()) onStopped();
}

void ExplorePage::onPlanned(const std::vector<PlannedRun>& runs) {
  for (const PlannedRun& run : runs) {
    const QString name = text(methodTitle(run.options.method));
    maps_->pane(run.slot)->setHeading(name, tr("waits for its turn"), run.options.method);
    if (!maps_->map(run.slot)->hasMap())
      maps_->map(run.slot)->setEmpty(tr("%1 comes next").arg(name),
                                     tr("It shares with the map beside it whatever the two have in common."));
  }
}

void ExplorePage::onRunStarted(const PlannedRun& run) {
  MapView* map = maps_->map(run.slot);
  maps_->pane(run.slot)->setHeading(text(methodTitle(run.options.method)), tr("working"), run.options.method);
  if (!map->hasMap())
    map->setEmpty(tr("Preparing the map"), tr("It appears as soon as its points begin to move."));
  replay_->begin(run.slot);
}

void ExplorePage::onFrame(int slot, const WorkerFrame& frame) {
  const std::string& method = controller_->running()->options.method;
  const bool first = !map()->hasMap();
  replay_->showLive(slot,
                    {frame.positions, frame.iteration, frame.iterations, frame.perplexity, frame.candidate});
  const QString perplexity = numberText(frame.perplexity);
  maps_->pane(slot)->setHeading(
      text(methodTitle(method)),
      frame.candidate >= 0 ? tr("trying perplexity %1").arg(perplexity) : tr("perplexity %1").arg(perplexity),
      method);
  if (first) enableActions();
}

void ExplorePage::showRuns() {
  maps_->setPaired(session()->isPaired());
  for (int slot = 0; slot < 2; ++slot) {
    const RunPtr& run = session()->run(slot);
    if (run && run != maps_->run(slot)) {
      maps_->setRun(slot, run);
      showRecording(slot);
      headRun(slot);
    } else if (session()->showing(slot) == Session::Showing::Nothing && maps_->map(slot)->hasMap()) {
      maps_->clear(slot);
      replay_->forget(slot);
    }
  }
  maps_->setCurrent(session()->current());
  table_->setRuns(session()->run(0), session()->isPaired() ? session()->run(1) : nullptr);
  showTable();
  inspector_->setRuns(session()->dataset(),
                      {session()->run(0), session()->isPaired() ? session()->run(1) : nullptr},
                      session()->current());
  gallery_->setRun(session()->currentRun());
  showExemplars();
  panel("gallery")->setIdle(gallery_->isEmpty());
  check_->setRun(session()->currentRun());
  // After the gallery: of tabs that appear together the first is in front.
  panel("check")->setIdle(!session()->currentRun());
  enableActions();
}

/// The runs' exemplars as people edited them, and what the next run is to keep.
void ExplorePage::showExemplars() {
  const std::vector<int64_t> pinned = session()->pinned();
  std::array<std::shared_ptr<const Subset>, 2> exemplars;
  for (int slot = 0; slot < 2; ++slot) {
    const RunPtr& run = session()->run(slot);
    const auto shown = session()->exemplars(run);
    if (run && shown != run->subset) exemplars[static_cast<size_t>(slot)] = shown;
    if (run) maps_->setExemplars(slot, shown, pinned);
  }
  gallery_->setExemplars(session()->exemplars(session()->currentRun()), pinned);
  inspector_->setExemplars(exemplars);
}

void ExplorePage::showTable() {
  Dock* table = panel("table");
  const bool appears = table->isHidden() && !table_->rows().empty();
  table->setIdle(table_->rows().empty());
  // Beside the gallery it wants room for its figures, as large as that was alone.
  if (appears && tabifiedDockWidgets(table).isEmpty())
    resizeDocks({panel("gallery"), table}, {width() * 9 / 20, width() * 11 / 20}, Qt::Horizontal);
}

void ExplorePage::headRun(int slot) {
  const RunPtr run = maps_->run(slot);
  if (!run) return;
  const double trust = run->assessment.trustworthiness;
  maps_->pane(slot)->setHeading(
      library_->titleOf(run),
      tr("KL %1 · trustworthiness %2").arg(run->map->kl, 0, 'f', 3).arg(trust, 0, 'f', 3),
      run->options.method, tr("KL %1 · T %2").arg(run->map->kl, 0, 'f', 2).arg(trust, 0, 'f', 3));
}

void ExplorePage::showRecording(int slot) {
  const ListedRun* listed = library_->find(maps_->run(slot));
  replay_->setRun(slot, listed ? listed->recording : nullptr);
}

void ExplorePage::onStopped() {
  for (int slot = 0; slot < 2; ++slot) replay_->stop(slot);
  replay_->setLead(maps_->current());
  for (int slot = 0; slot < (maps_->isPaired() ? 2 : 1); ++slot) {
    if (!maps_->map(slot)->hasMap()) continue;
    if (maps_->run(slot)) {  // what was to replace it has not come to be
      headRun(slot);
      showRecording(slot);
    } else {
      maps_->pane(slot)->setHeading(maps_->pane(slot)->title(), tr("stopped before it was finished"));
    }
  }
  describeEmptyMaps();
  enableActions();
}

void ExplorePage::describeEmptyMaps() {
  if (controller_->busy() && controller_->running()) return;  // it says itself what is going on
  const DatasetPtr& dataset = session()->dataset();
  for (int slot = 0; slot < (maps_->isPaired() ? 2 : 1); ++slot) {
    MapView* map = maps_->map(slot);
    if (map->hasMap()) continue;
    maps_->pane(slot)->setHeading(tr("Map"), {});
    if (maps_->isPaired()) {
      map->setEmpty(tr("No map here"), tr("Stopped before there was one. Compare starts both again."));
    } else if (const QString refusal = dataset ? refusalOf(*dataset, session()->options()) : QString();
               !refusal.isEmpty()) {
      map->setEmpty(tr("%1 cannot be mapped").arg(text(dataset->name)), refusal);
    } else if (dataset) {
      map->setEmpty(tr("%1 is ready").arg(text(dataset->name)),
                    tr("Press Run or the space bar to make its map and choose its exemplars."),
                    tr("Run %1").arg(text(methodTitle(session()->options().method))));
    } else {
      map->setEmpty(tr("Drop a dataset here"),
                    tr("a table, an array or a folder of pictures; or choose one on the left, or open a file "
                       "with Ctrl+O."),
                    tr("Try the bundled digits"));
    }
  }
}

void ExplorePage::enableActions() {
  const bool hasMap = map()->hasMap(), paired = maps_->isPaired();
  for (QAction* action : {actions_->fit, actions_->lasso, actions_->selectAll, actions_->invertSelection})
    action->setEnabled(hasMap);
  for (QAction* action : {actions_->clearSelection, actions_->exportSelection})
    action->setEnabled(!session()->selection().empty());
  for (QAction* action : {actions_->sideBySide, actions_->single, actions_->blink, actions_->flip,
                          actions_->overlay("displacement")})
    action->setEnabled(paired);
  actions_->findRow->setEnabled(session()->dataset() != nullptr);
  actions_->setRunKnown(session()->hasRun());
}

}  // namespace adapsne
