// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/confusion_view.h"

#include <algorithm>
#include <cmath>

#include <QFocusEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>

#include "views/format.h"

namespace adapsne {
namespace {

constexpr double kPad = 12, kFoot = 24, kShares = 74, kMostName = 92, kMostSlant = 62, kMostSide = 46;
constexpr double kNamedSide = 11;  // cells that are smaller have no names
constexpr double kCountSide = 19;  // and no counts

double widestName(const std::vector<std::string>& names) {
  const QFontMetricsF metrics(interfaceFont(11));
  double widest = 0;
  for (const std::string& name : names)
    widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(name)));
  return widest;
}

QColor cellColor(const Theme& theme, double share, bool right) {
  QColor color = right ? theme.accent : theme.error;
  color.setAlphaF(static_cast<float>(std::clamp(right ? share : std::sqrt(share), 0.0, 1.0) * 0.85));
  return color;
}

QString percent(double share) {
  return std::isfinite(share) ? QObject::tr("%1 %").arg(100 * share, 0, 'f', 0) : QStringLiteral("—");
}

}  // namespace

ConfusionLayout::ConfusionLayout(QSizeF size, const ConfusionMatrix& matrix,
                                 const std::vector<std::string>& classNames) {
  const double n = std::max(1, matrix.classes);
  const double widest = widestName(classNames);
  double left = std::min(widest, kMostName) + 8;
  const auto fit = [&] {
    return std::min({kMostSide, (size.width() - 2 * kPad - left - kShares) / n,
                     (size.height() - kPad - kFoot - slant) / n});
  };
  slant = std::min(widest, kMostSlant) + 6;
  side = fit();
  if (side >= widest + 6) {  // names have room lying down
    slant = 18;
    side = fit();
  }
  if (side < kNamedSide) {
    named = false;
    left = slant = 0;
    side = std::max(1.0, fit());
  }
  cells = QRectF(kPad + left, kPad / 2 + slant, side * n, side * n);
  shares = QRectF(cells.right() + 8, cells.top(), kShares - 8, cells.height());
}

QRectF ConfusionLayout::cell(const ConfusionCell& at) const {
  return {cells.left() + at.second * side, cells.top() + at.first * side, side, side};
}

void paintConfusion(QPainter& painter, QSizeF size, const Theme& theme, const ConfusionMatrix& matrix,
                    const std::vector<std::string>& classNames, const std::optional<ConfusionCell>& looked,
                    const std::optional<ConfusionCell>& chosen) {
  const ConfusionLayout layout(size, matrix, classNames);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(interfaceFont(11));
  const QFontMetricsF metrics(painter.font());
  const auto name = [&](int c, double room) {
    return metrics.elidedText(QString::fromStdString(classNames[static_cast<size_t>(c)]), Qt::ElideRight,
                              room);
  };
  const bool lying = layout.slant <= 18;
  painter.fillRect(layout.cells, theme.plot);
  for (int row = 0; row < matrix.classes; ++row) {
    const auto all = static_cast<double>(std::max<int64_t>(1, matrix.points(row)));
    for (int column = 0; column < matrix.classes; ++column) {
      const int64_t count = matrix.count(row, column);
      if (count == 0) continue;
      const QRectF box = layout.cell({row, column});
      const double share = static_cast<double>(count) / all;
      painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), cellColor(theme, share, row == column));
      const QString text = QString::number(count);
      if (layout.side < kCountSide || metrics.horizontalAdvance(text) > layout.side - 2) continue;
      painter.setPen(theme.text);
      painter.drawText(box, Qt::AlignCenter, text);
    }
    if (layout.named) {
      painter.setPen(looked && looked->first == row ? theme.text : theme.dim);
      painter.drawText(QRectF(kPad, layout.cell({row, 0}).top(), layout.cells.left() - kPad - 8, layout.side),
                       Qt::AlignRight | Qt::AlignVCenter, name(row, layout.cells.left() - kPad - 8));
      painter.setPen(looked && looked->second == row ? theme.text : theme.dim);
      const QRectF top = layout.cell({0, row});
      painter.save();
      if (lying) {
        painter.drawText(QRectF(top.left(), top.top() - 18, layout.side, 16), Qt::AlignCenter,
                         name(row, layout.side));
      } else {
        painter.translate(top.center().x(), layout.cells.top() - 4);
        painter.rotate(-90);
        painter.drawText(QRectF(0, -8, layout.slant - 4, 16), Qt::AlignLeft | Qt::AlignVCenter,
                         name(row, layout.slant - 4));
      }
      painter.restore();
    }
    // How much of the class was recognised.
    const double accuracy = matrix.accuracy(row), thick = std::min(layout.side - 1, 9.0);
    const QRectF bar(layout.shares.left(), layout.cell({row, 0}).center().y() - thick / 2, 30, thick);
    painter.fillRect(bar, theme.plot);
    if (std::isfinite(accuracy))
      painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * accuracy, thick)), theme.accent);
    if (layout.named) {
      painter.setPen(theme.dim);
      painter.drawText(QRectF(bar.right() + 4, bar.center().y() - 8, layout.shares.right() - bar.right(), 16),
                       Qt::AlignLeft | Qt::AlignVCenter, percent(accuracy));
    }
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.line, 1));
  painter.drawRect(layout.cells);
  const auto frame = [&](const std::optional<ConfusionCell>& at, const QColor& color) {
    if (!at) return;
    painter.setPen(QPen(color, 2));
    painter.drawRect(layout.cell(*at));
  };
  frame(chosen, theme.text);
  frame(looked, theme.dim);
}

