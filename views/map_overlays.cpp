// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_overlays.h"

#include <algorithm>

#include <QLineF>
#include <QPolygonF>
#include <QRectF>

#include "views/colors.h"

namespace adapsne {

namespace {

constexpr double kMark = 4;  // half of a mark's width

/// Only what is near the view is drawn.
QRectF visibleArea(QSizeF size) {
  return QRectF(QPointF(), size).adjusted(-8, -8, 8, 8);
}

/// What is not selected steps back while something is.
double opacityOf(const MapScene& scene, int64_t row) {
  return scene.selection.empty() || scene.selection.contains(row) ? 1 : 0.25;
}

void paintDensity(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                  const Theme& theme) {
  for (const DensityContour& contour : scene.density->contours) {
    QList<QLineF> lines;
    lines.reserve(static_cast<qsizetype>(contour.segments.size() / 4));
    for (size_t i = 0; i + 3 < contour.segments.size(); i += 4) {
      lines.append({camera.toScreen({contour.segments[i], contour.segments[i + 1]}, size),
                    camera.toScreen({contour.segments[i + 2], contour.segments[i + 3]}, size)});
    }
    QColor color = theme.text;
    color.setAlphaF(static_cast<float>(1.0 - 0.75 * contour.share));  // the denser, the clearer
    painter.setPen(QPen(color, 1.1));
    painter.drawLines(lines);
  }
}

void paintExemplars(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                    const Theme& theme) {
  const QColor outline = theme.dark ? QColor(255, 255, 255, 235) : QColor(20, 26, 36, 235);
  const double radius = scene.run->subset->rows.size() > 1000 ? 2.4 : 3.4;
  const QRectF visible = visibleArea(size);
  for (const int64_t row : scene.run->subset->rows) {
    const QPointF at = camera.toScreen(scene.positionOf(row), size);
    if (!visible.contains(at)) continue;
    const auto color = scene.colors->palette[scene.colors->index[static_cast<size_t>(row)]];
    painter.setOpacity(opacityOf(scene, row));
    painter.setBrush(QColor::fromRgb(color));
    painter.setPen(QPen(theme.plot, 3.2));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(outline, 1.3));
    painter.drawEllipse(at, radius, radius);
  }
}

void paintOutliers(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                   const Theme& theme) {
  const QRectF visible = visibleArea(size);
  const auto& reasons = scene.run->assessment.outliers.reasons;
  for (size_t row = 0; row < reasons.size(); ++row) {
    if (reasons[row] == 0) continue;
    const QPointF at = camera.toScreen(scene.positionOf(static_cast<int64_t>(row)), size);
    if (!visible.contains(at)) continue;
    for (const OutlierMark& mark : outlierMarks()) {
      if (!(reasons[row] & mark.reason)) continue;
      painter.setOpacity(opacityOf(scene, static_cast<int64_t>(row)));
      paintOutlierMark(painter, at, mark, theme);
      break;
    }
  }
}

}  // namespace

const std::vector<OutlierMark>& outlierMarks() {
  static const std::vector<OutlierMark> marks = {
      {kLost, QStringLiteral("lost"), okabeIto(5)},
      {kStray, QStringLiteral("stray"), okabeIto(1)},
      {kUnreachable, QStringLiteral("unreachable"), okabeIto(6)},
  };
  return marks;
}

void paintOutlierMark(QPainter& painter, QPointF at, const OutlierMark& mark, const Theme& theme) {
  painter.setBrush(Qt::NoBrush);
  // A rim of the background first: marks must be legible on points of every colour.
  for (const QPen& pen : {QPen(theme.plot, 3.4), QPen(mark.color, 1.6)}) {
    painter.setPen(pen);
    if (mark.reason == kLost) {
      painter.drawLine(at + QPointF(-kMark, -kMark), at + QPointF(kMark, kMark));
      painter.drawLine(at + QPointF(-kMark, kMark), at + QPointF(kMark, -kMark));
    } else if (mark.reason == kStray) {
      painter.drawPolygon(QPolygonF({at + QPointF(0, -kMark), at + QPointF(kMark, kMark), at + QPointF(-kMark, kMark)}));
    } else {
      painter.drawRect(QRectF(at - QPointF(kMark - 0.5, kMark - 0.5), at + QPointF(kMark - 0.5, kMark - 0.5)));
    }
  }
}

void paintOverlays(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                   const Theme& theme) {
  if (scene.density) paintDensity(painter, size, scene, camera, theme);
  if (!scene.run) return;
  if (scene.showExemplars) paintExemplars(painter, size, scene, camera, theme);
  if (scene.showOutliers) paintOutliers(painter, size, scene, camera, theme);
  painter.setOpacity(1);
}

}  // namespace adapsne
