// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QColor>
#include <QPainter>
#include <QPointF>
#include <QSizeF>
#include <QString>

#include "core/assessment/outliers.h"
#include "views/camera.h"
#include "views/map_painter.h"

namespace adapsne {

/// How an outlier is marked: by shape as well as colour, so that it can be told apart without colours.
struct OutlierMark {
  OutlierReason reason;
  QString name;
  QColor color;
};
/// Lost (a cross), stray (a triangle), unreachable (a square): the order in which one point's reasons count.
const std::vector<OutlierMark>& outlierMarks();
/// The mark's shape, 8 pixels across.
void paintOutlierMark(QPainter& painter, QPointF at, const OutlierMark& mark, const Theme& theme);

/// Lines of equal density, the exemplars' rings and the outliers' marks: what lies on the points.
void paintOverlays(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera, const Theme& theme);

}  // namespace adapsne
