// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/search_page.h"

#include <QAction>

#include "app/actions.h"
#include "app/dock.h"
#include "app/messages.h"
#include "app/point_inspector.h"
#include "app/session.h"
#include "core/pipeline/presets.h"
#include "views/fireworks_view.h"
#include "views/format.h"
#include "views/map_view.h"
#include "views/thumbnail.h"

namespace adapsne {

SearchPage::SearchPage(Session* session, Messages* messages, Actions* actions, QWidget* parent)
    : Page(PageId::Search, session, parent) {
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
  });
  connect(session, &Session::runsChanged, this, &SearchPage::showRun);
  connect(session, &Session::inspectedChanged, this, &SearchPage::showSearch);
  connect(session, &Session::selectionChanged, this,
          [this] { map_->setSelection(this->session()->selection()); });
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
    if (row >= 0) session()->inspect(row, true);
  });
  connect(map_, &MapView::hovered, session(), &Session::setHovered);
  connect(session(), &Session::hoveredChanged, this, [this](qint64 row) {
    if (map_->hasMap() && !map_->underMouse()) map_->setLinkedHover(row);
  });
  connect(map_, &MapView::selectionMade, session(), &Session::setSelection);
  connect(actions->fit, &QAction::triggered, map_, &MapView::fit);
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
  if (run && run != map_->scene().run)
    map_->setRun(run);
  else if (!run && !moving)
    map_->setEmpty(tr("No map yet"),
                   tr("Run a method; then pick a point here to see how its sigma was found."));
  panel("points")->setSubject(run ? QString::fromStdString(methodTitle(run->options.method)) : QString());
  showSearch();
}

void SearchPage::showSearch() {
  const RunPtr run = session()->currentRun();
  const qint64 row = session()->inspected();
  if (!run || row < 0) {
    inspector_->cancel();
    fireworks_->clear();
    return panel("fireworks")->setSubject({});
  }
  const Dataset& dataset = *run->dataset;
  const QString name = className(dataset, row);
  panel("fireworks")
      ->setSubject(tr("row %1%2 · %3")
                       .arg(countText(dataset.sourceRow(row)), name.isEmpty() ? QString() : " · " + name,
                            QString::fromStdString(methodTitle(run->options.method))));
  inspector_->inspect(run, session()->otherRun(), row);
}

}  // namespace adapsne
