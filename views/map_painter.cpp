// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QLinearGradient>

#include "views/format.h"
#include "views/hover_card.h"
#include "views/map_overlays.h"
#include "views/scatter_raster.h"

namespace adapsne {

namespace {

/// Points that are not selected while others are: still there, without their colour.
QColor greyed(const Theme& theme) {
  return theme.dark ? QColor("#343b47") : QColor("#d5dae2");
}

void splatPoints(QImage& layer, const MapScene& scene, const ScatterTransform& transform, double radius,
                 double alpha, const Theme& theme) {
  if (scene.selection.empty())
    return splat(layer, {*scene.positions, scene.colors->index, scene.colors->palette}, transform, radius, alpha);
  const std::vector<QRgb> grey = {greyed(theme).rgb()};
  splat(layer, {*scene.positions, {}, grey}, transform, radius, alpha);
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  for (const int64_t row : scene.selection.rows()) {
    const auto i = static_cast<size_t>(row);
    positions.insert(positions.end(), {(*scene.positions)[2 * i], (*scene.positions)[2 * i + 1]});
    colors.push_back(scene.colors->index[i]);
  }
  splat(layer, {positions, colors, scene.colors->palette}, transform, radius * 1.2, std::max(alpha, 0.9));
}

void paintVectorPoints(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                       const MapStyle& style) {
  painter.setPen(Qt::NoPen);
  const QRectF visible = QRectF(QPointF(), size).adjusted(-2, -2, 2, 2);
  const auto paintPoint = [&](int64_t row, QColor color) {
    const QPointF at = camera.toScreen(scene.positionOf(row), size);
    if (!visible.contains(at)) return;
    color.setAlphaF(static_cast<float>(style.pointAlpha));
    painter.setBrush(color);
    painter.drawEllipse(at, style.pointRadius, style.pointRadius);
  };
  const auto colorOf = [&](int64_t row) {
    return QColor::fromRgb(scene.colors->palette[scene.colors->index[static_cast<size_t>(row)]]);
  };
  const bool grey = !scene.selection.empty();
  for (int64_t row = 0; row < scene.dataset->points; ++row)
    paintPoint(row, grey ? greyed(style.theme) : colorOf(row));
  for (const int64_t row : scene.selection.rows()) paintPoint(row, colorOf(row));
}

QColor glass(const Theme& theme) {
  QColor color = theme.dark ? QColor("#1a1e25") : QColor("#ffffff");
  color.setAlpha(222);
  return color;
}

/// One line of the legend.
struct LegendLine {
  enum class Symbol { Title, Dot, Mark, Ramp, Text };
  Symbol symbol = Symbol::Text;
  QString text, count;
  QColor color;
  const OutlierMark* mark = nullptr;

