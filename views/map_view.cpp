// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_view.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QShowEvent>
#include <QWheelEvent>

#include "core/guidance/entropy.h"
#include "views/format.h"
#include "views/map_legend.h"
#include "views/map_painter.h"
#include "views/point_images.h"

namespace adapsne {

namespace {
constexpr double kPickRadius = 9;  // pixels

/// Few points are worked on at once, many on another thread.
template <typename Work, typename Done>
void workOn(int64_t points, LatestTask& task, Work work, Done done) {
  if (points > kPaintedAtOnce) return task.start(std::move(work), std::move(done));
  task.drop();
  done(work());
}
}  // namespace

MapView::MapView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Map"));
  layer_ = new MapLayer(this);
  connect(layer_, &MapLayer::improved, this, qOverload<>(&QWidget::update));
  connect(layer_, &MapLayer::failed, this, &MapView::failed);
  const auto updateCard = [this] {
    if (scene_.hovered >= 0 && scene_.pointerHere) update();
  };
  connect(PointImages::shared(), &PointImages::changed, this, updateCard);
  connect(PointImages::shared(), &PointImages::replaced, this, updateCard);
  for (LatestTask* task : {&coloring_, &indexing_, &measuring_, &gridding_})
    connect(task, &LatestTask::failed, this, &MapView::failed);
  action_ = new QPushButton(this);
  action_->setProperty("primary", true);
  action_->setMinimumHeight(34);
  action_->hide();
  connect(action_, &QPushButton::clicked, this, &MapView::emptyActionTriggered);
}

void MapView::setTheme(const Theme& theme) {
  theme_ = theme;
  recolor();
  refresh();
}

void MapView::setDataset(DatasetPtr dataset) {
  scene_.dataset = std::move(dataset);
  scene_.run = nullptr;
  scene_.exemplars = nullptr;
  scene_.pinned.clear();
  scene_.positions = nullptr;
  scene_.medians.clear();
  scene_.selection = {};
  scene_.muted.clear();
  scene_.counterpart = nullptr;
  scene_.density = nullptr;
  scene_.colors = nullptr;
  scene_.occupancy = nullptr;
  for (LatestTask* task : {&coloring_, &measuring_, &gridding_, &indexing_}) task->drop();
  layer_->forget();
  dropGesture();
  scene_.hovered = -1;
  follows_ = true;
  recolor();
  refresh();
  if (leader_) leader_->followLegend();
}

void MapView::setFrame(Positions positions, const QString& caption, const Similarity& placement) {
  if (!scene_.dataset || static_cast<int64_t>(positions->size()) != 2 * scene_.dataset->points) return;
  if (scene_.run) {
    scene_.run = nullptr;
    scene_.exemplars = nullptr;
    recolor();
  }
  scene_.caption = caption;
  scene_.placement = placement;
  setPositions(std::move(positions));
}

void MapView::setReplay(Positions positions, const QString& caption, const Similarity& placement) {
  if (!scene_.run || static_cast<int64_t>(positions->size()) != 2 * scene_.dataset->points) return;
  replays_ = !caption.isEmpty();
  scene_.caption = replays_ ? caption : runCaption_;
  scene_.placement = placement;
  setPositions(std::move(positions));
}

void MapView::setRun(RunPtr run, Positions positions, const Similarity& placement) {
  // The same data opened anew are no reason to forget camera and selection.
  if (!scene_.dataset || run->dataset->hash != scene_.dataset->hash) setDataset(run->dataset);
  scene_.dataset = run->dataset;
  scene_.run = run;
  scene_.exemplars = run->subset;
  replays_ = false;
  describeRun();
  scene_.placement = placement;
  recolor();
  setPositions(positions ? std::move(positions) : Positions(run->map, &run->map->positions));
}

