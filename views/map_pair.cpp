// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_pair.h"

#include <algorithm>
#include <utility>

#include <QSplitter>
#include <QVBoxLayout>

#include "core/embedding/procrustes.h"
#include "views/map_pane.h"
#include "views/map_view.h"

namespace adapsne {

namespace {
constexpr int kBlink = 700;                // ms a map: long enough to look, short enough to see what jumps
constexpr size_t kAlignedAtOnce = 10'000;  // points; more take longer than a small part of a frame
}  // namespace

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
  for (int slot = 0; slot < 2; ++slot) connect(map(slot), &MapView::failed, this, &MapPair::failed);
  connect(&aligning_, &LatestTask::failed, this, &MapPair::failed);
  map(1)->setLeader(map(0));
  link(0);
  link(1);
  blink_.setInterval(kBlink);
  connect(&blink_, &QTimer::timeout, this, [this] { bringToFront(1 - front_); });
  arrange();
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
  connect(own, &MapView::classClicked, this, &MapPair::muteByClick);
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
  front_ = slot;
  arrange();
  emit currentChanged(slot);
}

void MapPair::bringToFront(int slot) {
  front_ = slot;
  arrange();
}

void MapPair::flip() {
  if (!paired_) return;
  if (mode_ == PairMode::Blink) {
    if (blink_.isActive()) blink_.start();  // a whole turn for the map that was asked for
    return bringToFront(1 - front_);
  }
  setCurrent(1 - current_);
}

void MapPair::setMode(PairMode mode) {
  if (mode == mode_) return;
  mode_ = mode;
  front_ = current_;
  arrange();
  emit modeChanged(mode);
}

void MapPair::setReducedMotion(bool reduced) {
  reducedMotion_ = reduced;
  arrange();
}

void MapPair::arrange() {
  const bool both = paired_ && mode_ == PairMode::SideBySide;
  const bool hadFocus = map(0)->hasFocus() || map(1)->hasFocus();
  setUpdatesEnabled(false);
  for (int slot = 0; slot < 2; ++slot) {
    pane(slot)->setPaired(paired_, both && slot == current_);
    map(slot)->setLinked(both, !both || slot == 1);
  }
  // The one that goes first, so that the two never share the room for a moment.
  for (const bool visible : {false, true}) {
    for (int slot = 0; slot < 2; ++slot) {
      if ((both || slot == front_) == visible) pane(slot)->setVisible(visible);
    }
  }
  if (hadFocus && !both) map(front_)->setFocus(Qt::OtherFocusReason);
  setUpdatesEnabled(true);
  if (paired_ && mode_ == PairMode::Blink && !reducedMotion_) {
    if (!blink_.isActive()) blink_.start();
  } else {
    blink_.stop();
  }
}

void MapPair::setPaired(bool paired) {
  if (paired == paired_) return;
  paired_ = paired;
  const bool moved = !paired && current_ == 1;
  if (!paired) current_ = front_ = 0;
  arrange();
  if (paired) {
    splitter_->setSizes({width() / 2, width() / 2});
    map(1)->setDataset(map(0)->scene().dataset);
    map(1)->setCamera(map(0)->camera(), map(0)->followsFit());
    map(1)->setSelection(selection_);
    map(1)->setMuted(muted_);
  } else {
    dropAlignment();
    own_[1] = nullptr;
  }
  shareCounterparts();
  if (moved) emit currentChanged(0);
}

void MapPair::setDataset(const DatasetPtr& dataset) {
  for (int slot = 0; slot < 2; ++slot) map(slot)->setDataset(dataset);
  dropAlignment();
  own_ = {};
  selection_ = {};
  muted_.clear();
  emit selectionChanged();
  emit mutedChanged();
}

MapPair::Shown MapPair::laidOver(const Positions& reference, const Positions& positions) {
  if (!reference) return {positions, {}};
  const Similarity similarity = alignMaps(*reference, *positions);
  return {std::make_shared<const std::vector<float>>(similarity.apply(*positions)), similarity};
}

Positions MapPair::referenceFor(const Positions& positions) const {
  const Positions& first = map(0)->scene().positions;
  return paired_ && first && first->size() == positions->size() ? first : nullptr;
}

bool MapPair::isLarge(const Positions& positions) const {
  return referenceFor(positions) && positions->size() > 2 * kAlignedAtOnce;
}

/// A small map where it belongs, a large one as the last one was laid, until it has been laid itself.
MapPair::Shown MapPair::placedForNow(const Positions& positions) const {
  if (!isLarge(positions)) return laidOver(referenceFor(positions), positions);
  return {std::make_shared<const std::vector<float>>(lastPlacement_.apply(*positions)), lastPlacement_};
}

