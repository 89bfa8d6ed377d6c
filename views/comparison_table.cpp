// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/comparison_table.h"

#include <algorithm>

#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include "core/pipeline/measures.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/stage_keys.h"
#include "views/format.h"

namespace adapsne {

namespace {

constexpr int kRow = 25, kHead = 54, kMargin = 14, kGap = 8;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QFont strongFont() {
  QFont font = interfaceFont(12);
  font.setWeight(QFont::DemiBold);
  return font;
}

}  // namespace

std::vector<MeasureComparison> compareRuns(const Run& a, const Run& b) {
  std::vector<MeasureComparison> rows;
  for (const Measure& measure : measures()) {
    const double va = measure.value(a), vb = measure.value(b);
    rows.push_back({text(measure.title), text(measureText(measure, va)), text(measureText(measure, vb)),
                    text(differenceText(measure, va, vb)), text(measure.help), verdict(measure, va, vb)});
  }
  return rows;
}

QString sharedWork(const Run& a, const Run& b) {
  QStringList stages;
  double seconds = 0;
  const size_t end = firstDifference(a.keys, b.keys);
  for (size_t i = 0; i < end; ++i) {
    const Stage stage = kStages[i];
    if (stage == Stage::Guidance && a.guidance.empty())
      continue;  // neither was guided: there was no such work
    stages << stageTitle(stage);
    seconds += a.timing[i].computed;
  }
  if (stages.isEmpty()) return {};
  return QObject::tr("Shared by both and computed once: %1 (%2).")
      .arg(stages.join(", "), durationText(seconds));
}

ComparisonTable::ComparisonTable(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setRuns(nullptr, nullptr);
}

void ComparisonTable::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void ComparisonTable::setRuns(RunPtr a, RunPtr b) {
  a_ = std::move(a);
  b_ = std::move(b);
  rows_.clear();
  shared_.clear();
  if (a_ && b_) {
    rows_ = compareRuns(*a_, *b_);
    shared_ = sharedWork(*a_, *b_);
  }
  QStringList lines;
  for (const MeasureComparison& row : rows_) lines << row.title + ": " + row.a + ", " + row.b;
  setAccessibleName(lines.isEmpty() ? tr("Comparison, empty") : lines.join("; "));
  updateGeometry();
  update();
}

int ComparisonTable::rowTop(size_t row) const {
  return kHead + kRow * static_cast<int>(row);
}

int ComparisonTable::footHeight(int width) const {
  if (shared_.isEmpty()) return 0;
  return 16 +
         QFontMetrics(interfaceFont(11))
             .boundingRect(QRect(0, 0, std::max(60, width - 2 * kMargin), 400), Qt::TextWordWrap, shared_)
             .height();
}

QSize ComparisonTable::sizeHint() const {
  return {300, rows_.empty() ? 160 : rowTop(rows_.size()) + footHeight(300)};
}

QSize ComparisonTable::minimumSizeHint() const {
  return {240, sizeHint().height()};
}

void ComparisonTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (rows_.empty()) {
    painter.setFont(interfaceFont(13));
    painter.setPen(theme_.faint);
    painter.drawText(
        rect().adjusted(20, 0, -20, 0), Qt::AlignCenter | Qt::TextWordWrap,
        tr("Compare (Ctrl+K) runs NMS beside AdapSNE on the same neighbours and starting map. Their "
           "measures appear here."));
    return;
  }
  const QFont plain = interfaceFont(12), strong = strongFont();
  const QFontMetrics plainMetrics(plain), strongMetrics(strong);
  // The numbers take what they need, the titles the rest.
  int wide[3] = {0, 0, 0};
  const QString heads[] = {tr("A"), tr("B"), tr("B − A")};
  const QFont headFont = interfaceFont(11);
  for (int c = 0; c < 3; ++c) wide[c] = QFontMetrics(headFont).horizontalAdvance(heads[c]);
  for (const MeasureComparison& row : rows_) {
    wide[0] = std::max(wide[0], plainMetrics.horizontalAdvance(row.a));
    wide[1] = std::max(wide[1], strongMetrics.horizontalAdvance(row.b));
    wide[2] = std::max(wide[2], plainMetrics.horizontalAdvance(row.difference));
  }
  int right[3];
  right[2] = width() - kMargin;
  right[1] = right[2] - wide[2] - kGap;
  right[0] = right[1] - wide[1] - kGap;
  const int titleWidth = right[0] - wide[0] - kGap - kMargin;
  const auto column = [&](int c, int top, int height) {
    return QRect(right[c] - wide[c], top, wide[c] + 1, height);
  };

  painter.setFont(headFont);
  const std::string methods[] = {a_->options.method, b_->options.method};
  int x = kMargin;
  for (int c = 0; c < 2; ++c) {
    const QString name = heads[c] + "  " + text(methodTitle(methods[c]));
    painter.setPen(methodColor(theme_, methods[c]));
    painter.drawText(QRect(x, 8, width() - kMargin - x, 18), Qt::AlignLeft | Qt::AlignVCenter, name);
    x += QFontMetrics(headFont).horizontalAdvance(name) + 18;
  }
  for (int c = 0; c < 3; ++c) {
    painter.setPen(c < 2 ? methodColor(theme_, methods[c]) : theme_.dim);
    painter.drawText(column(c, 30, kHead - 32), Qt::AlignRight | Qt::AlignVCenter, heads[c]);
  }
  for (size_t i = 0; i < rows_.size(); ++i) {
    const MeasureComparison& row = rows_[i];
    const int top = rowTop(i);
    painter.setFont(plain);
    painter.setPen(theme_.dim);
    painter.drawText(QRect(kMargin, top, titleWidth, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                     plainMetrics.elidedText(row.title, Qt::ElideRight, titleWidth));
    painter.setPen(theme_.text);
    painter.drawText(column(0, top, kRow), Qt::AlignRight | Qt::AlignVCenter, row.a);
    painter.setPen(row.verdict > 0 ? theme_.good : row.verdict < 0 ? theme_.error : theme_.dim);
    painter.drawText(column(2, top, kRow), Qt::AlignRight | Qt::AlignVCenter, row.difference);
    painter.setFont(strong);
    painter.setPen(theme_.text);
    painter.drawText(column(1, top, kRow), Qt::AlignRight | Qt::AlignVCenter, row.b);
    QColor hairline = theme_.line;
    hairline.setAlphaF(0.6f);
    painter.fillRect(QRect(kMargin, top + kRow - 1, width() - 2 * kMargin, 1), hairline);
  }
  painter.setFont(interfaceFont(11));
  painter.setPen(theme_.dim);
  painter.drawText(QRect(kMargin, rowTop(rows_.size()) + 8, width() - 2 * kMargin, 400), Qt::TextWordWrap,
                   shared_);
}

bool ComparisonTable::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int index = (help->pos().y() - kHead) / kRow;
  if (help->pos().y() >= kHead && static_cast<size_t>(index) < rows_.size()) {
    const MeasureComparison& row = rows_[static_cast<size_t>(index)];
    const QString judged = row.verdict > 0   ? tr("\nB is better by it.")
                           : row.verdict < 0 ? tr("\nB is worse by it.")
                                             : QString();
    QToolTip::showText(help->globalPos(), row.title + ": " + row.help + judged, this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

}  // namespace adapsne