/// What the corner says of a finished run.
void MapView::describeRun() {
  const Run& run = *scene_.run;
  const Subset& subset = *scene_.exemplars;
  runCaption_ = tr("%1 points · perplexity %2 · %3 exemplars")
                    .arg(countText(run.dataset->points), numberText(run.targetPerplexity),
                         countText(static_cast<int64_t>(subset.rows.size())));
  if (subset.rows != run.subset->rows) runCaption_ += tr(", edited by hand");
  if (!replays_) scene_.caption = runCaption_;
}

void MapView::setExemplars(std::shared_ptr<const Subset> subset, std::vector<int64_t> pinned) {
  if (!scene_.run) return;
  if (!subset) subset = scene_.run->subset;
  if (subset == scene_.exemplars && pinned == scene_.pinned) return;
  scene_.exemplars = std::move(subset);
  scene_.pinned = std::move(pinned);
  describeRun();
  if (colorBy_.kind == ColorKind::Territory) recolor();
  refresh();
}

void MapView::setEmpty(const QString& title, const QString& text, const QString& action) {
  dropGesture();
  action_->setText(action);
  scene_.positions = nullptr;
  scene_.run = nullptr;
  scene_.exemplars = nullptr;
  scene_.density = nullptr;
  scene_.occupancy = nullptr;
  scene_.emptyTitle = title;
  scene_.emptyText = text;
  setHovered(-1);
  setAccessibleDescription(title + ". " + text);
  refresh();
  if (leader_) leader_->followLegend();
}

void MapView::setPositions(Positions positions) {
  scene_.positions = std::move(positions);
  scene_.medians = scene_.dataset->hasLabels()
                       ? classMedians(scene_.dataset->labels, scene_.dataset->classes(), *scene_.positions)
                       : std::vector<ClassMedian>{};
  if (follows_) fitToMap();
  measureDensity();
  measureGrid();
  setAccessibleDescription(scene_.caption);
  refresh();
}

void MapView::measureDensity() {
  measuring_.drop();
  if (!scene_.overlays.density || !hasMap()) {
    scene_.density = nullptr;
    return;
  }
  workOn(
      scene_.dataset->points, measuring_,
      [positions = scene_.positions] { return std::make_shared<const MapDensity>(mapDensity(*positions)); },
      [this](std::shared_ptr<const MapDensity> density) {
        scene_.density = std::move(density);
        refresh();
      });
}

void MapView::measureGrid() {
  gridding_.drop();
  scene_.occupancy = nullptr;
  if (!scene_.overlays.grid || !hasMap()) return;
  if (scene_.run && !replays_) {
    // The run's own figure, over its own map.
    scene_.occupancy = {scene_.run, &scene_.run->assessment.occupancy};
    scene_.gridPlacement = scene_.placement;
    return;
  }
  workOn(
      scene_.dataset->points, gridding_,
      [positions = scene_.positions] {
        return std::make_shared<const Occupancy>(occupancyEntropy(*positions));
      },
      [this](std::shared_ptr<const Occupancy> occupancy) {
        scene_.occupancy = std::move(occupancy);
        scene_.gridPlacement = {};
        refresh();
      });
}

void MapView::indexPoints() {
  workOn(
      scene_.dataset->points, indexing_,
      [positions = scene_.positions] { return std::make_shared<const PointIndex>(positions); },
      [this](std::shared_ptr<const PointIndex> index) {
        index_ = std::move(index);
        if (waitingAt_ && hasMap() && gesture_ == Gesture::None) hoverAt(*waitingAt_);
      });
}

void MapView::hoverAt(QPointF at) {
  waitingAt_.reset();
  if (!index_ || index_->positions() != scene_.positions) {
    waitingAt_ = at;
    if (!indexing_.pending()) indexPoints();
    return;
  }
  const int64_t row = index_->nearest(camera_.toMap(at, size()), kPickRadius / camera_.scale());
  setHovered(row >= 0 && scene_.isMuted(row) ? -1 : row);
}

