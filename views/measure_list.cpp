// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/measure_list.h"

#include <utility>

#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace adapsne {

namespace {
constexpr int kRow = 23;
}

MeasureList::MeasureList(std::vector<MeasureRow> rows, const Theme& theme, QWidget* parent)
    : QWidget(parent), rows_(std::move(rows)), theme_(theme) {
  QStringList lines;
  for (const MeasureRow& measure : rows_) lines << measure.name + ": " + measure.value;
  setAccessibleName(lines.join(", "));
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize MeasureList::sizeHint() const {
  return {220, kRow * static_cast<int>(rows_.size())};
}

QSize MeasureList::minimumSizeHint() const {
  return {160, sizeHint().height()};
}

void MeasureList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QFont plain = interfaceFont(12), strong = plain;
  strong.setWeight(QFont::DemiBold);
  for (size_t i = 0; i < rows_.size(); ++i) {
    const MeasureRow& measure = rows_[i];
    const QRect row(0, kRow * static_cast<int>(i), width(), kRow);
    painter.setFont(measure.quiet ? plain : strong);
    painter.setPen(measure.quiet ? theme_.faint : theme_.text);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, measure.value);
    const int left = QFontMetrics(strong).horizontalAdvance(measure.value) + 8;
    painter.setFont(plain);
    painter.setPen(measure.quiet ? theme_.faint : theme_.dim);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(plain).elidedText(measure.name, Qt::ElideRight, width() - left));
    QColor hairline = theme_.line;
    hairline.setAlphaF(0.6f);
    painter.fillRect(QRect(0, row.bottom(), width(), 1), hairline);
    if (measure.bar > 0)
      painter.fillRect(QRectF(0, row.bottom() - 1, measure.bar * width(), 2), theme_.accent);
  }
}

bool MeasureList::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto row = static_cast<size_t>(help->pos().y() / kRow);
  if (row < rows_.size() && !rows_[row].help.isEmpty()) {
    QToolTip::showText(help->globalPos(), rows_[row].help, this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

}  // namespace adapsne
