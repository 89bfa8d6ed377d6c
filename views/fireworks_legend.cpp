// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fireworks_legend.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QFontMetricsF>
#include <QPolygonF>
#include <QRadialGradient>
#include <QStringList>

#include "views/format.h"

namespace adapsne {
namespace {

constexpr double kLine = 17;

enum class Mark { Firework, Spark, Guiding, Iterate, Best, FalseRoot };

void paintMark(QPainter& painter, const Theme& theme, Mark mark, QPointF at) {
  painter.setPen(Qt::NoPen);
  switch (mark) {
    case Mark::Firework: {
      QRadialGradient glow(at, 8);
      QColor color = theme.adapsne;
      glow.setColorAt(0, color);
      color.setAlphaF(0);
      glow.setColorAt(1, color);
      painter.setBrush(glow);
      painter.drawEllipse(at, 8, 8);
      painter.setBrush(theme.adapsne);
      painter.drawEllipse(at, 3.2, 3.2);
      return;
    }
    case Mark::Spark:
    case Mark::Guiding:
      painter.setBrush(mark == Mark::Spark ? theme.adapsne : theme.good);
      painter.drawEllipse(at, 2.8, 2.8);
      return;
    case Mark::Iterate:
      painter.setBrush(theme.nms);
      painter.drawPolygon(
          QPolygonF({at + QPointF(0, -4), at + QPointF(4, 0), at + QPointF(0, 4), at + QPointF(-4, 0)}));
      return;
    case Mark::Best:
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(theme.good, 1.8));
      painter.drawEllipse(at, 4.5, 4.5);
      return;
    case Mark::FalseRoot:
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(theme.error, 1.4));
      painter.drawEllipse(at, 4.5, 4.5);
      for (const double s : {-1.0, 1.0})
        painter.drawLine(at + QPointF(-2.6, -2.6 * s), at + QPointF(2.6, 2.6 * s));
      return;
  }
}

/// Entries from the right, as many as there is room for.
void paintLegend(QPainter& painter, const Theme& theme, const FireworksScene& scene, QRectF line) {
  const std::pair<Mark, QString> entries[] = {
      {Mark::Firework, QStringLiteral("firework")},
      {Mark::Spark, QStringLiteral("spark")},
      {Mark::Guiding, QStringLiteral("guiding spark")},
      {Mark::Best, QStringLiteral("best so far")},
      {Mark::Iterate, pathName(scene.classic) + QStringLiteral(" iterate")},
      {Mark::FalseRoot, QStringLiteral("false root")}};
  painter.setFont(interfaceFont(11));
  const QFontMetricsF metrics(painter.font());
  double x = line.left();
  for (const auto& [mark, text] : entries) {
    if (mark == Mark::FalseRoot && scene.landscape.falseRoots.empty()) continue;
    if (mark == Mark::Guiding && scene.fireworks.search != Search::Fireworks) continue;
    const double width = metrics.horizontalAdvance(text) + 18;
    if (x + width > line.right()) return;
    paintMark(painter, theme, mark, {x + 6, line.center().y()});
    painter.setPen(theme.dim);
    painter.drawText(QRectF(x + 15, line.top(), width, kLine), Qt::AlignLeft | Qt::AlignVCenter, text);
    x += width + 13;
  }
}

/// "AdapSNE: ..." with the name in its colour; returns where it ends.
double paintPathLine(QPainter& painter, const Theme& theme, const FireworksScene& scene,
                     const SearchPath& path, QRectF line) {
  QFont bold = interfaceFont(12);
  bold.setWeight(QFont::DemiBold);
  painter.setFont(bold);
  painter.setPen(&path == &scene.fireworks ? theme.adapsne : theme.nms);
  const QString name = pathName(path) + ": ";
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
  line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(name));
  painter.setFont(interfaceFont(12));
  painter.setPen(theme.text);
  const QFontMetricsF metrics(painter.font());
  const QStringList texts = pathTexts(path);
  const auto fitting = std::find_if(texts.begin(), texts.end() - 1, [&](const QString& text) {
    return metrics.horizontalAdvance(text) <= line.width();
  });
  const QString text = metrics.elidedText(*fitting, Qt::ElideRight, line.width());
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text);
  return line.left() + metrics.horizontalAdvance(text);
}

}  // namespace