  double height() const { return symbol == Symbol::Title ? 22 : symbol == Symbol::Ramp ? 32 : 18; }
};

/// What the colours mean, then what the marks mean, as many lines as there is room for.
std::vector<LegendLine> legendLines(const MapScene& scene, QSizeF size) {
  using Symbol = LegendLine::Symbol;
  double room = size.height() * 0.7;
  const bool roomy = size.width() >= 420;  // else the names on the map say enough
  std::vector<LegendLine> marks, lines;
  if (scene.showOutliers && scene.run) {
    const Outliers& outliers = scene.run->assessment.outliers;
    const int64_t counts[] = {outliers.lost, outliers.stray, outliers.unreachable};
    for (size_t i = 0; i < outlierMarks().size(); ++i) {
      const OutlierMark& mark = outlierMarks()[i];
      if (counts[i] > 0) marks.push_back({Symbol::Mark, mark.name, countText(counts[i]), mark.color, &mark});
    }
    if (!marks.empty()) marks.insert(marks.begin(), {Symbol::Title, QStringLiteral("Outliers"), {}, {}, nullptr});
  }
  if (scene.density) {
    marks.push_back({Symbol::Title, QStringLiteral("Density"), {}, {}, nullptr});
    marks.push_back({Symbol::Text, QStringLiteral("lines hold 25, 50, 75, 95 %"), {}, {}, nullptr});
  }
  for (const LegendLine& line : marks) room -= line.height();
  const PointColors& colors = *scene.colors;
  if (!colors.title.isEmpty() && (scene.showClasses || colors.ramp) && (roomy || !scene.showLabels)) {
    lines.push_back({Symbol::Title, colors.title, {}, {}, nullptr});
    if (colors.ramp) lines.push_back({Symbol::Ramp, {}, {}, {}, nullptr});
    room -= 22;
    const auto most = static_cast<size_t>(std::max(2.0, room / 18));
    for (size_t i = 0; i < colors.entries.size(); ++i) {
      if (i == most) {
        lines.push_back(
            {Symbol::Text, QStringLiteral("and %1 more").arg(colors.entries.size() - most), {}, {}, nullptr});
        break;
      }
      const LegendEntry& entry = colors.entries[i];
      lines.push_back({Symbol::Dot, entry.text, countText(entry.count), entry.color, nullptr});
    }
  }
  lines.insert(lines.end(), marks.begin(), marks.end());
  return lines;
}

void paintRamp(QPainter& painter, const QRectF& line, const PointColors& colors, const Theme& theme) {
  const QRectF bar(line.left(), line.top() + 3, line.width(), 9);
  QLinearGradient gradient(bar.topLeft(), bar.topRight());
  for (size_t i = 0; i <= 10; ++i)
    gradient.setColorAt(static_cast<double>(i) / 10,
                        QColor::fromRgb(colors.palette[i * (colors.palette.size() - 1) / 10]));
  painter.fillRect(bar, gradient);
  const QRectF numbers(line.left(), bar.bottom() + 3, line.width(), 16);
  painter.setPen(theme.dim);
  painter.drawText(numbers, Qt::AlignLeft | Qt::AlignVCenter, numberText(colors.low));
  painter.drawText(numbers, Qt::AlignRight | Qt::AlignVCenter, numberText(colors.high));
}

/// Top right. Returns what it covers.
QRectF paintLegend(QPainter& painter, QSizeF size, const MapScene& scene, const Theme& theme) {
  using Symbol = LegendLine::Symbol;
  constexpr double kMargin = 12, kPad = 9;
  const QFont font = interfaceFont(11);
  const QFontMetricsF metrics(font), titleMetrics(titleFont());
  const std::vector<LegendLine> lines = legendLines(scene, size);
  if (lines.empty()) return {};
  double width = 0, height = 8;
  for (const LegendLine& line : lines) {
    const double text = line.symbol == Symbol::Title ? titleMetrics.horizontalAdvance(line.text.toUpper())
                        : line.symbol == Symbol::Ramp
                            ? 132
                            : metrics.horizontalAdvance(line.text) + metrics.horizontalAdvance(line.count) +
                                  (line.count.isEmpty() ? 4 : 26);
    width = std::max(width, text);
    height += line.height();
  }
  width = std::min(width + 2 * kPad, size.width() * 0.4);
  const QRectF box(size.width() - kMargin - width, kMargin, width, height);
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(glass(theme));
  painter.drawRoundedRect(box, 6, 6);

  double y = box.top() + 2;
  for (const LegendLine& entry : lines) {
    const QRectF line(box.left() + kPad, y, box.width() - 2 * kPad, entry.height());
    y += entry.height();
    if (entry.symbol == Symbol::Title) {
      painter.setFont(titleFont());
      painter.setPen(theme.dim);
      painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, entry.text.toUpper());
      continue;
    }
    painter.setFont(font);
    if (entry.symbol == Symbol::Ramp) {
      paintRamp(painter, line, *scene.colors, theme);
      continue;
    }
    const QPointF symbol(line.left() + 4, line.center().y());
    if (entry.symbol == Symbol::Dot) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(entry.color);
      painter.drawEllipse(symbol, 4, 4);
    } else if (entry.symbol == Symbol::Mark) {
      paintOutlierMark(painter, symbol, *entry.mark, theme);
    }
    painter.setPen(theme.dim);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, entry.count);
    if (entry.symbol != Symbol::Text) painter.setPen(theme.text);
    const double indent = entry.symbol == Symbol::Text ? 0 : 14;
    painter.drawText(line.adjusted(indent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(entry.text, Qt::ElideRight,
                                        line.width() - indent - metrics.horizontalAdvance(entry.count) - 4));
  }
  return box;
}

