// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/confused_points.h"

#include <algorithm>
#include <utility>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include "views/colors.h"
#include "views/format.h"
#include "views/point_images.h"
#include "views/thumbnail.h"

namespace adapsne {

namespace {
constexpr int kTested = 44, kExemplar = 32, kGap = 4, kBetween = 18, kLine = 56;
}

ConfusedPoints::ConfusedPoints(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  // A picture that was not there yet is asked for again when it is painted.
  connect(PointImages::shared(), &PointImages::changed, this, qOverload<>(&QWidget::update));
  connect(PointImages::shared(), &PointImages::replaced, this, [this] {
    pictures_.clear();
    update();
  });
}

void ConfusedPoints::setTheme(const Theme& theme) {
  theme_ = theme;
  pictures_.clear();
  update();
}

void ConfusedPoints::setPoints(DatasetPtr train, DatasetPtr test, std::vector<ConfusedPoint> points) {
  train_ = std::move(train);
  test_ = std::move(test);
  points_ = std::move(points);
  pictures_.clear();
  setAccessibleName(
      tr("%1 tested points, each with its nearest exemplars").arg(countText(std::ssize(points_))));
  updateGeometry();
  update();
}

int ConfusedPoints::cellWidth() const {
  size_t most = 0;
  for (const ConfusedPoint& point : points_) most = std::max(most, point.exemplars.size());
  return kTested + kBetween + static_cast<int>(most) * (kExemplar + kGap) + kBetween;
}

int ConfusedPoints::columns(int width) const {
  return std::max(1, (width + kBetween) / cellWidth());
}

int ConfusedPoints::heightForWidth(int width) const {
  const int perLine = columns(width);
  return (static_cast<int>(points_.size()) + perLine - 1) / perLine * kLine;
}

QSize ConfusedPoints::sizeHint() const {
  return {cellWidth(), heightForWidth(std::max(width(), cellWidth()))};
}

QRect ConfusedPoints::place(size_t point) const {
  const int perLine = columns(width()), i = static_cast<int>(point);
  return {i % perLine * cellWidth(), i / perLine * kLine, kTested, kTested};
}

QRect ConfusedPoints::place(size_t point, size_t exemplar) const {
  const QRect tested = place(point);
  return {tested.right() + kBetween + static_cast<int>(exemplar) * (kExemplar + kGap),
          tested.top() + (kTested - kExemplar) / 2, kExemplar, kExemplar};
}

void ConfusedPoints::paintPicture(QPainter& painter, const QRect& box, const Dataset& dataset, int64_t row) {
  const double ratio = devicePixelRatioF();
  QPixmap& picture = pictures_[&dataset == test_.get() ? row : -1 - row];
  if (picture.isNull()) {
    picture = QPixmap::fromImage(shownThumbnail(dataset, row, static_cast<int>(box.width() * ratio), theme_));
    picture.setDevicePixelRatio(ratio);
  }
  const bool dark = !dataset.image.empty() && !PointImages::shared()->replacesThumbnails(dataset);
  painter.fillRect(box, dark ? QColor(Qt::black) : theme_.plot);
  const QSizeF size = picture.deviceIndependentSize();
  painter.drawPixmap(
      QPointF(box.x() + (box.width() - size.width()) / 2, box.y() + (box.height() - size.height()) / 2),
      picture);
  if (dataset.isLabelled(row))
    painter.fillRect(QRect(box.left(), box.bottom() + 2, box.width(), 2),
                     classColor(dataset.labels[static_cast<size_t>(row)]));
}

void ConfusedPoints::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  for (size_t i = 0; i < points_.size(); ++i) {
    const QRect tested = place(i);
    if (!QRect(tested.left(), tested.top(), cellWidth(), kLine).intersects(event->rect())) continue;
    paintPicture(painter, tested, *test_, points_[i].row);
    const int middle = tested.center().y(), left = tested.right() + 5;
    painter.setPen(QPen(theme_.faint, 1));
    painter.drawLine(left, middle, left + 7, middle);
    for (size_t e = 0; e < points_[i].exemplars.size(); ++e)
      paintPicture(painter, place(i, e), *train_, points_[i].exemplars[e]);
  }
}

ConfusedPoints::Hit ConfusedPoints::hitAt(QPoint position) const {
  for (size_t i = 0; i < points_.size(); ++i) {
    if (place(i).contains(position)) return {test_.get(), points_[i].row};
    for (size_t e = 0; e < points_[i].exemplars.size(); ++e)
      if (place(i, e).contains(position)) return {train_.get(), points_[i].exemplars[e]};
  }
  return {};
}

void ConfusedPoints::mousePressEvent(QMouseEvent* event) {
  const Hit hit = hitAt(event->position().toPoint());
  if (event->button() != Qt::LeftButton || hit.row < 0) return;
  if (hit.dataset == test_.get())
    emit testedClicked(hit.row);
  else
    emit exemplarClicked(hit.row);
}

bool ConfusedPoints::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const Hit hit = hitAt(help->pos());
  if (hit.row < 0) {
    QToolTip::hideText();
    return true;
  }
  const QString name = className(*hit.dataset, hit.row);
  QToolTip::showText(
      help->globalPos(),
      tr("%1%2, row %3 of %4")
          .arg(hit.dataset == test_.get() ? tr("tested: ") : tr("exemplar: "),
               name.isEmpty() ? tr("no label") : name, countText(hit.dataset->sourceRow(hit.row)),
               QString::fromStdString(hit.dataset->name)),
      this);
  return true;
}

}  // namespace adapsne