/// Two maps of one camera are fitted as one, each beside its own legend; the one that leads does it where it
/// can be seen, else the one that can, as if that were in the other's place: what jumps from one map to the
/// other is the points, not the camera.
void MapView::fitToMap() {
  if (!hasMap() || !isVisibleTo(window())) return;
  if (leader_ && leader_->hasMap() && leader_->isVisibleTo(window())) return leader_->followLegend();
  const MapView* other = leader_ ? leader_ : follower_;
  if (other && !other->hasMap()) other = nullptr;
  QSizeF room = size();
  if (other && other->isVisibleTo(window())) room = room.boundedTo(other->size());
  std::vector<Camera::Beside> maps = {{*scene_.positions, legendBox(room)}};
  if (other) maps.push_back({*other->scene_.positions, other->legendBox(room)});
  moveCamera(Camera::fittedBeside(maps, room), true);
}

/// Where the legend stands in a room that begins at the same place; of a map that cannot be seen, as it would
/// stand there.
QRectF MapView::legendBox(QSizeF room) const {
  MapPicture whole = picture();
  if (!isVisibleTo(window())) whole.size = room;
  return layOutLegend(whole).box.translated(room.width() - whole.size.width(), 0);
}

/// A map that nobody has moved stands beside its legend, whichever that is.
void MapView::followLegend() {
  if (follows_) fitToMap();
}

void MapView::setColorBy(const ColorBy& by) {
  colorBy_ = by;
  recolor();
  refresh();
}

void MapView::setOverlays(const MapOverlays& overlays) {
  const bool density = overlays.density != scene_.overlays.density;
  scene_.overlays = overlays;
  if (density) measureDensity();
  measureGrid();
  followLegend();
  refresh();
}

void MapView::setMuted(const std::vector<uint8_t>& muted) {
  scene_.muted = muted;
  refresh();
}

void MapView::setCounterpart(Positions positions) {
  if (positions == scene_.counterpart) return;
  scene_.counterpart = std::move(positions);
  if (scene_.overlays.displacement) refresh();
}

void MapView::setLasso(bool on) {
  lasso_ = on;
  if (on)
    setCursor(Qt::CrossCursor);
  else
    unsetCursor();
}

void MapView::setLinked(bool linked, bool showClasses) {
  scene_.linked = linked;
  scene_.showClasses = showClasses;
  update();
}

void MapView::setCamera(const Camera& camera, bool followsFit) {
  if (camera == camera_ && follows_ == followsFit) return;
  camera_ = camera;
  follows_ = followsFit;
  update();
}

void MapView::setLinkedHover(int64_t row) {
  if (scene_.hovered == row && !scene_.pointerHere) return;
  scene_.hovered = row;
  scene_.pointerHere = false;
  update();
}

void MapView::setSelection(const Selection& selection) {
  if (selection == scene_.selection) return;
  scene_.selection = selection;
  refresh();
}

QPointF MapView::screenPosition(int64_t row) const {
  const auto& p = *scene_.positions;
  return camera_.toScreen({p[2 * static_cast<size_t>(row)], p[2 * static_cast<size_t>(row) + 1]}, size());
}

void MapView::fit() {
  if (leader_ && leader_->hasMap() && leader_->isVisibleTo(window())) return leader_->fit();
  follows_ = true;
  fitToMap();
}

void MapView::highlight(qint64 row) {
  if (hasMap()) setHovered(row);
}

void MapView::reveal(qint64 row) {
  if (!hasMap() || row < 0 || row >= scene_.dataset->points) return;
  const double margin = std::min({60.0, width() / 4.0, height() / 4.0});
  const QRectF room = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
  const QPointF at = screenPosition(row);
  const QPointF within(std::clamp(at.x(), room.left(), room.right()),
                       std::clamp(at.y(), room.top(), room.bottom()));
  if (within != at) moveCamera(camera_.panned(within - at));
}

void MapView::recolor() {
  if (!scene_.dataset) return;
  workOn(
      scene_.dataset->points, coloring_,
      [dataset = scene_.dataset, run = scene_.run, subset = scene_.exemplars, by = colorBy_, theme = theme_] {
        return std::make_shared<const PointColors>(colorPoints(*dataset, run.get(), by, theme, subset.get()));
      },
      [this](std::shared_ptr<const PointColors> colors) {
        scene_.colors = std::move(colors);
        followLegend();
        refresh();
      });
}

