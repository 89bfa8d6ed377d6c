// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "views/format.h"
#include "views/hover_card.h"
#include "views/label_layout.h"
#include "views/map_legend.h"
#include "views/map_overlays.h"
#include "views/map_points.h"

namespace adapsne {

namespace {

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
  // Names must not hide what they explain: of many classes the largest have theirs, the others as one zooms
  // in.
  constexpr double kMostOfView = 0.1;
  double room = kMostOfView * size.width() * size.height();
  for (const auto& median : medians) {
    if (!scene.muted.empty() && scene.muted[static_cast<size_t>(median.label)] != 0) continue;
    const QString name = QString::fromStdString(scene.dataset->classNames[static_cast<size_t>(median.label)]);
    const QString text = metrics.elidedText(name, Qt::ElideRight, 140);
    // A class that has shrunk to a spot must not vanish under its own name.
    const double lift = median.spread * camera.scale() < 8 ? 18 : 0;
    const LabelRequest request{camera.toScreen({median.x, median.y}, size) - QPointF(0, lift),
                               {std::max(18.0, metrics.horizontalAdvance(text) + 14), 18}};
    if (!QRectF(QPointF(), size).contains(request.anchor)) continue;
    room -= request.size.width() * request.size.height();
    if (room < 0) break;
    requests.push_back(request);
    texts.push_back(text);
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

QImage paintMapLayer(const MapPicture& picture) {
  if (!picture.scene.positions) return emptyLayer(picture);
  QImage layer = paintPoints(picture);
  QPainter painter(&layer);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(picture.style.pixelRatio, picture.style.pixelRatio);
  paintOverlays(painter, picture);
  painter.end();
  return layer;
}

void paintMapAbsence(QPainter& painter, const MapPicture& picture) {
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(QPointF(), picture.size), picture.style.theme.plot);
  paintEmpty(painter, picture.size, picture.scene, picture.style.theme);
}

void paintMapFront(QPainter& painter, const MapPicture& picture) {
  const MapScene& scene = picture.scene;
  const Theme& theme = picture.style.theme;
  const QSizeF size = picture.size;
  painter.setRenderHint(QPainter::Antialiasing);
  const MapLegend legend = layOutLegend(picture);
  paintLegend(painter, legend, picture);
  std::vector<QRectF> taken;
  if (!legend.lines.empty()) taken.push_back(legend.box);
  painter.setFont(interfaceFont(11));
  const QFontMetricsF metrics(painter.font());
  const QString words =
      leadingParts(scene.caption, metrics, size.width() - 44 - std::min(164.0, size.width() / 6 + 60));
  const QRectF caption(14, size.height() - 25, metrics.horizontalAdvance(words) + 4, 18);
  painter.setPen(theme.dim);
  painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, words);
  paintScaleBar(painter, size, picture.camera.scale() * scene.placement.scale, theme);
  taken.push_back(caption);
  taken.push_back(QRectF(size.width() - 220, size.height() - 28, 220, 28));
  if (scene.overlays.labels) paintPills(painter, size, scene, picture.camera, theme, taken);
  if (scene.hovered < 0 || scene.hovered >= scene.dataset->points) return;
  const QPointF at = picture.camera.toScreen(scene.positionOf(scene.hovered), size);
  if (scene.linked) paintHairLines(painter, size, at, theme);
  if (scene.overlays.neighbors) paintNeighbors(painter, picture, scene.hovered);
  if (scene.pointerHere)
    paintHoverCard(painter, size, at,
                   describePoint(scene.dataset, scene.run.get(), scene.hovered, scene.exemplars.get()),
                   theme);
  else
    paintHoverRing(painter, at, theme);
}

void paintMap(QPainter& painter, const MapPicture& picture) {
  if (!picture.scene.positions) return paintMapAbsence(painter, picture);
  if (picture.style.vectorPoints) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(), picture.size), picture.style.theme.plot);
    paintVectorPoints(painter, picture);
    paintOverlays(painter, picture);
  } else {
    painter.drawImage(QRectF(QPointF(), picture.size), paintMapLayer(picture));
  }
  paintMapFront(painter, picture);
}

}  // namespace adapsne