ConfusionView::ConfusionView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Confusion matrix"));
}

void ConfusionView::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void ConfusionView::setMatrix(ConfusionMatrix matrix, std::vector<std::string> classNames) {
  matrix_ = std::move(matrix);
  classNames_ = std::move(classNames);
  const auto outside = [this](const std::optional<ConfusionCell>& cell) {
    return cell && (cell->first >= matrix_.classes || cell->second >= matrix_.classes);
  };
  if (outside(looked_)) looked_.reset();
  if (outside(chosen_)) chosen_.reset();
  update();
}

void ConfusionView::setChosen(const std::optional<ConfusionCell>& cell) {
  chosen_ = cell;
  update();
}

QRectF ConfusionView::placeOf(const ConfusionCell& cell) const {
  return ConfusionLayout(size(), matrix_, classNames_).cell(cell);
}

std::optional<ConfusionCell> ConfusionView::cellAt(QPointF position) const {
  if (matrix_.classes == 0) return {};
  const ConfusionLayout layout(size(), matrix_, classNames_);
  if (!layout.cells.contains(position)) return {};
  const auto index = [&](double along) {
    return std::clamp(static_cast<int>(along / layout.side), 0, matrix_.classes - 1);
  };
  return ConfusionCell{index(position.y() - layout.cells.top()), index(position.x() - layout.cells.left())};
}

QString ConfusionView::sentence(const ConfusionCell& cell) const {
  const auto name = [this](int c) { return QString::fromStdString(classNames_[static_cast<size_t>(c)]); };
  const QString counts =
      tr("%1 of %2")
          .arg(countText(matrix_.count(cell.first, cell.second)), countText(matrix_.points(cell.first)));
  return cell.first == cell.second
             ? tr("%1 recognised: %2").arg(name(cell.first), counts)
             : tr("%1 taken for %2: %3").arg(name(cell.first), name(cell.second), counts);
}

void ConfusionView::look(const std::optional<ConfusionCell>& cell) {
  if (cell == looked_) return;
  looked_ = cell;
  setCursor(cell && !framed_ ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void ConfusionView::paintEvent(QPaintEvent*) {
  if (matrix_.classes == 0) return;
  QPainter painter(this);
  paintConfusion(painter, size(), theme_, matrix_, classNames_, looked_, chosen_);
  const std::optional<ConfusionCell>& told = looked_ ? looked_ : chosen_;
  painter.setFont(interfaceFont(11));
  painter.setPen(told ? theme_.text : theme_.faint);
  const QRectF foot(kPad, height() - kFoot, width() - 2 * kPad, kFoot - 4);
  const QString words = told ? sentence(*told) : tr("Rows: the class. Columns: what it was taken for.");
  painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(painter.font()).elidedText(words, Qt::ElideRight, foot.width()));
  if (!framed_) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme_.accent, 1));
  painter.drawRect(ConfusionLayout(size(), matrix_, classNames_).cells.adjusted(-2, -2, 2, 2));
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
  look(cellAt(event->position()));
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (const auto cell = cellAt(event->position())) emit clicked(cell->first, cell->second);
}

void ConfusionView::leaveEvent(QEvent*) {
  look({});
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
  if (matrix_.classes == 0) return QWidget::keyPressEvent(event);
  const ConfusionCell from = looked_ ? *looked_ : chosen_.value_or(ConfusionCell{0, 0});
  const auto go = [&](int rows, int columns) {
    const int last = matrix_.classes - 1;
    look(looked_ || chosen_ ? ConfusionCell{std::clamp(from.first + rows, 0, last),
                                            std::clamp(from.second + columns, 0, last)}
                            : from);
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return go(0, -1);
    case Qt::Key_Right:
      return go(0, 1);
    case Qt::Key_Up:
      return go(-1, 0);
    case Qt::Key_Down:
      return go(1, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (looked_) emit clicked(looked_->first, looked_->second);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void ConfusionView::focusInEvent(QFocusEvent* event) {
  framed_ = event->reason() != Qt::MouseFocusReason;
  update();
}

void ConfusionView::focusOutEvent(QFocusEvent*) {
  framed_ = false;
  update();
}

}  // namespace adapsne