bool MapView::settled() const {
  const bool working = coloring_.pending() || measuring_.pending() || gridding_.pending();
  return !hasMap() || (!working && layer_->complete());
}

void MapView::placeAction() {
  action_->setVisible(!hasMap() && !action_->text().isEmpty());
  action_->adjustSize();
  action_->move((width() - action_->width()) / 2, height() / 2 + 44);
}

void MapView::refresh() {
  layer_->invalidate();
  placeAction();
  update();
}

void MapView::moveCamera(const Camera& camera, bool followsFit) {
  camera_ = camera;
  follows_ = followsFit;
  update();
  emit cameraMoved(camera_, follows_);
}

MapStyle MapView::screenStyle() const {
  MapStyle style;
  style.theme = theme_;
  style.pixelRatio = devicePixelRatioF();
  // Few points can be larger: a map of 200 points should not look like dust.
  if (scene_.dataset && scene_.dataset->points <= 5000)
    style.pointRadius = scene_.dataset->points <= 800 ? 2.4 : 1.7;
  if (scene_.dataset && scene_.dataset->points <= 5000) style.pointAlpha = 0.8;
  return style;
}

MapPicture MapView::picture() const {
  MapPicture picture{size(), scene_, camera_, screenStyle()};
  picture.scene.hovered = -1;
  return picture;
}

void MapView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const MapPicture picture{size(), scene_, camera_, screenStyle()};
  if (hasMap()) {
    layer_->paint(painter, picture);
    paintMapFront(painter, picture);
  } else {
    paintMapAbsence(painter, picture);
  }
  if (outline_.size() > 1) {
    QColor fill = theme_.accent;
    fill.setAlphaF(0.14f);
    painter.setPen(QPen(theme_.accent, 1.2, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawPolygon(outline_);
  }
  if (focusRing_) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(theme_.accent);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void MapView::resizeEvent(QResizeEvent*) {
  if (follows_) fitToMap();
  placeAction();
  update();
}

void MapView::showEvent(QShowEvent*) {
  if (follows_) fitToMap();
}

void MapView::wheelEvent(QWheelEvent* event) {
  if (!hasMap()) return;
  moveCamera(camera_.zoomed(event->position(), std::pow(1.0015, event->angleDelta().y()), size()));
  event->accept();
}

void MapView::mousePressEvent(QMouseEvent* event) {
  emit touched();
  if (event->button() == Qt::RightButton && hasMap() && gesture_ == Gesture::None) hoverAt(event->position());
  if (event->button() != Qt::LeftButton || !hasMap()) return;
  const int label = layOutLegend(picture()).classAt(event->position());
  if (label >= 0) {
    emit classClicked(label, event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier));
    return;
  }
  const bool selecting = event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier);
  gesture_ = lasso_ ? Gesture::Lasso : selecting ? Gesture::Rectangle : Gesture::Pan;
  moved_ = false;
  dragFrom_ = event->position();
  outline_ = QPolygonF({dragFrom_});
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
  if (!hasMap()) return;
  const QPointF at = event->position();
  if (gesture_ == Gesture::None) {
    const MapLegend legend = layOutLegend(picture());
    const bool onLegend = legend.box.contains(at);
    if (legend.classAt(at) >= 0)
      setCursor(Qt::PointingHandCursor);
    else
      setCursor(lasso_ && !onLegend ? Qt::CrossCursor : Qt::ArrowCursor);
    if (!onLegend) return hoverAt(at);
    waitingAt_.reset();
    return setHovered(-1);  // what lies under the legend is not meant
  }
  if (at == dragFrom_ && !moved_) return;
  moved_ = true;
  if (gesture_ == Gesture::Pan) {
    setCursor(Qt::ClosedHandCursor);
    moveCamera(camera_.panned(at - dragFrom_));
    dragFrom_ = at;
    return;
  }
  if (gesture_ == Gesture::Lasso)
    outline_.append(at);
  else
    outline_ = QPolygonF({dragFrom_, {at.x(), dragFrom_.y()}, at, {dragFrom_.x(), at.y()}});
  update();
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || gesture_ == Gesture::None) return;
  finishGesture(event->modifiers());
  gesture_ = Gesture::None;
  outline_.clear();
  setLasso(lasso_);  // the cursor
  update();
}

