// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QLinearGradient>

#include "views/format.h"
#include "views/hover_card.h"
#include "views/scatter_raster.h"

namespace adapsne {

namespace {

QPointF positionOf(const MapScene& scene, int64_t row) {
  const auto& p = *scene.positions;
  return {p[2 * static_cast<size_t>(row)], p[2 * static_cast<size_t>(row) + 1]};
}

void paintExemplars(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                    const Theme& theme) {
  const QColor outline = theme.dark ? QColor(255, 255, 255, 235) : QColor(20, 26, 36, 235);
  const double radius = scene.run->subset->rows.size() > 1000 ? 2.4 : 3.4;
  const QRectF visible = QRectF(QPointF(), size).adjusted(-8, -8, 8, 8);
  for (const int64_t row : scene.run->subset->rows) {
    const QPointF at = camera.toScreen(positionOf(scene, row), size);
    if (!visible.contains(at)) continue;
    const auto color = scene.colors->palette[scene.colors->index[static_cast<size_t>(row)]];
    painter.setBrush(QColor::fromRgb(color));
    painter.setPen(QPen(theme.plot, 3.2));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(outline, 1.3));
    painter.drawEllipse(at, radius, radius);
  }
}

void paintVectorPoints(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                       const MapStyle& style) {
  painter.setPen(Qt::NoPen);
  const QRectF visible = QRectF(QPointF(), size).adjusted(-2, -2, 2, 2);
  for (int64_t row = 0; row < scene.dataset->points; ++row) {
    const QPointF at = camera.toScreen(positionOf(scene, row), size);
    if (!visible.contains(at)) continue;
    QColor color = QColor::fromRgb(scene.colors->palette[scene.colors->index[static_cast<size_t>(row)]]);
    color.setAlphaF(static_cast<float>(style.pointAlpha));
    painter.setBrush(color);
    painter.drawEllipse(at, style.pointRadius, style.pointRadius);
  }
}

QColor glass(const Theme& theme) {
  QColor color = theme.dark ? QColor("#1a1e25") : QColor("#ffffff");
  color.setAlpha(222);
  return color;
}

/// Classes or the ramp, top right. Returns what it covers.
QRectF paintLegend(QPainter& painter, QSizeF size, const MapScene& scene, const Theme& theme) {
  const PointColors& colors = *scene.colors;
  if (colors.title.isEmpty()) return {};
  constexpr double kRow = 18, kMargin = 12, kPad = 9;
  const QFont font = interfaceFont(11);
  const QFontMetricsF metrics(font), titleMetrics(titleFont());
  const auto room = static_cast<size_t>(std::max(2.0, (size.height() * 0.7 - 40) / kRow));
  const size_t shown = std::min(colors.entries.size(), room);
  const QString rest = shown < colors.entries.size()
                           ? QStringLiteral("and %1 more").arg(colors.entries.size() - shown)
                           : QString();
  double width = titleMetrics.horizontalAdvance(colors.title.toUpper());
  for (size_t i = 0; i < shown; ++i) {
    width = std::max(width, 26 + metrics.horizontalAdvance(colors.entries[i].text) +
                                metrics.horizontalAdvance(countText(colors.entries[i].count)));
  }
  width = std::min(std::max(width, colors.ramp ? 132.0 : 0.0) + 2 * kPad, size.width() * 0.4);
  const double height = colors.ramp ? 58 : 24 + kRow * static_cast<double>(shown + !rest.isEmpty()) + 6;
  const QRectF box(size.width() - kMargin - width, kMargin, width, height);

  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(glass(theme));
  painter.drawRoundedRect(box, 6, 6);
  const QRectF inner = box.adjusted(kPad, 0, -kPad, 0);
  painter.setFont(titleFont());
  painter.setPen(theme.dim);
  painter.drawText(QRectF(inner.left(), box.top() + 6, inner.width(), 16), Qt::AlignLeft | Qt::AlignVCenter,
                   colors.title.toUpper());
  painter.setFont(font);
  if (colors.ramp) {
    const QRectF bar(inner.left(), box.top() + 26, inner.width(), 9);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (size_t i = 0; i <= 10; ++i)
      gradient.setColorAt(i / 10.0, QColor::fromRgb(colors.palette[i * (colors.palette.size() - 1) / 10]));
    painter.fillRect(bar, gradient);
    const QRectF numbers(inner.left(), bar.bottom() + 3, inner.width(), 16);
    painter.drawText(numbers, Qt::AlignLeft | Qt::AlignVCenter, numberText(colors.low));
    painter.drawText(numbers, Qt::AlignRight | Qt::AlignVCenter, numberText(colors.high));
    return box;
  }
  for (size_t i = 0; i < shown + !rest.isEmpty(); ++i) {
    const QRectF line(inner.left(), box.top() + 24 + kRow * static_cast<double>(i), inner.width(), kRow);
    if (i == shown) {
      painter.setPen(theme.dim);
      painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, rest);
      break;
    }
    const LegendEntry& entry = colors.entries[i];
    painter.setPen(Qt::NoPen);
    painter.setBrush(entry.color);
    painter.drawEllipse(QPointF(line.left() + 4, line.center().y()), 4, 4);
    painter.setPen(theme.dim);
    const QString count = countText(entry.count);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, count);
    painter.setPen(theme.text);
    const double textWidth = line.width() - 20 - metrics.horizontalAdvance(count);
    painter.drawText(line.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(entry.text, Qt::ElideRight, textWidth));
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
void paintScaleBar(QPainter& painter, QSizeF size, const Camera& camera, const Theme& theme) {
  const double wanted = std::min(110.0, size.width() / 6) / camera.scale();
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  const double length = wanted / power >= 5 ? 5 * power : wanted / power >= 2 ? 2 * power : power;
  const double right = size.width() - 16, y = size.height() - 16, left = right - length * camera.scale();
  painter.setPen(QPen(theme.faint, 1));
  painter.drawLine(QPointF(left, y), QPointF(right, y));
  painter.drawLine(QPointF(left, y - 3), QPointF(left, y + 3));
  painter.drawLine(QPointF(right, y - 3), QPointF(right, y + 3));
  painter.setPen(theme.dim);
  painter.drawText(QRectF(left - 88, y - 8, 80, 16), Qt::AlignRight | Qt::AlignVCenter, numberText(length));
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
  splat(layer, {*scene.positions, scene.colors->index, scene.colors->palette},
        {camera.scale() * ratio, -camera.scale() * ratio, origin.x(), origin.y()}, style.pointRadius * ratio,
        style.pointAlpha);
  if (scene.showExemplars && scene.run) {
    QPainter painter(&layer);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(ratio, ratio);
    paintExemplars(painter, size, scene, camera, style.theme);
  }
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
    if (scene.showExemplars && scene.run) paintExemplars(painter, size, scene, camera, theme);
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
  paintScaleBar(painter, size, camera, theme);
  taken.push_back(caption);
  taken.push_back(QRectF(size.width() - 220, size.height() - 28, 220, 28));
  if (scene.showLabels) paintPills(painter, size, scene, camera, theme, taken);
  if (scene.hovered >= 0 && scene.hovered < scene.dataset->points) {
    paintHoverCard(painter, size, camera.toScreen(positionOf(scene, scene.hovered), size),
                   describePoint(scene.dataset, scene.run.get(), scene.hovered), theme);
  }
}

}  // namespace adapsne