void MapPair::setFrame(int slot, const Positions& positions, const QString& caption) {
  own_[static_cast<size_t>(slot)] = positions;
  if (slot == 0) {
    map(0)->setFrame(positions, caption);
    return shareCounterparts();
  }
  ownCaption_ = caption;
  // The run that was shown goes at once.
  if (run(1) && isLarge(positions)) {
    const Shown shown = placedForNow(positions);
    map(1)->setFrame(shown.positions, caption, shown.placement);
  }
  showSecond({false, caption});
}

void MapPair::setRun(int slot, const RunPtr& run) {
  const Positions positions(run->map, &run->map->positions);
  own_[static_cast<size_t>(slot)] = positions;
  if (slot == 0) {
    map(0)->setRun(run, positions);
    realign();
    return shareCounterparts();
  }
  ownCaption_.clear();
  dropAlignment();
  const Shown shown = placedForNow(positions);
  lastPlacement_ = shown.placement;
  map(1)->setRun(run, shown.positions, shown.placement);
  if (isLarge(positions)) showSecond({true, {}});
  shareCounterparts();
}

void MapPair::setExemplars(int slot, std::shared_ptr<const Subset> subset, std::vector<int64_t> pinned) {
  map(slot)->setExemplars(std::move(subset), std::move(pinned));
}

void MapPair::setReplay(int slot, const Positions& positions, const QString& caption) {
  const RunPtr shownRun = run(slot);
  if (!shownRun) return;
  const Positions frame = positions ? positions : Positions(shownRun->map, &shownRun->map->positions);
  const QString text = positions ? caption : QString();
  own_[static_cast<size_t>(slot)] = frame;
  if (slot == 0) {
    map(0)->setReplay(frame, text);
    realign();
    return shareCounterparts();
  }
  ownCaption_ = text;
  showSecond({true, text});
}

/// B onto the A that is shown now.
void MapPair::realign() {
  if (paired_ && own_[1] && run(1)) showSecond({true, ownCaption_});
}

/// B's own positions, laid over A: at once, or when that is done.
void MapPair::showSecond(const Waiting& how) {
  const Positions& positions = own_[1];
  if (!isLarge(positions)) {
    dropAlignment();
    return deliver(how, laidOver(referenceFor(positions), positions));
  }
  waiting_ = how;
  // Not before the event ends that changed it: in playback both maps change.
  if (!std::exchange(begins_, true))
    QMetaObject::invokeMethod(this, &MapPair::alignWaiting, Qt::QueuedConnection);
}

void MapPair::alignWaiting() {
  begins_ = false;
  if (!waiting_) return;
  const Waiting how = *std::exchange(waiting_, std::nullopt);
  aligning_.start(
      [reference = referenceFor(own_[1]), positions = own_[1]] { return laidOver(reference, positions); },
      [this, how](const Shown& shown) { deliver(how, shown); });
}

void MapPair::deliver(const Waiting& how, const Shown& shown) {
  lastPlacement_ = shown.placement;
  if (how.replay)
    map(1)->setReplay(shown.positions, how.caption, shown.placement);
  else
    map(1)->setFrame(shown.positions, how.caption, shown.placement);
  shareCounterparts();
}

void MapPair::dropAlignment() {
  waiting_.reset();
  aligning_.drop();
}

void MapPair::shareCounterparts() {
  for (int slot = 0; slot < 2; ++slot)
    map(slot)->setCounterpart(paired_ ? map(1 - slot)->scene().positions : nullptr);
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
  emit closed(slot);
}

void MapPair::clear(int slot) {
  map(slot)->setEmpty({}, {});
  own_[static_cast<size_t>(slot)] = nullptr;
  shareCounterparts();
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

void MapPair::muteByClick(int label, bool alone) {
  const auto classes = static_cast<size_t>(map(0)->scene().dataset->classes());
  setMuted(mutedAfterClick(muted_, classes, label, alone));
}

void MapPair::setMuted(const std::vector<uint8_t>& muted) {
  const bool none = std::all_of(muted.begin(), muted.end(), [](uint8_t m) { return m == 0; });
  const std::vector<uint8_t> wanted = none ? std::vector<uint8_t>{} : muted;
  if (wanted == muted_) return;
  muted_ = wanted;
  for (int slot = 0; slot < 2; ++slot) map(slot)->setMuted(muted_);
  emit mutedChanged();
}

bool MapPair::settled() const {
  if (waiting_ || aligning_.pending()) return false;
  for (int slot = 0; slot < 2; ++slot) {
    if (pane(slot)->isVisible() && !map(slot)->settled()) return false;
  }
  return true;
}

void MapPair::forEach(const std::function<void(MapView*)>& change) {
  for (int slot = 0; slot < 2; ++slot) change(map(slot));
}

}  // namespace adapsne