/// What was being drawn or dragged belonged to a map that is gone.
void MapView::dropGesture() {
  gesture_ = Gesture::None;
  outline_.clear();
}

void MapView::finishGesture(Qt::KeyboardModifiers modifiers) {
  const SelectMode mode = modifiers & Qt::AltModifier     ? SelectMode::Subtract
                          : modifiers & Qt::ShiftModifier ? SelectMode::Add
                                                          : SelectMode::Replace;
  std::vector<int64_t> caught;
  if (!moved_) {
    if (mode == SelectMode::Replace) emit picked(scene_.hovered);
    if (gesture_ == Gesture::Pan) return;
    if (scene_.hovered >= 0) caught = {scene_.hovered};
  } else if (gesture_ == Gesture::Pan) {
    return;
  } else {
    QPolygonF outline;
    for (const QPointF& corner : std::as_const(outline_)) outline.append(camera_.toMap(corner, size()));
    caught = pointsInside(*scene_.positions, outline);
    std::erase_if(caught, [this](int64_t row) { return scene_.isMuted(row); });
  }
  if (!moved_ && caught.empty() && gesture_ != Gesture::Lasso) return;  // a click beside the points
  emit selectionMade(scene_.selection.combined(caught, scene_.dataset->points, mode));
}

void MapView::mouseDoubleClickEvent(QMouseEvent*) {
  fit();
}

void MapView::focusInEvent(QFocusEvent* event) {
  focusRing_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  if (focusRing_) emit touched();
  update();
}

void MapView::focusOutEvent(QFocusEvent*) {
  focusRing_ = false;
  update();
}

void MapView::leaveEvent(QEvent*) {
  waitingAt_.reset();
  setHovered(-1);
}

void MapView::keyPressEvent(QKeyEvent* event) {
  if (!hasMap()) return QWidget::keyPressEvent(event);
  constexpr double kStep = 40;
  const QPointF middle(width() / 2.0, height() / 2.0);
  switch (event->key()) {
    case Qt::Key_Left:
      return moveCamera(camera_.panned({kStep, 0}));
    case Qt::Key_Right:
      return moveCamera(camera_.panned({-kStep, 0}));
    case Qt::Key_Up:
      return moveCamera(camera_.panned({0, kStep}));
    case Qt::Key_Down:
      return moveCamera(camera_.panned({0, -kStep}));
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return moveCamera(camera_.zoomed(middle, 1.25, size()));
    case Qt::Key_Minus:
      return moveCamera(camera_.zoomed(middle, 0.8, size()));
    default:
      QWidget::keyPressEvent(event);
  }
}

void MapView::contextMenuEvent(QContextMenuEvent* event) {
  if (gesture_ != Gesture::None) return event->accept();  // what is drawn or dragged comes first
  event->accept();
  if (event->reason() != QContextMenuEvent::Keyboard) {
    const bool onLegend = layOutLegend(picture()).box.contains(event->pos());
    emit menuRequested(onLegend || !hasMap() ? -1 : scene_.hovered, event->globalPos());
    return;
  }
  const int64_t row = hasMap() ? scene_.hovered : -1;
  const QPoint at = row < 0 ? rect().center() : screenPosition(row).toPoint();
  emit menuRequested(row < 0 ? kInspected : row, mapToGlobal(at));
}

void MapView::setHovered(int64_t row) {
  if (row == scene_.hovered && (scene_.pointerHere || row < 0)) return;
  scene_.hovered = row;
  scene_.pointerHere = true;
  update();
  emit hovered(row);
}

}  // namespace adapsne