void paintFireworksHeader(QPainter& painter, const Theme& theme, const FireworksScene& scene,
                          const FireworksLayout& layout) {
  QRectF line(layout.header.left(), layout.header.top(), layout.header.width(), kLine);
  const bool wide = layout.header.height() < kLine * (scene.matchesRun ? 3 : 4);
  if (wide) {
    QRectF half = line;
    half.setWidth(line.width() / 2 - 8);
    paintPathLine(painter, theme, scene, scene.fireworks, half);
    half.moveLeft(line.center().x() + 8);
    paintPathLine(painter, theme, scene, scene.classic, half);
  } else {
    paintPathLine(painter, theme, scene, scene.fireworks, line);
    line.translate(0, kLine);
    paintPathLine(painter, theme, scene, scene.classic, line);
  }
  line.translate(0, kLine);
  if (!scene.matchesRun) {
    painter.setPen(theme.warning);
    painter.setFont(interfaceFont(12));
    const QString warning =
        QStringLiteral("This replay does not end at the run's sigma: other version or processor?");
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(warning, Qt::ElideRight, line.width()));
    line.translate(0, kLine);
  }
  paintLegend(painter, theme, scene, line);
}

void paintFireworksHover(QPainter& painter, const Theme& theme, const FireworksScene& scene,
                         const FireworksLayout& layout, int step, double u) {
  const Landscape& land = scene.landscape;
  if (!(u >= land.low() && u <= land.high())) return;
  // The nearest evaluation within reach of the pointer, else the nearest place of the evaluated curve.
  QStringList lines;
  double nearest = 6, perplexity = 0;
  for (const VisibleEvent& v : visibleEvents(scene, step)) {
    const double away = std::abs(layout.x(v.event.u) - layout.x(u));
    if (away >= nearest) continue;
    nearest = away;
    perplexity = v.event.perplexity;
    u = v.event.u;
    lines = {QStringLiteral("%1, pass %2")
                 .arg(pathName(v.fireworks ? scene.fireworks : scene.classic))
                 .arg(v.event.generation + 1)};
  }
  if (lines.isEmpty()) {
    const auto at = std::min_element(land.u.begin(), land.u.end(),
                                     [u](double a, double b) { return std::abs(a - u) < std::abs(b - u); });
    u = *at;
    perplexity = land.perplexity[static_cast<size_t>(at - land.u.begin())];
  }
  lines << QStringLiteral("σ %1   (ln σ %2)").arg(numberText(land.sigma(u)), QString::number(u, 'f', 3))
        << QStringLiteral("perplexity %1").arg(numberText(perplexity, 4));

  const QPointF at(layout.x(u), layout.y(perplexity));
  painter.setPen(QPen(theme.faint, 1, Qt::DotLine));
  painter.drawLine(QPointF(at.x(), layout.plot.top()), QPointF(at.x(), layout.lane.bottom()));
  painter.setPen(QPen(theme.plot, 1));
  painter.setBrush(theme.text);
  painter.drawEllipse(at, 3.5, 3.5);

  painter.setFont(interfaceFont(11));
  const QFontMetricsF metrics(painter.font());
  double width = 0;
  for (const QString& text : lines) width = std::max(width, metrics.horizontalAdvance(text));
  QRectF card(at.x() + 12, at.y() - 12 - 16.0 * lines.size(), width + 16, 16.0 * lines.size() + 8);
  if (card.right() > layout.plot.right()) card.moveRight(at.x() - 12);
  card.moveTop(std::max(card.top(), layout.plot.top() + 2));
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(theme.raised);
  painter.drawRoundedRect(card, 5, 5);
  painter.setPen(theme.text);
  for (qsizetype i = 0; i < lines.size(); ++i) {
    painter.drawText(QRectF(card.left() + 8, card.top() + 4 + 16.0 * i, width + 4, 16),
                     Qt::AlignLeft | Qt::AlignVCenter, lines[i]);
  }
}

}  // namespace adapsne
