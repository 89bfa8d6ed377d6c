// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/thumbnail_grid.h"

#include <algorithm>
#include <utility>

#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QHelpEvent>
#include <QKeyEvent>
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
  setFocusPolicy(Qt::StrongFocus);
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
  current_ = std::min(current_, rows_.empty() ? 0 : rows_.size() - 1);
  setAccessibleDescription(tr("%1 points as pictures").arg(countText(static_cast<int64_t>(rows_.size()))));
  updateGeometry();
  update();
}

void ThumbnailGrid::setMarks(std::vector<int64_t> pinned, std::vector<int64_t> byHand) {
  pinned_ = std::move(pinned);
  byHand_ = std::move(byHand);
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
    if (dataset_->isLabelled(rows_[i]))
      painter.fillRect(QRect(box.left(), box.bottom() + 2, kSide, 2),
                       classColor(dataset_->labels[static_cast<size_t>(rows_[i])]));
    paintMarks(painter, box, rows_[i]);
    if (!framesIt_ || i != current_) continue;
    painter.setPen(QPen(theme_.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box.adjusted(1, 1, -1, -1));
  }
}

/// A square in the upper left corner of what was put there by hand, a pin's head in the right one of what is
/// pinned.
void ThumbnailGrid::paintMarks(QPainter& painter, const QRect& box, int64_t row) const {
  const auto holds = [row](const std::vector<int64_t>& rows) {
    return std::binary_search(rows.begin(), rows.end(), row);
  };
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme_.plot, 1.5));
  if (holds(byHand_)) {
    painter.setBrush(theme_.text);
    painter.drawRect(QRectF(box.left() + 1.5, box.top() + 1.5, 6, 6));
  }
  if (holds(pinned_)) {
    painter.setBrush(theme_.accent);
    painter.drawEllipse(QPointF(box.right() - 4, box.top() + 5), 4, 4);
  }
  painter.restore();
}

void ThumbnailGrid::keyPressEvent(QKeyEvent* event) {
  if (shown() == 0) return QWidget::keyPressEvent(event);
  const auto go = [this](int64_t step) {
    framesIt_ = true;
    const auto last = static_cast<int64_t>(shown()) - 1;
    current_ = static_cast<size_t>(std::clamp<int64_t>(static_cast<int64_t>(current_) + step, 0, last));
    update();
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return go(-1);
    case Qt::Key_Right:
      return go(1);
    case Qt::Key_Up:
      return go(-columns(width()));
    case Qt::Key_Down:
      return go(columns(width()));
    case Qt::Key_Return:
    case Qt::Key_Enter:
      emit clicked(rows_[current_]);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void ThumbnailGrid::focusInEvent(QFocusEvent* event) {
  framesIt_ = framesIt_ || event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  update();
}

void ThumbnailGrid::focusOutEvent(QFocusEvent* event) {
  // A menu that is open belongs to the picture that is framed.
  if (event->reason() != Qt::PopupFocusReason) framesIt_ = false;
  update();
}

void ThumbnailGrid::contextMenuEvent(QContextMenuEvent* event) {
  event->accept();
  if (event->reason() != QContextMenuEvent::Keyboard) {
    emit menuRequested(rowAt(event->pos()), event->globalPos());
    return;
  }
  const bool any = current_ < shown();
  emit menuRequested(any ? rows_[current_] : -1,
                     mapToGlobal(any ? cell(current_).center() : rect().center()));
}

void ThumbnailGrid::mousePressEvent(QMouseEvent* event) {
  const int64_t row = rowAt(event->position().toPoint());
  if (row < 0) return;
  current_ = static_cast<size_t>(std::find(rows_.begin(), rows_.end(), row) - rows_.begin());
  if (event->button() == Qt::LeftButton) emit clicked(row);
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
