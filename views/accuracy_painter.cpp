// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accuracy_painter.h"

#include <algorithm>
#include <set>

#include <QFontMetricsF>
#include <QObject>
#include <QPolygonF>

#include "views/format.h"
#include "views/method_style.h"
#include "views/nice_ticks.h"

namespace adapsne {
namespace {

constexpr double kLegendWidth = 262, kLeastPlot = 330;
constexpr double kLeft = 48, kTop = 12, kRight = 16, kBottom = 42;
constexpr double kLegendLine = 19, kSwatch = 26;

const AccuracyPoint* pointAt(const AccuracyCurve& curve, int64_t exemplars) {
  const auto found = std::find_if(curve.points.begin(), curve.points.end(),
                                  [&](const AccuracyPoint& point) { return point.exemplars == exemplars; });
  return found == curve.points.end() ? nullptr : &*found;
}

double errorOf(const AccuracyPoint& point) {
  return std::isfinite(point.standardError) ? point.standardError : 0;
}

/// As the lines end at the right: the best first.
std::vector<const AccuracyCurve*> ranked(const AccuracyChart& chart) {
  std::vector<const AccuracyCurve*> curves;
  for (const AccuracyCurve& curve : chart.curves)
    if (!curve.points.empty()) curves.push_back(&curve);
  std::stable_sort(curves.begin(), curves.end(), [](const AccuracyCurve* a, const AccuracyCurve* b) {
    return a->points.back().mean > b->points.back().mean;
  });
  return curves;
}

void paintSwatch(QPainter& painter, QPointF left, const MethodStyle& style) {
  painter.setPen(methodPen(style, 2));
  painter.drawLine(left, left + QPointF(kSwatch - 8, 0));
  paintMethodMark(painter, left + QPointF((kSwatch - 8) / 2, 0), style, 3.2);
}

/// Names in lines above the plot: as many a line as there is room for. Their height.
double flowLegend(QPainter* painter, double width, const Theme& theme, const AccuracyChart& chart,
                  const AccuracyFocus& focus) {
  const QFontMetricsF metrics(interfaceFont(11));
  double x = kLeft, y = kTop;
  for (const AccuracyCurve* curve : ranked(chart)) {
    const QString name = QString::fromStdString(curve->method);
    const double wanted = kSwatch + metrics.horizontalAdvance(name) + 14;
    if (x > kLeft && x + wanted > width - kRight) {
      x = kLeft;
      y += kLegendLine;
    }
    if (painter) {
      paintSwatch(*painter, {x, y + kLegendLine / 2}, methodStyle(theme, curve->method));
      painter->setPen(focus.method == curve->method ? theme.text : theme.dim);
      painter->drawText(QPointF(x + kSwatch - 2, y + kLegendLine / 2 + metrics.ascent() / 2 - 1), name);
    }
    x += wanted;
  }
  return y + kLegendLine - kTop;
}

void paintAxes(QPainter& painter, const Theme& theme, const AccuracyLayout& layout) {
  const QRectF& plot = layout.plot;
  painter.fillRect(plot, theme.plot);
  QColor grid = theme.line;
  grid.setAlphaF(0.55f);
  painter.setFont(interfaceFont(11));
  const QFontMetricsF metrics(painter.font());
  const NiceTicks ticks = niceTicks(layout.low, layout.high);
  for (int i = 0; i < ticks.count; ++i) {
    const double value = ticks.first + i * ticks.step, y = layout.y(value / 100);
    if (y < plot.top() - 0.5 || y > plot.bottom() + 0.5) continue;
    painter.setPen(QPen(grid, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(theme.dim);
    painter.drawText(QRectF(0, y - 8, plot.left() - 7, 16), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(value, 'f', ticks.decimals));
  }
  double free = -1e9;
  for (const int64_t budget : layout.budgets) {
    const double x = layout.x(budget);
    painter.setPen(QPen(grid, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString text = countText(budget);
    const double half = metrics.horizontalAdvance(text) / 2;
    if (x - half < free) continue;
    painter.setPen(theme.dim);
    painter.drawText(QRectF(x - half - 1, plot.bottom() + 4, 2 * half + 2, 16), Qt::AlignCenter, text);
    free = x + half + 8;
  }
  painter.setPen(theme.dim);
  painter.drawText(QRectF(plot.left(), plot.bottom() + 20, plot.width(), 18), Qt::AlignCenter,
                   QObject::tr("exemplars"));
  painter.save();
  painter.translate(9, plot.center().y());
  painter.rotate(-90);
  painter.drawText(QRectF(-100, -8, 200, 16), Qt::AlignCenter, QObject::tr("accuracy (%)"));
  painter.restore();
}

/// What was measured side by side: a curve ends where a budget is missing, and goes on after it.
void paintCurve(QPainter& painter, const AccuracyLayout& layout, const AccuracyCurve& curve,
                const MethodStyle& style, bool band, double width) {
  QPolygonF line, above, below;
  for (const AccuracyPoint& point : curve.points) {
    const double x = layout.x(point.exemplars);
    line << QPointF(x, layout.y(point.mean));
    above << QPointF(x, layout.y(point.mean + errorOf(point)));
    below << QPointF(x, layout.y(point.mean - errorOf(point)));
  }
  if (band) {
    std::reverse(below.begin(), below.end());
    QColor fill = style.color;
    fill.setAlphaF(0.16f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(above + below);
    // One budget has no width: its error is a bar.
    if (curve.points.size() == 1) {
      painter.setPen(QPen(style.color, 1.2));
      painter.drawLine(above.front(), below.front());
    }
    return;
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(methodPen(style, width));
  painter.drawPolyline(line);
  for (const QPointF& at : line) paintMethodMark(painter, at, style, width + 1.2);
}

void paintFull(QPainter& painter, const Theme& theme, const AccuracyLayout& layout,
               const AccuracyChart& chart) {
  if (!std::isfinite(chart.full)) return;
  const double y = layout.y(chart.full);
  painter.setPen(QPen(theme.text, 1.2, Qt::DashLine));
  painter.drawLine(QPointF(layout.plot.left(), y), QPointF(layout.plot.right(), y));
  painter.setFont(interfaceFont(11));
  const bool roomAbove = y - 18 > layout.plot.top();
  painter.setPen(theme.text);
  painter.drawText(
      QRectF(layout.plot.left() + 8, roomAbove ? y - 18 : y + 2, layout.plot.width() - 16, 16),
      Qt::AlignLeft | Qt::AlignVCenter,
      QObject::tr("all %1 points: %2").arg(countText(chart.fullPoints), accuracyText(chart.full, NAN)));
}

int64_t readBudget(const AccuracyLayout& layout, const AccuracyFocus& focus) {
  return focus.budget > 0 || layout.budgets.empty() ? focus.budget : layout.budgets.back();
}

/// The values at the budget that is read, a line a method.
void paintValues(QPainter& painter, const QRectF& room, const Theme& theme, const AccuracyLayout& layout,
                 const AccuracyChart& chart, const AccuracyFocus& focus) {
  const int64_t budget = readBudget(layout, focus);
  painter.setFont(titleFont());
  painter.setPen(theme.dim);
  painter.drawText(QRectF(room.left(), room.top(), room.width(), kLegendLine),
                   Qt::AlignLeft | Qt::AlignVCenter, QObject::tr("AT %1 EXEMPLARS").arg(countText(budget)));
  double y = room.top() + kLegendLine + 2;
  for (const AccuracyCurve* curve : ranked(chart)) {
    if (y + kLegendLine > room.bottom()) break;
    paintSwatch(painter, {room.left(), y + kLegendLine / 2}, methodStyle(theme, curve->method));
    const AccuracyPoint* point = pointAt(*curve, budget);
    const QString value = point ? accuracyText(point->mean, point->standardError) : QStringLiteral("–");
    painter.setFont(interfaceFont(11));
    painter.setPen(theme.text);
    const double valueWidth = QFontMetricsF(painter.font()).horizontalAdvance(value) + 2;
    const QRectF line(room.left() + kSwatch, y, room.width() - kSwatch, kLegendLine);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, value);
    QFont font = interfaceFont(11);
    font.setBold(focus.method == curve->method);
    painter.setFont(font);
    painter.setPen(focus.method == curve->method ? theme.text : theme.dim);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(QString::fromStdString(curve->method), Qt::ElideRight,
                                                    line.width() - valueWidth - 6));
    y += kLegendLine;
  }
}

/// The same as a card over the plot, away from what is pointed at: where there is no room beside it.
void paintCard(QPainter& painter, const Theme& theme, const AccuracyLayout& layout,
               const AccuracyChart& chart, const AccuracyFocus& focus) {
  const double height = kLegendLine * static_cast<double>(ranked(chart).size() + 1) + 14;
  const double width = std::min(kLegendWidth, layout.plot.width() - 12);
  const bool left = layout.x(focus.budget) > layout.plot.center().x();
  const QRectF card(left ? layout.plot.left() + 6 : layout.plot.right() - width - 6, layout.plot.top() + 6,
                    width, std::min(height, layout.plot.height() - 12));
  QColor ground = theme.raised;
  ground.setAlphaF(0.94f);
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(ground);
  painter.drawRoundedRect(card, 5, 5);
  paintValues(painter, card.adjusted(9, 4, -9, -4), theme, layout, chart, focus);
}

}  // namespace

bool AccuracyChart::empty() const {
  return std::all_of(curves.begin(), curves.end(),
                     [](const AccuracyCurve& curve) { return curve.points.empty(); });
}

QString accuracyText(double mean, double standardError) {
  if (!std::isfinite(mean)) return QStringLiteral("—");
  const QString value = QString::number(100 * mean, 'f', 1);
  return std::isfinite(standardError)
             ? QObject::tr("%1 ± %2 %").arg(value, QString::number(100 * standardError, 'f', 1))
             : QObject::tr("%1 %").arg(value);
}

AccuracyLayout::AccuracyLayout(QSizeF size, const AccuracyChart& chart) {
  std::set<int64_t> found;
  double lowest = 1, highest = 0;
  for (const AccuracyCurve& curve : chart.curves) {
    for (const AccuracyPoint& point : curve.points) {
      found.insert(point.exemplars);
      lowest = std::min(lowest, point.mean - errorOf(point));
      highest = std::max(highest, point.mean + errorOf(point));
    }
  }
  if (std::isfinite(chart.full)) {
    lowest = std::min(lowest, chart.full);
    highest = std::max(highest, chart.full);
  }
  budgets.assign(found.begin(), found.end());
  if (highest < lowest) lowest = 0, highest = 1;
  const double room = std::max(0.03 * (highest - lowest), 0.005);
  const NiceTicks ticks = niceTicks(100 * std::max(0.0, lowest - room), 100 * std::min(1.0, highest + room));
  low = std::max(0.0, ticks.first);
  high = std::min(100.0, ticks.last());
  legendBeside = size.width() >= kLegendWidth + kLeastPlot;
  const Theme any = darkTheme();
  const double above = legendBeside ? 0 : flowLegend(nullptr, size.width(), any, chart, AccuracyFocus()) + 4;
  plot = QRectF(kLeft, kTop + above, size.width() - kLeft - kRight - (legendBeside ? kLegendWidth : 0),
                size.height() - kTop - above - kBottom);
  if (legendBeside) legend = QRectF(plot.right() + 20, kTop, kLegendWidth - 20, size.height() - kTop - 6);
  if (budgets.empty()) return;
  first_ = std::log(static_cast<double>(budgets.front()));
  last_ = std::log(static_cast<double>(budgets.back()));
  const double side = last_ > first_ ? 0.05 * (last_ - first_) : 1;
  first_ -= side;
  last_ += side;
}

double AccuracyLayout::x(int64_t exemplars) const {
  const double share = (std::log(static_cast<double>(exemplars)) - first_) / (last_ - first_);
  return plot.left() + share * plot.width();
}

double AccuracyLayout::y(double accuracy) const {
  return plot.bottom() - (100 * accuracy - low) / (high - low) * plot.height();
}

int64_t AccuracyLayout::budgetAt(double at) const {
  const auto nearest = std::min_element(budgets.begin(), budgets.end(), [&](int64_t a, int64_t b) {
    return std::abs(x(a) - at) < std::abs(x(b) - at);
  });
  return nearest == budgets.end() ? 0 : *nearest;
}

void paintAccuracy(QPainter& painter, QSizeF size, const Theme& theme, const AccuracyChart& chart,
                   const AccuracyFocus& focus) {
  painter.setRenderHint(QPainter::Antialiasing);
  const AccuracyLayout layout(size, chart);
  paintAxes(painter, theme, layout);
  painter.save();
  painter.setClipRect(layout.plot.adjusted(-6, -6, 6, 6));
  if (focus.budget > 0) {
    painter.setPen(QPen(theme.faint, 1));
    painter.drawLine(QPointF(layout.x(focus.budget), layout.plot.top()),
                     QPointF(layout.x(focus.budget), layout.plot.bottom()));
  }
  const auto paintAll = [&](bool band) {
    for (const bool front : {false, true}) {
      for (const AccuracyCurve& curve : chart.curves) {
        if (curve.points.empty() || (curve.method == focus.method) != front) continue;
        MethodStyle style = methodStyle(theme, curve.method);
        if (!focus.method.empty() && !front) style.color.setAlphaF(0.4f);
        if (band && !focus.method.empty() && !front) continue;
        paintCurve(painter, layout, curve, style, band, front ? 2.8 : 1.8);
      }
    }
  };
  paintAll(true);
  paintFull(painter, theme, layout, chart);
  paintAll(false);
  if (focus.chosen) {
    for (const AccuracyCurve& curve : chart.curves) {
      const AccuracyPoint* point = pointAt(curve, focus.chosen->exemplars);
      if (curve.method != focus.chosen->method || !point) continue;
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(theme.text, 2));
      painter.drawEllipse(QPointF(layout.x(point->exemplars), layout.y(point->mean)), 7.5, 7.5);
    }
  }
  painter.restore();
  painter.setFont(interfaceFont(11));
  if (layout.legendBeside)
    paintValues(painter, layout.legend, theme, layout, chart, focus);
  else
    flowLegend(&painter, size.width(), theme, chart, focus);
  if (!layout.legendBeside && focus.budget > 0) paintCard(painter, theme, layout, chart, focus);
}

}  // namespace adapsne
