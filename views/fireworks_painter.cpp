// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fireworks_painter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainterPath>
#include <QPolygonF>
#include <QRadialGradient>

#include "views/fireworks_legend.h"
#include "views/format.h"
#include "views/label_layout.h"
#include "views/nice_ticks.h"

namespace adapsne {
namespace {

QColor faded(QColor color, double alpha) {
  color.setAlphaF(static_cast<float>(alpha));
  return color;
}

/// Everything that the parts of the picture share.
struct Canvas {
  QPainter& painter;
  const Theme& theme;
  const FireworksScene& scene;
  const FireworksLayout& layout;
  int step;
  std::vector<VisibleEvent> events;

  QPointF at(const TraceEvent& event) const { return {layout.x(event.u), layout.y(event.perplexity)}; }
  QColor color(bool fireworks) const { return fireworks ? theme.adapsne : theme.nms; }
  void text(QRectF where, int flags, const QString& text, const QColor& color, const QFont& font) const {
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(where, flags, text);
  }
};

void paintAxes(const Canvas& c) {
  const FireworksLayout& l = c.layout;
  const QFont font = interfaceFont(11);
  c.painter.fillRect(l.plot, c.theme.plot);
  c.painter.fillRect(l.lane, c.theme.plot);
  const QPen grid(faded(c.theme.line, 0.55), 1), minor(faded(c.theme.line, 0.25), 1);
  double lastLabel = 1e9;
  for (double decade = std::pow(10, std::floor(std::log10(l.lowest))); decade < l.highest; decade *= 10) {
    for (const int digit : {1, 2, 5}) {
      const double value = decade * digit, y = l.y(value);
      if (value < l.lowest || value > l.highest) continue;
      c.painter.setPen(digit == 1 ? grid : minor);
      c.painter.drawLine(QPointF(l.plot.left(), y), QPointF(l.plot.right(), y));
      // Decades always have their number, others where there is room before the next decade's.
      const double nextDecade = l.y(decade * 10);
      const bool room =
          lastLabel - y > 14 && (digit == 1 || value * 10 > l.highest * 10 || y - nextDecade > 14);
      if (y < l.plot.top() + 4 || !room) continue;
      c.text(QRectF(0, y - 8, l.plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
             countText(std::lround(value)), c.theme.dim, font);
      lastLabel = y;
    }
  }
  // Where the words would hide most of the numbers, the symbol stands before them.
  const QString words = QStringLiteral("ln σ of distances / largest");
  const double wordsWidth = QFontMetricsF(font).horizontalAdvance(words) + 4;
  const bool wide = l.lane.width() >= 3 * wordsWidth;
  const QRectF titleBox = wide ? QRectF(l.lane.right() - wordsWidth, l.lane.bottom() + 3, wordsWidth, 15)
                               : QRectF(0, l.lane.bottom() + 3, l.lane.left() - 6, 15);
  c.text(titleBox, Qt::AlignRight | Qt::AlignVCenter, wide ? words : QStringLiteral("ln σ"), c.theme.dim,
         font);
  const double step = niceStep(l.uHigh - l.uLow, l.plot.width() / 80);
  for (double u = std::ceil(l.uLow / step) * step; u <= l.uHigh; u += step) {
    const double x = l.x(u);
    c.painter.setPen(grid);
    c.painter.drawLine(QPointF(x, l.plot.top()), QPointF(x, l.plot.bottom()));
    c.painter.drawLine(QPointF(x, l.lane.top()), QPointF(x, l.lane.bottom()));
    if (wide && x + 18 > titleBox.left()) continue;
    c.text(QRectF(x - 30, l.lane.bottom() + 3, 60, 15), Qt::AlignCenter,
           QString::number(std::abs(u) < step / 2 ? 0.0 : u, 'g', 3), c.theme.dim, font);
  }
  c.painter.save();
  c.painter.translate(10, l.plot.center().y());
  c.painter.rotate(-90);
  c.text(QRectF(-60, -8, 120, 16), Qt::AlignCenter, QStringLiteral("perplexity"), c.theme.dim, font);
  c.painter.restore();
  c.text(QRectF(0, l.lane.center().y() - 8, l.lane.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
         QStringLiteral("passes"), c.theme.dim, font);
}

void paintCurve(const Canvas& c) {
  const Landscape& land = c.scene.landscape;
  QPolygonF curve;
  for (size_t i = 0; i < land.u.size(); ++i)
    curve << QPointF(c.layout.x(land.u[i]), c.layout.y(land.perplexity[i]));
  QPolygonF area = curve;
  area << QPointF(curve.last().x(), c.layout.plot.bottom())
       << QPointF(curve.first().x(), c.layout.plot.bottom());
  QLinearGradient under(c.layout.plot.topLeft(), c.layout.plot.bottomLeft());
  under.setColorAt(0, faded(c.theme.dim, 0.16));
  under.setColorAt(1, faded(c.theme.dim, 0.02));
  c.painter.setPen(Qt::NoPen);
  c.painter.setBrush(under);
  c.painter.drawPolygon(area);
  c.painter.setBrush(Qt::NoBrush);
  c.painter.setPen(QPen(c.theme.dim, 1.7));
  c.painter.drawPolyline(curve);
  for (const SearchPath* path : {&c.scene.fireworks, &c.scene.classic}) {
    if (path == &c.scene.fireworks && path->target == c.scene.classic.target) continue;  // one line for both
    const bool own = path->target == c.scene.target;
    c.painter.setPen(QPen(own ? c.theme.text : c.color(path == &c.scene.fireworks), 1.1, Qt::DashLine));
    const double y = c.layout.y(path->target);
    c.painter.drawLine(QPointF(c.layout.plot.left(), y), QPointF(c.layout.plot.right(), y));
  }
}

/// The sparks of one explosion follow each other; what belongs to the explosion is painted with its first
/// few, or the published algorithms' up to 120 would add up to a solid wall.
bool belongsToExplosion(const std::vector<VisibleEvent>& events, size_t i) {
  constexpr size_t kPainted = 4;
  if (i < kPainted) return true;
  const TraceEvent &e = events[i].event, &before = events[i - kPainted].event;
  return before.kind != e.kind || before.generation != e.generation || before.center != e.center ||
         before.amplitude != e.amplitude;
}

/// The range that an explosion or a sign bracket covers: strong while it happens, a trace of it afterwards.
void paintAmplitudes(const Canvas& c) {
  const double target = c.layout.y(c.scene.target);
  for (size_t i = 0; i < c.events.size(); ++i) {
    const VisibleEvent& v = c.events[i];
    if (!v.fireworks) continue;
    const TraceEvent& e = v.event;
    if (e.kind == EvaluationKind::Spark) {
      if (!belongsToExplosion(c.events, i)) continue;
      const double left = c.layout.x(e.center - e.amplitude), right = c.layout.x(e.center + e.amplitude);
      if (!v.landing) continue;
      c.painter.fillRect(QRectF(left, c.layout.plot.top(), right - left, c.layout.plot.height()),
                         faded(c.theme.adapsne, 0.035));
      c.painter.setPen(QPen(faded(c.theme.adapsne, 0.8), 1.3));
      const double y = c.layout.plot.top() + 7;
      c.painter.drawLine(QPointF(left, y), QPointF(right, y));
      for (const double x : {left, right}) c.painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4));
    } else if (e.kind == EvaluationKind::GuidingSpark) {
      const double left = c.layout.x(e.center), right = c.layout.x(e.center + e.amplitude);
      c.painter.setPen(QPen(faded(c.theme.good, v.landing ? 1 : 0.4), v.landing ? 1.6 : 1));
      for (const auto& [x, inward] : {std::pair(left, 4.0), std::pair(right, -4.0)}) {
        c.painter.drawLine(QPointF(x, target - 9), QPointF(x, target + 9));
        for (const double y : {target - 9, target + 9})
          c.painter.drawLine(QPointF(x, y), QPointF(x + inward, y));
      }
    }
  }
}

void paintGlow(const Canvas& c, QPointF at, double radius, double strength) {
  QRadialGradient glow(at, radius);
  glow.setColorAt(0, faded(c.theme.adapsne, 0.75 * strength));
  glow.setColorAt(0.35, faded(c.theme.adapsne, 0.28 * strength));
  glow.setColorAt(1, faded(c.theme.adapsne, 0));
  c.painter.setPen(Qt::NoPen);
  c.painter.setBrush(glow);
  c.painter.drawEllipse(at, radius, radius);
}

void paintFireworksPath(const Canvas& c) {
  const auto& all = c.scene.fireworks.trace.events;
  for (size_t i = 0; i < c.events.size(); ++i) {
    const VisibleEvent& v = c.events[i];
    if (!v.fireworks) continue;
    const TraceEvent& e = v.event;
    if (e.kind == EvaluationKind::Firework) paintGlow(c, c.at(e), 24, v.landing ? 1 : 0.6);
    if (e.kind != EvaluationKind::Spark) continue;
    // The firework that exploded was evaluated before: its height is known.
    const auto origin =
        std::find_if(all.begin(), all.end(), [&](const TraceEvent& o) { return o.u == e.center; });
    if (origin == all.end()) continue;
    const double radius = std::max(14.0, c.layout.x(e.center + e.amplitude) - c.layout.x(e.center));
    if (belongsToExplosion(c.events, i)) {
      paintGlow(c, c.at(*origin), radius, v.landing ? 0.4 : 0.1);
      c.painter.setBrush(Qt::NoBrush);
      c.painter.setPen(QPen(faded(c.theme.adapsne, v.landing ? 0.7 : 0.2), 1, Qt::DotLine));
      c.painter.drawEllipse(c.at(*origin), radius, radius);
    }
    c.painter.setPen(QPen(faded(c.theme.adapsne, v.landing ? 0.7 : 0.25), 1));
    c.painter.drawLine(c.at(*origin), c.at(e));
  }
  for (const VisibleEvent& v : c.events) {
    if (!v.fireworks) continue;
    const bool guiding = v.event.kind == EvaluationKind::GuidingSpark;
    const double radius = v.event.kind == EvaluationKind::Firework ? 4 : 3;
    c.painter.setPen(QPen(c.theme.plot, 1));
    c.painter.setBrush(guiding ? c.theme.good : c.theme.adapsne);
    c.painter.drawEllipse(c.at(v.event), radius + 0.5 * v.landing, radius + 0.5 * v.landing);
  }
}

/// Iterates on the curve; the first ones and the last have their numbers where they do not touch.
void paintClassicPath(const Canvas& c, std::vector<QRectF>& taken) {
  QPointF lastNumber(-1e9, 0);
  const auto held = heldBy(c.scene.classic, c.step);
  for (const VisibleEvent& v : c.events) {
    if (v.fireworks) continue;
    const QPointF at = c.at(v.event);
    c.painter.setPen(QPen(c.theme.plot, 1));
    c.painter.setBrush(c.theme.nms);
    c.painter.drawPolygon(
        QPolygonF({at + QPointF(0, -4), at + QPointF(4, 0), at + QPointF(0, 4), at + QPointF(-4, 0)}));
    if (std::abs(at.x() - lastNumber.x()) < 13 || v.event.generation > 8) continue;
    if (held && held->u != v.event.u && std::abs(at.x() - c.layout.x(held->u)) < 15)
      continue;  // Its ring is there.
    const double up = at.y() < c.layout.plot.top() + 18 ? 4 : -18;
    taken.push_back(QRectF(at.x() - 6, at.y() + up, 12, 14));
    c.text(taken.back().adjusted(-6, 0, 6, 0), Qt::AlignCenter, QString::number(v.event.generation + 1),
           c.theme.nms, interfaceFont(10));
    lastNumber = at;
  }
}

/// Time runs downwards: what each pass evaluated, and the interval that it still believed in.
void paintLane(const Canvas& c) {
  c.painter.save();
  c.painter.setClipRect(c.layout.lane.adjusted(-3, -3, 3, 3));
  QPolygonF walk;
  for (const VisibleEvent& v : c.events) {
    const TraceEvent& e = v.event;
    const double y = c.layout.passY(e.generation);
    if (!v.fireworks) walk << QPointF(c.layout.x(e.u), y);
    if (e.kind == EvaluationKind::Firework || e.kind == EvaluationKind::Newton || !(e.amplitude > 0))
      continue;
    const double low = e.kind == EvaluationKind::Spark ? e.center - e.amplitude : e.center;
    const double high = e.center + e.amplitude;
    const double thick = std::clamp(c.layout.lane.height() / std::max(1, c.scene.steps()) * 0.8, 1.0, 4.0);
    c.painter.fillRect(
        QRectF(QPointF(c.layout.x(low), y - thick / 2), QPointF(c.layout.x(high), y + thick / 2)),
        faded(c.color(v.fireworks), v.fireworks ? 0.25 : 0.2));
  }
  c.painter.setBrush(Qt::NoBrush);
  c.painter.setPen(QPen(c.theme.nms, 1.2));
  c.painter.drawPolyline(walk);
  for (const VisibleEvent& v : c.events) {
    const bool guiding = v.event.kind == EvaluationKind::GuidingSpark;
    c.painter.setPen(Qt::NoPen);
    c.painter.setBrush(guiding ? c.theme.good : c.color(v.fireworks));
    const double radius = v.fireworks ? 2.2 : 1.5;
    c.painter.drawEllipse(QPointF(c.layout.x(v.event.u), c.layout.passY(v.event.generation)), radius, radius);
  }
  c.painter.restore();
}

struct Label {
  QPointF at;
  int side;  ///< Where it wants to stand: -1 left, 1 right, 0 above.
  QString text;
  QColor color;
};

void paintMarkers(const Canvas& c, std::vector<Label>& labels) {
  const double target = c.layout.y(c.scene.target);
  for (const Crossing& root : c.scene.landscape.trueRoots) {
    const QPointF at(c.layout.x(root.u), target);
    c.painter.setPen(QPen(c.theme.plot, 1.2));
    c.painter.setBrush(c.theme.text);
    c.painter.drawEllipse(at, 5, 5);
    labels.push_back({at, 1, QStringLiteral("true root"), c.theme.text});
  }
  for (const Crossing& root : c.scene.landscape.falseRoots) {
    const QPointF at(c.layout.x(root.u), target);
    c.painter.setPen(QPen(c.theme.error, 1.5));
    c.painter.setBrush(c.theme.plot);
    c.painter.drawEllipse(at, 5.5, 5.5);
    for (const double s : {-1.0, 1.0})
      c.painter.drawLine(at + QPointF(-3.2, -3.2 * s), at + QPointF(3.2, 3.2 * s));
    labels.push_back({at, -1, QStringLiteral("false root"), c.theme.error});
  }
  for (const SearchPath* path : {&c.scene.classic, &c.scene.fireworks}) {
    const bool fireworks = path == &c.scene.fireworks;
    const auto held = heldBy(*path, c.step);
    if (!held) continue;
    const bool ended = c.step >= path->passes();
    const QPointF at = c.at(*held);
    const QColor color = fireworks ? c.theme.good : c.theme.nms;
    c.painter.setBrush(Qt::NoBrush);
    c.painter.setPen(QPen(color, 1.2, Qt::DashLine));
    if (fireworks) c.painter.drawLine(at + QPointF(0, 8), QPointF(at.x(), c.layout.plot.bottom()));
    c.painter.setPen(QPen(color, 2));
    c.painter.drawEllipse(at, 8, 8);
    const QString verb = ended       ? QStringLiteral("ends at")
                         : fireworks ? QStringLiteral("best")
                                     : QStringLiteral("at");
    labels.push_back({at, 0,
                      QStringLiteral("%1 %2 %3").arg(pathName(*path), verb, numberText(held->perplexity)),
                      fireworks ? c.theme.good : c.theme.nms});
  }
}

void paintLabels(const Canvas& c, const std::vector<Label>& labels, std::vector<QRectF> taken) {
  QFont font = interfaceFont(11);
  font.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(font);
  std::vector<LabelRequest> requests;
  const QRectF area = c.layout.plot.adjusted(2, 2, -2, -2);
  // Sparks that landed earlier crowd around the root; a label may lie over them, its ground lets them
  // through.
  for (const VisibleEvent& v : c.events)
    if (v.landing || !v.fireworks) taken.push_back(QRectF(c.at(v.event) - QPointF(4, 4), QSizeF(8, 8)));
  for (const Label& label : labels) {
    taken.push_back(QRectF(label.at - QPointF(8, 8), QSizeF(16, 16)));
    const double width = metrics.horizontalAdvance(label.text) + 10;
    // The wish lies inside the plot, at an edge too: else there would be no label.
    const double left = area.left() + width / 2, right = std::max(left, area.right() - width / 2);
    const QPointF wish(
        std::clamp(label.at.x() + label.side * (width / 2 + 13), left, right),
        std::clamp(label.at.y() - (label.side == 0 ? 24 : 0), area.top() + 9, area.bottom() - 9));
    requests.push_back({wish, {width, 17}});
  }
  const bool two = c.scene.fireworks.target != c.scene.classic.target;
  for (const SearchPath* path : {&c.scene.fireworks, &c.scene.classic}) {
    if (!two && path == &c.scene.fireworks) continue;
    const QString target =
        QStringLiteral("%1target %2").arg(two ? pathName(*path) + ' ' : QString(), numberText(path->target));
    const double width = metrics.horizontalAdvance(target) + 8;
    const QRectF box(c.layout.plot.right() - width, c.layout.y(path->target) + 2, width, 16);
    c.text(box, Qt::AlignCenter, target, two ? c.color(path == &c.scene.fireworks) : c.theme.text,
           interfaceFont(11));
    taken.push_back(box);
  }
  const auto placed = placeLabels(requests, area, taken);
  for (size_t i = 0; i < placed.size(); ++i) {
    if (placed[i].isNull()) continue;
    c.painter.setPen(Qt::NoPen);
    c.painter.setBrush(faded(c.theme.plot, 0.66));
    c.painter.drawRoundedRect(placed[i], 4, 4);
    c.text(placed[i], Qt::AlignCenter, labels[i].text, labels[i].color, font);
  }
}

}  // namespace

void paintFireworks(QPainter& painter, QSizeF size, const Theme& theme, const FireworksScene& scene, int step,
                    std::optional<double> hoverU) {
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(QPointF(), size), theme.panel);
  const FireworksLayout layout(scene, size);
  if (layout.plot.height() < 30 || layout.plot.width() < 60) return;
  const Canvas canvas{painter, theme, scene, layout, step, visibleEvents(scene, step)};
  paintFireworksHeader(painter, theme, scene, layout);
  paintAxes(canvas);
  painter.save();
  painter.setClipRect(layout.plot);
  paintCurve(canvas);
  paintAmplitudes(canvas);
  paintFireworksPath(canvas);
  painter.restore();
  std::vector<QRectF> taken;
  paintClassicPath(canvas, taken);
  std::vector<Label> labels;
  paintMarkers(canvas, labels);
  paintLane(canvas);
  paintLabels(canvas, labels, std::move(taken));
  if (hoverU) paintFireworksHover(painter, theme, scene, layout, step, *hoverU);
}

}  // namespace adapsne
