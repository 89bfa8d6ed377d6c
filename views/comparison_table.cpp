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
constexpr int kColumn = 240, kBetween = 28;  // what a column of measures needs, and what lies between two

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
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
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

int ComparisonTable::columns(int width) const {
  const int room = (width - 2 * kMargin + kBetween) / (kColumn + kBetween);
  return std::clamp(room, 1, std::max(1, static_cast<int>(rows_.size())));
}

int ComparisonTable::rowsPerColumn(int width) const {
  const int columns = this->columns(width);
  return (static_cast<int>(rows_.size()) + columns - 1) / columns;
}

QRect ComparisonTable::place(size_t row) const {
  const int columns = this->columns(width()), lines = std::max(1, rowsPerColumn(width()));
  const int wide = (width() - 2 * kMargin - (columns - 1) * kBetween) / columns;
  const int i = static_cast<int>(row);
  return {kMargin + i / lines * (wide + kBetween), kHead + i % lines * kRow, wide, kRow};
}

int ComparisonTable::footHeight(int width) const {
  if (shared_.isEmpty()) return 0;
  return 16 +
         QFontMetrics(interfaceFont(11))
             .boundingRect(QRect(0, 0, std::max(60, width - 2 * kMargin), 400), Qt::TextWordWrap, shared_)
             .height();
}

int ComparisonTable::heightForWidth(int width) const {
  return rows_.empty() ? 160 : kHead + kRow * rowsPerColumn(width) + footHeight(width);
}

QSize ComparisonTable::sizeHint() const {
  return {300, heightForWidth(std::max(300, width()))};
}

QSize ComparisonTable::minimumSizeHint() const {
  return {240, 60};
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
  const auto column = [&](int c, const QRect& row) {
    int right = row.right();
    for (int beside = 2; beside > c; --beside) right -= wide[beside] + kGap;
    return QRect(right - wide[c], row.top(), wide[c] + 1, row.height());
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
  for (size_t first = 0; first < rows_.size(); first += static_cast<size_t>(rowsPerColumn(width()))) {
    QRect head = place(first);
    head.setRect(head.left(), 30, head.width(), kHead - 32);
    for (int c = 0; c < 3; ++c) {
      painter.setPen(c < 2 ? methodColor(theme_, methods[c]) : theme_.dim);
      painter.drawText(column(c, head), Qt::AlignRight | Qt::AlignVCenter, heads[c]);
    }
  }
  for (size_t i = 0; i < rows_.size(); ++i) {
    const MeasureComparison& row = rows_[i];
    const QRect at = place(i);
    const QRect title(at.left(), at.top(), column(0, at).left() - kGap - at.left(), kRow);
    painter.setFont(plain);
    painter.setPen(theme_.dim);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                     plainMetrics.elidedText(row.title, Qt::ElideRight, title.width()));
    painter.setPen(theme_.text);
    painter.drawText(column(0, at), Qt::AlignRight | Qt::AlignVCenter, row.a);
    painter.setPen(row.verdict > 0 ? theme_.good : row.verdict < 0 ? theme_.error : theme_.dim);
    painter.drawText(column(2, at), Qt::AlignRight | Qt::AlignVCenter, row.difference);
    painter.setFont(strong);
    painter.setPen(theme_.text);
    painter.drawText(column(1, at), Qt::AlignRight | Qt::AlignVCenter, row.b);
    QColor hairline = theme_.line;
    hairline.setAlphaF(0.6f);
    painter.fillRect(QRect(at.left(), at.bottom(), at.width(), 1), hairline);
  }
  painter.setFont(interfaceFont(11));
  painter.setPen(theme_.dim);
  painter.drawText(QRect(kMargin, kHead + kRow * rowsPerColumn(width()) + 8, width() - 2 * kMargin, 400),
                   Qt::TextWordWrap, shared_);
}

bool ComparisonTable::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  size_t index = 0;
  while (index < rows_.size() && !place(index).contains(help->pos())) ++index;
  if (index < rows_.size()) {
    const MeasureComparison& row = rows_[index];
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
