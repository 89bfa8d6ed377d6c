// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_overlays.h"

#include <algorithm>

#include <QLineF>
#include <QPolygonF>
#include <QRectF>

#include "views/colors.h"
#include "views/mark_stamp.h"

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
  std::vector<MarkStamp> stamps;  // one a colour
  for (const auto color : scene.colors->palette)
    stamps.emplace_back(radius + 2, [&theme, outline, radius, color](QPainter& p, QPointF at) {
      p.setBrush(QColor::fromRgb(color));
      p.setPen(QPen(theme.plot, 3.2));
      p.drawEllipse(at, radius, radius);
      p.setPen(QPen(outline, 1.3));
      p.drawEllipse(at, radius, radius);
    });
  const QRectF visible = visibleArea(size);
  for (const int64_t row : scene.run->subset->rows) {
    const QPointF at = camera.toScreen(scene.positionOf(row), size);
    if (!visible.contains(at)) continue;
    painter.setOpacity(opacityOf(scene, row));
    stamps[scene.colors->index[static_cast<size_t>(row)]].draw(painter, at);
  }
}

void paintOutliers(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
                   const Theme& theme) {
  const QRectF visible = visibleArea(size);
  const std::vector<OutlierMark>& marks = outlierMarks();
  std::vector<MarkStamp> stamps;
  for (const OutlierMark& mark : marks)
    stamps.emplace_back(kMark + 3,
                        [&theme, &mark](QPainter& p, QPointF at) { paintOutlierMark(p, at, mark, theme); });
  const auto& reasons = scene.run->assessment.outliers.reasons;
  for (size_t row = 0; row < reasons.size(); ++row) {
    if (reasons[row] == 0) continue;
    const QPointF at = camera.toScreen(scene.positionOf(static_cast<int64_t>(row)), size);
    if (!visible.contains(at)) continue;
    const auto mark = std::find_if(marks.begin(), marks.end(),
                                   [&](const OutlierMark& m) { return (reasons[row] & m.reason) != 0; });
    if (mark == marks.end()) continue;
    painter.setOpacity(opacityOf(scene, static_cast<int64_t>(row)));
    stamps[static_cast<size_t>(mark - marks.begin())].draw(painter, at);
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
      painter.drawPolygon(
          QPolygonF({at + QPointF(0, -kMark), at + QPointF(kMark, kMark), at + QPointF(-kMark, kMark)}));
    } else {
      painter.drawRect(
          QRectF(at - QPointF(kMark - 0.5, kMark - 0.5), at + QPointF(kMark - 0.5, kMark - 0.5)));
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
