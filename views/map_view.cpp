// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_view.h"

#include <cmath>
#include <utility>
#include <vector>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QWheelEvent>

#include "views/format.h"

namespace adapsne {

namespace {
constexpr double kPickRadius = 9;  // pixels
}

MapView::MapView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Map"));
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
  scene_.positions = nullptr;
  scene_.medians.clear();
  scene_.selection = {};
  scene_.density = nullptr;
  scene_.hovered = -1;
  follows_ = true;
  recolor();
  refresh();
}

void MapView::setFrame(Positions positions, const QString& caption, double unit) {
  if (!scene_.dataset || static_cast<int64_t>(positions->size()) != 2 * scene_.dataset->points) return;
  if (scene_.run) {
    scene_.run = nullptr;
    recolor();
  }
  scene_.caption = caption;
  scene_.unit = unit;
  setPositions(std::move(positions));
}

void MapView::setRun(RunPtr run, Positions aligned, double unit) {
  // The same data opened anew are no reason to forget camera and selection.
  if (!scene_.dataset || run->dataset->hash != scene_.dataset->hash) setDataset(run->dataset);
  scene_.dataset = run->dataset;
  scene_.run = run;
  scene_.caption = tr("%1 points · target perplexity %2 · %3 exemplars")
                       .arg(countText(run->dataset->points), numberText(run->targetPerplexity),
                            countText(static_cast<int64_t>(run->subset->rows.size())));
  scene_.unit = unit;
  recolor();
  setPositions(aligned ? std::move(aligned) : Positions(run->map, &run->map->positions));
}

void MapView::setEmpty(const QString& title, const QString& text, const QString& action) {
  action_->setText(action);
  scene_.positions = nullptr;
  scene_.run = nullptr;
  scene_.density = nullptr;
  scene_.emptyTitle = title;
  scene_.emptyText = text;
  setHovered(-1);
  setAccessibleDescription(title + ". " + text);
  refresh();
}

void MapView::setPositions(Positions positions) {
  scene_.positions = std::move(positions);
  scene_.medians = scene_.dataset->hasLabels() ? classMedians(*scene_.dataset, *scene_.positions)
                                               : std::vector<ClassMedian>{};
  if (follows_) fitToMap();
  measureDensity();
  setAccessibleDescription(scene_.caption);
  refresh();
}

void MapView::measureDensity() {
  scene_.density = showDensity_ && hasMap() ? std::make_shared<const MapDensity>(mapDensity(*scene_.positions))
                                            : nullptr;
}

void MapView::fitToMap() {
  // Beside a map that leads, this one shows the same part of the plane.
  if (leader_ && leader_->hasMap()) return;
  if (hasMap()) moveCamera(Camera::fitted(*scene_.positions, size()), true);
}

void MapView::setColorBy(ColorBy by) {
  colorBy_ = by;
  recolor();
  refresh();
}

void MapView::setShowExemplars(bool show) {
  scene_.showExemplars = show;
  refresh();
}

void MapView::setShowLabels(bool show) {
  scene_.showLabels = show;
  refresh();
}

void MapView::setShowLegend(bool show) {
  scene_.showLegend = show;
  refresh();
}

void MapView::setShowOutliers(bool show) {
  scene_.showOutliers = show;
  refresh();
}

void MapView::setShowDensity(bool show) {
  showDensity_ = show;
  measureDensity();
  refresh();
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
  refresh();
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
  if (leader_ && leader_->hasMap()) return leader_->fit();
  follows_ = true;
  fitToMap();
}

void MapView::highlight(qint64 row) {
  if (hasMap()) setHovered(row);
}

void MapView::recolor() {
  if (!scene_.dataset) return;
  scene_.colors =
      std::make_shared<PointColors>(colorPoints(*scene_.dataset, scene_.run.get(), colorBy_, theme_));
}

void MapView::placeAction() {
  action_->setVisible(!hasMap() && !action_->text().isEmpty());
  action_->adjustSize();
  action_->move((width() - action_->width()) / 2, height() / 2 + 44);
}

void MapView::refresh() {
  layerStale_ = true;
  placeAction();
  update();
}

void MapView::moveCamera(const Camera& camera, bool followsFit) {
  camera_ = camera;
  follows_ = followsFit;
  refresh();
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
  const MapStyle style = screenStyle();
  if (hasMap() && layerStale_) {
    layer_ = paintMapLayer(size(), scene_, camera_, style);
    layerStale_ = false;
  }
  paintMap(painter, size(), scene_, camera_, style, &layer_);
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
  refresh();
}

void MapView::wheelEvent(QWheelEvent* event) {
  if (!hasMap()) return;
  moveCamera(camera_.zoomed(event->position(), std::pow(1.0015, event->angleDelta().y()), size()));
  event->accept();
}

void MapView::mousePressEvent(QMouseEvent* event) {
  emit touched();
  if (event->button() != Qt::LeftButton || !hasMap()) return;
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
    if (index_.positions() != scene_.positions) index_ = PointIndex(scene_.positions);
    return setHovered(index_.nearest(camera_.toMap(at, size()), kPickRadius / camera_.scale()));
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

void MapView::setHovered(int64_t row) {
  if (row == scene_.hovered && (scene_.pointerHere || row < 0)) return;
  scene_.hovered = row;
  scene_.pointerHere = true;
  update();
  emit hovered(row);
}

}  // namespace adapsne
