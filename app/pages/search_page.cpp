// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/search_page.h"

#include <QAction>

#include "app/actions.h"
#include "app/dock.h"
#include "app/messages.h"
#include "app/point_inspector.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "app/session.h"
#include "views/fireworks_view.h"
#include "views/format.h"
#include "views/map_view.h"
#include "views/thumbnail.h"

namespace adapsne {

SearchPage::SearchPage(Session* session, RunController* controller, RunLibrary* library, Messages* messages,
                       Actions* actions, QWidget* parent)
    : Page(PageId::Search, session, parent), controller_(controller), library_(library) {
  map_ = new MapView(session->theme());
  map_->setAccessibleName(tr("Map of the current run"));
  map_->setMinimumSize(220, 200);
  fireworks_ = new FireworksView(session->theme());
  inspector_ = new PointInspector(this);
  addPanel("points", map_, Qt::LeftDockWidgetArea);
  addPanel("fireworks", fireworks_, Qt::RightDockWidgetArea);
  connectMap(actions);
  connect(session, &Session::datasetChanged, this, [this](bool otherRows) {
    if (otherRows) map_->setDataset(this->session()->dataset());
    showRun();
  });
  connect(controller, &RunController::stateChanged, this, &SearchPage::showRun);
  connect(session, &Session::mutedChanged, this, [this] { map_->setMuted(this->session()->muted()); });
  connect(session, &Session::runsChanged, this, &SearchPage::showRun);
  connect(session, &Session::exemplarsChanged, this, &SearchPage::showExemplars);
  connect(session, &Session::optionsChanged, this, &SearchPage::showExemplars);
  connect(library, &RunLibrary::changed, this, &SearchPage::nameRuns);
  connect(session, &Session::inspectedChanged, this, &SearchPage::showSearch);
  connect(session, &Session::selectionChanged, this,
          [this] { map_->setSelection(this->session()->selection()); });
  connect(map_, &MapView::failed, messages, &Messages::fail);
  connect(inspector_, &PointInspector::failed, messages, &Messages::fail);
  connect(inspector_, &PointInspector::sceneReady, fireworks_, &FireworksView::setScene);
  showRun();
}

SearchPage::~SearchPage() {
  map_->disconnect(this);
}

void SearchPage::arrangePanels() {
  Dock *points = panel("points"), *fireworks = panel("fireworks");
  addDockWidget(Qt::LeftDockWidgetArea, points);
  addDockWidget(Qt::RightDockWidgetArea, fireworks);
  const int forMap = width() * 2 / 5;
  resizeDocks({points, fireworks}, {forMap, width() - forMap}, Qt::Horizontal);
}

void SearchPage::connectMap(Actions* actions) {
  connect(map_, &MapView::picked, this, [this](qint64 row) {
    if (row >= 0)
      session()->inspect(row, true);
    else
      session()->unpin();
  });
  connect(map_, &MapView::hovered, session(), &Session::setHovered);
  connect(session(), &Session::hoveredChanged, this, [this](qint64 row) {
    if (map_->hasMap() && !map_->underMouse()) map_->setLinkedHover(row);
  });
  connect(map_, &MapView::selectionMade, this, &SearchPage::selected);
  connect(map_, &MapView::classClicked, this, [this](int label, bool alone) {
    const auto classes = static_cast<size_t>(session()->dataset()->classes());
    session()->setMuted(mutedAfterClick(session()->muted(), classes, label, alone));
  });
  connect(actions->fit, &QAction::triggered, this, [this] {
    if (isVisible()) map_->fit();
  });
  connect(actions->lasso, &QAction::triggered, map_, &MapView::setLasso);
  connect(actions, &Actions::overlaysChanged, map_,
          [this, actions] { map_->setOverlays(actions->overlays()); });
  connect(actions, &Actions::colorChanged, map_, [this, actions] { map_->setColorBy(actions->color()); });
}

void SearchPage::setTheme(const Theme& theme) {
  Page::setTheme(theme);
  map_->setTheme(theme);
  fireworks_->setTheme(theme);
}

bool SearchPage::settled() const {
  return map_->settled();
}

void SearchPage::showRun() {
  const RunPtr run = session()->currentRun();
  const bool moving = session()->showing(session()->current()) == Session::Showing::Moving;
  if (run && run != map_->scene().run) {
    map_->setRun(run);
    showExemplars();
  } else if (!run && (!moving || !map_->hasMap())) {
    map_->setEmpty(
        tr("No map yet"),
        tr("%1 Then pick a point here to see how its sigma was found.").arg(nextStep(*controller_)));
  }
  showSearch();
}

void SearchPage::showExemplars() {
  map_->setExemplars(session()->exemplars(map_->scene().run), session()->pinned());
}

void SearchPage::showSearch() {
  nameRuns();
  const RunPtr run = session()->currentRun(), other = session()->otherRun();
  const qint64 row = session()->inspected();
  if (run == run_ && other == other_ && row == row_) return;  // a replay that somebody watches goes on
  run_ = run;
  other_ = other;
  row_ = row;
  if (run && row >= 0) return inspector_->inspect(run, other, row);
  inspector_->cancel();
  fireworks_->clear();
}

void SearchPage::nameRuns() {
  const RunPtr run = session()->currentRun();
  const qint64 row = session()->inspected();
  const QString title = run ? library_->titleOf(run) : QString();
  panel("points")->setSubject(title);
  if (!run || row < 0) return panel("fireworks")->setSubject({});
  const QString name = className(*run->dataset, row);
  panel("fireworks")
      ->setSubject(tr("row %1%2 · %3")
                       .arg(countText(run->dataset->sourceRow(row)),
                            name.isEmpty() ? QString() : " · " + name, title));
}

}  // namespace adapsne
