// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/thumbnail_grid.h"

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
constexpr int kSide = 32, kGap = 4, kStepY = 41;
}

ThumbnailGrid::ThumbnailGrid(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  // A picture that was not there yet is asked for again when it is painted.
  connect(PointImages::shared(), &PointImages::changed, this, qOverload<>(&QWidget::update));
  connect(PointImages::shared(), &PointImages::replaced, this, [this] {
    pictures_.assign(rows_.size(), {});
    update();
  });
}

void ThumbnailGrid::setTheme(const Theme& theme) {
  theme_ = theme;
  pictures_.assign(rows_.size(), {});
  update();
}

void ThumbnailGrid::setRows(DatasetPtr dataset, std::vector<int64_t> rows) {
  dataset_ = std::move(dataset);
  rows_ = std::move(rows);
  pictures_.assign(rows_.size(), {});
  setAccessibleDescription(tr("%1 points as pictures").arg(countText(static_cast<int64_t>(rows_.size()))));
  updateGeometry();
  update();
}

void ThumbnailGrid::setMostLines(int lines) {
  mostLines_ = lines;
  updateGeometry();
}

size_t ThumbnailGrid::shown() const {
  const auto room = static_cast<size_t>(mostLines_) * static_cast<size_t>(columns(width()));
  return std::min(rows_.size(), room);
}

int ThumbnailGrid::columns(int width) const {
  return std::max(1, (width + kGap) / (kSide + kGap));
}

int ThumbnailGrid::heightForWidth(int width) const {
  const int perLine = columns(width);
  return std::min(mostLines_, (static_cast<int>(rows_.size()) + perLine - 1) / perLine) * kStepY;
}

QSize ThumbnailGrid::sizeHint() const {
  return {6 * (kSide + kGap), heightForWidth(std::max(width(), kSide))};
}

QRect ThumbnailGrid::cell(size_t index) const {
  const int perLine = columns(width());
  const int i = static_cast<int>(index);
  // The pictures of a full line reach from edge to edge.
  const double step = perLine > 1 ? double(width() - kSide) / (perLine - 1) : 0;
  return {static_cast<int>(i % perLine * step), i / perLine * kStepY, kSide, kSide};
}

int64_t ThumbnailGrid::rowAt(QPoint position) const {
  if (position.y() < 0) return -1;
  const int perLine = columns(width());
  const auto first = static_cast<size_t>(position.y() / kStepY * perLine);
  for (size_t i = first; i < std::min(shown(), first + static_cast<size_t>(perLine)); ++i) {
    if (cell(i).contains(position)) return rows_[i];
  }
  return -1;
}

void ThumbnailGrid::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  const double ratio = devicePixelRatioF();
  for (size_t i = 0; i < shown(); ++i) {
    const QRect box = cell(i);
    if (!box.adjusted(0, 0, 0, 4).intersects(event->rect())) continue;
    if (pictures_[i].isNull()) {
      pictures_[i] =
          QPixmap::fromImage(shownThumbnail(*dataset_, rows_[i], static_cast<int>(kSide * ratio), theme_));
      pictures_[i].setDevicePixelRatio(ratio);
    }
    const bool dark = !dataset_->image.empty() && !PointImages::shared()->replacesThumbnails(*dataset_);
    painter.fillRect(box, dark ? QColor(Qt::black) : theme_.plot);
    const QSizeF size = pictures_[i].deviceIndependentSize();
    painter.drawPixmap(QPointF(box.x() + (kSide - size.width()) / 2, box.y() + (kSide - size.height()) / 2),
                       pictures_[i]);
    if (!dataset_->isLabelled(rows_[i])) continue;
    painter.fillRect(QRect(box.left(), box.bottom() + 2, kSide, 2),
                     classColor(dataset_->labels[static_cast<size_t>(rows_[i])]));
  }
}

void ThumbnailGrid::mousePressEvent(QMouseEvent* event) {
  const int64_t row = rowAt(event->position().toPoint());
  if (row >= 0) emit clicked(row);
}

bool ThumbnailGrid::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int64_t row = rowAt(help->pos());
  if (row < 0) {
    QToolTip::hideText();
    return true;
  }
  const QString name = className(*dataset_, row);
  QToolTip::showText(
      help->globalPos(),
      (name.isEmpty() ? QString() : name + ", ") + tr("row %1").arg(countText(dataset_->sourceRow(row))),
      this);
  return true;
}

}  // namespace adapsne