void paintPills(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                const Theme& theme, const std::vector<QRectF>& taken) {
  QFont font = interfaceFont(11);
  font.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(font);
  std::vector<ClassMedian> medians = scene.medians;
  // Large classes get the place they want, small ones move.
  std::stable_sort(medians.begin(), medians.end(),
                   [](const auto& a, const auto& b) { return a.points > b.points; });
  std::vector<LabelRequest> requests;
  std::vector<QString> texts;
  for (const auto& median : medians) {
    const QString name = QString::fromStdString(scene.dataset->classNames[static_cast<size_t>(median.label)]);
    texts.push_back(metrics.elidedText(name, Qt::ElideRight, 140));
    // A class that has shrunk to a spot must not vanish under its own name.
    const double lift = median.spread * camera.scale() < 8 ? 18 : 0;
    requests.push_back({camera.toScreen(median.position, size) - QPointF(0, lift),
                        {std::max(18.0, metrics.horizontalAdvance(texts.back()) + 14), 18}});
  }
  const auto pills = placeLabels(requests, QRectF(QPointF(4, 4), size - QSizeF(8, 8)), taken);
  painter.setFont(font);
  for (size_t i = 0; i < pills.size(); ++i) {
    if (pills[i].isNull()) continue;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.dark ? QColor(28, 32, 40, 214) : QColor(255, 255, 255, 225));
    painter.drawRoundedRect(pills[i], 9, 9);
    if (!theme.dark) {
      painter.setPen(QPen(theme.line, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(pills[i], 9, 9);
    }
    painter.setPen(theme.dark ? QColor("#f2f4f8") : theme.text);
    painter.drawText(pills[i], Qt::AlignCenter, texts[i]);
  }
}

/// A length of 1, 2 or 5 times a power of ten that takes about a tenth of the width.
void paintScaleBar(QPainter& painter, QSizeF size, double scale, const Theme& theme) {
  const double wanted = std::min(110.0, size.width() / 6) / scale;
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  const double length = wanted / power >= 5 ? 5 * power : wanted / power >= 2 ? 2 * power : power;
  const double right = size.width() - 16, y = size.height() - 16, left = right - length * scale;
  painter.setPen(QPen(theme.faint, 1));
  painter.drawLine(QPointF(left, y), QPointF(right, y));
  painter.drawLine(QPointF(left, y - 3), QPointF(left, y + 3));
  painter.drawLine(QPointF(right, y - 3), QPointF(right, y + 3));
  painter.setPen(theme.dim);
  painter.drawText(QRectF(left - 88, y - 8, 80, 16), Qt::AlignRight | Qt::AlignVCenter, numberText(length));
}

/// So that the eye finds the same point in the map beside.
void paintHairLines(QPainter& painter, QSizeF size, QPointF at, const Theme& theme) {
  QColor color = theme.dim;
  color.setAlphaF(0.45f);
  painter.setPen(QPen(color, 1));
  painter.drawLine(QPointF(0, at.y()), QPointF(size.width(), at.y()));
  painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), size.height()));
}

void paintEmpty(QPainter& painter, QSizeF size, const MapScene& scene, const Theme& theme) {
  const QRectF area(QPointF(), size);
  QFont font = interfaceFont(18);
  font.setWeight(QFont::DemiBold);
  painter.setFont(font);
  painter.setPen(theme.text);
  const double middle = size.height() / 2;
  painter.drawText(QRectF(20, middle - 44, area.width() - 40, 32), Qt::AlignCenter, scene.emptyTitle);
  painter.setFont(interfaceFont(13));
  painter.setPen(theme.dim);
  const double width = std::min(460.0, area.width() - 40);
  painter.drawText(QRectF((area.width() - width) / 2, middle - 6, width, 90),
                   Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, scene.emptyText);
}

}  // namespace

QImage paintMapLayer(QSizeF size, const MapScene& scene, const Camera& camera, const MapStyle& style) {
  const double ratio = style.pixelRatio;
  QImage layer((size * ratio).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
  layer.fill(style.theme.plot);
  if (!scene.positions) return layer;
  const QPointF origin = camera.toScreen({0, 0}, size) * ratio;
  splatPoints(layer, scene, {camera.scale() * ratio, -camera.scale() * ratio, origin.x(), origin.y()},
              style.pointRadius * ratio, style.pointAlpha, style.theme);
  QPainter painter(&layer);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(ratio, ratio);
  paintOverlays(painter, size, scene, camera, style.theme);
  painter.end();
  return layer;
}

void paintMap(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
              const MapStyle& style, const QImage* layer) {
  const Theme& theme = style.theme;
  const QRectF area(QPointF(), size);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!scene.positions) {
    painter.fillRect(area, theme.plot);
    paintEmpty(painter, size, scene, theme);
    return;
  }
  if (style.vectorPoints) {
    painter.fillRect(area, theme.plot);
    paintVectorPoints(painter, size, scene, camera, style);
    paintOverlays(painter, size, scene, camera, theme);
  } else {
    painter.drawImage(area, layer ? *layer : paintMapLayer(size, scene, camera, style));
  }

  std::vector<QRectF> taken;
  if (scene.showLegend) taken.push_back(paintLegend(painter, size, scene, theme));
  painter.setFont(interfaceFont(11));
  const QFontMetricsF metrics(painter.font());
  const QRectF caption(14, size.height() - 25,
                       std::min(size.width() - 150, metrics.horizontalAdvance(scene.caption) + 4), 18);
  painter.setPen(theme.dim);
  painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(scene.caption, Qt::ElideRight, caption.width()));
  paintScaleBar(painter, size, camera.scale() / scene.unit, theme);
  taken.push_back(caption);
  taken.push_back(QRectF(size.width() - 220, size.height() - 28, 220, 28));
  if (scene.showLabels) paintPills(painter, size, scene, camera, theme, taken);
  if (scene.hovered < 0 || scene.hovered >= scene.dataset->points) return;
  const QPointF at = camera.toScreen(scene.positionOf(scene.hovered), size);
  if (scene.linked) paintHairLines(painter, size, at, theme);
  if (scene.pointerHere)
    paintHoverCard(painter, size, at, describePoint(scene.dataset, scene.run.get(), scene.hovered), theme);
  else
    paintHoverRing(painter, at, theme);
}

}  // namespace adapsne
