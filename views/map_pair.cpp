// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_pair.h"

#include <QSplitter>
#include <QVBoxLayout>

#include "core/embedding/procrustes.h"
#include "views/map_pane.h"
#include "views/map_view.h"

namespace adapsne {

MapPair::MapPair(const Theme& theme, QWidget* parent) : QWidget(parent) {
  splitter_ = new QSplitter(Qt::Horizontal, this);
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(4);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter_);
  for (int slot = 0; slot < 2; ++slot) {
    panes_[static_cast<size_t>(slot)] = new MapPane(theme, this);
    splitter_->addWidget(pane(slot));
    splitter_->setStretchFactor(slot, 1);
    map(slot)->setAccessibleName(slot == 0 ? tr("Map A") : tr("Map B"));
  }
  map(1)->setLeader(map(0));
  link(0);
  link(1);
  pane(1)->hide();
}

MapView* MapPair::map(int slot) const {
  return pane(slot)->map();
}

void MapPair::link(int slot) {
  MapView *own = map(slot), *other = map(1 - slot);
  connect(own, &MapView::cameraMoved, this, [this, other](const Camera& camera, bool followsFit) {
    if (paired_) other->setCamera(camera, followsFit);
  });
  connect(own, &MapView::hovered, this, [this, slot, other](qint64 row) {
    if (paired_) other->setLinkedHover(other->hasMap() ? row : -1);
    emit hovered(slot, row);
  });
  connect(own, &MapView::selectionMade, this, &MapPair::select);
  connect(own, &MapView::picked, this, [this, slot](qint64 row) { emit picked(slot, row); });
  connect(own, &MapView::touched, this, [this, slot] { setCurrent(slot); });
  connect(pane(slot), &MapPane::headingClicked, this, [this, slot] { setCurrent(slot); });
  connect(pane(slot), &MapPane::closeRequested, this, [this, slot] { close(slot); });
}

void MapPair::setTheme(const Theme& theme) {
  for (MapPane* pane : panes_) pane->setTheme(theme);
}

void MapPair::setCurrent(int slot) {
  if (slot == current_ || (slot == 1 && !paired_)) return;
  current_ = slot;
  markCurrent();
  emit currentChanged(slot);
}

void MapPair::markCurrent() {
  for (int slot = 0; slot < 2; ++slot) pane(slot)->setPaired(paired_, slot == current_);
}

void MapPair::setPaired(bool paired) {
  if (paired == paired_) return;
  paired_ = paired;
  pane(1)->setVisible(paired);
  for (int slot = 0; slot < 2; ++slot) map(slot)->setLinked(paired, slot == 1 || !paired);
  if (paired) {
    splitter_->setSizes({width() / 2, width() / 2});
    map(1)->setDataset(map(0)->scene().dataset);
    map(1)->setCamera(map(0)->camera(), map(0)->followsFit());
    map(1)->setSelection(selection_);
  }
  const bool moved = !paired && current_ == 1;
  if (moved) current_ = 0;
  markCurrent();
  if (moved) emit currentChanged(0);
}

void MapPair::setDataset(const DatasetPtr& dataset) {
  for (int slot = 0; slot < 2; ++slot) map(slot)->setDataset(dataset);
  selection_ = {};
  emit selectionChanged();
}

MapPair::Shown MapPair::aligned(int slot, const Positions& positions) const {
  const Positions& reference = map(0)->scene().positions;
  if (slot == 0 || !paired_ || !reference || reference->size() != positions->size()) return {positions, 1};
  const Similarity similarity = alignMaps(*reference, *positions);
  return {std::make_shared<const std::vector<float>>(similarity.apply(*positions)), 1 / similarity.scale};
}

void MapPair::setFrame(int slot, const Positions& positions, const QString& caption) {
  const Shown shown = aligned(slot, positions);
  map(slot)->setFrame(shown.positions, caption, shown.unit);
}

void MapPair::setRun(int slot, const RunPtr& run) {
  const Shown shown = aligned(slot, Positions(run->map, &run->map->positions));
  map(slot)->setRun(run, shown.positions, shown.unit);
  if (slot == 0 && paired_ && this->run(1)) setRun(1, this->run(1));  // aligned to the new map A
}

RunPtr MapPair::run(int slot) const {
  return map(slot)->scene().run;
}

void MapPair::close(int slot) {
  const RunPtr staying = run(1 - slot);
  const QString title = pane(1 - slot)->title(), detail = pane(1 - slot)->detail();
  setPaired(false);
  if (slot == 0 && staying) {
    setRun(0, staying);
    pane(0)->setHeading(title, detail, staying->options.method);
  }
  map(1)->setDataset(map(0)->scene().dataset);
  emit closed();
}

void MapPair::setSelection(const Selection& selection) {
  if (selection == selection_) return;
  selection_ = selection;
  for (int slot = 0; slot < 2; ++slot) map(slot)->setSelection(selection);
  emit selectionChanged();
}

void MapPair::select(const Selection& selection) {
  if (selection == selection_) return;
  const Selection before = selection_;
  setSelection(selection);
  emit selectionEdited(before);
}

void MapPair::forEach(const std::function<void(MapView*)>& change) {
  for (int slot = 0; slot < 2; ++slot) change(map(slot));
}

}  // namespace adapsne
