// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QImage>
#include <QPainter>
#include <QSizeF>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/embedding/map_density.h"
#include "core/pipeline/run.h"
#include "views/camera.h"
#include "views/label_layout.h"
#include "views/point_colors.h"
#include "views/point_index.h"
#include "views/selection.h"
#include "views/theme.h"

namespace adapsne {

/// Everything that a picture of a map shows. Values and shared constants only.
struct MapScene {
  DatasetPtr dataset;
  Positions positions;  ///< Null before there is a map.
  RunPtr run;           ///< Null while the map still moves.
  std::shared_ptr<const PointColors> colors;
  std::vector<ClassMedian> medians;
  std::shared_ptr<const MapDensity> density;  ///< Lines of equal density are drawn where it is there.
  double unit = 1;                ///< The map's own units in one of `positions`: a map may be shown scaled.
  Selection selection;            ///< Drawn last; the others are greyed, never hidden.
  QString caption;                ///< Bottom left: points, iteration.
  QString emptyTitle, emptyText;  ///< Shown in the middle while there is no map.
  bool showExemplars = true, showLabels = true, showLegend = true, showOutliers = true;
  int64_t hovered = -1;
  bool linked = false;      ///< Beside another map: hair lines help to find the same point in both.
  bool showClasses = true;  ///< Classes in the legend; the map beside may have them.
  bool pointerHere = true;  ///< The hovered point's card is shown where the pointer is.

  QPointF positionOf(int64_t row) const {
    return {(*positions)[2 * static_cast<size_t>(row)], (*positions)[2 * static_cast<size_t>(row) + 1]};
  }
};

/// How it is drawn: on the screen, or into a file.
struct MapStyle {
  Theme theme = darkTheme();
  double pointRadius = 1.2, pointAlpha = 0.6;
  double pixelRatio = 1;      ///< Pixels of the point raster for each unit of the painter.
  bool vectorPoints = false;  ///< Draw every point as an ellipse of its own (SVG, PDF).
};

/// A map as it was seen: a value, so that it can be painted into a file on another thread.
struct MapPicture {
  QSizeF size;
  MapScene scene;
  Camera camera;
  MapStyle style;
};

/// The points and what lies on them: what stays while the pointer moves. Opaque, size * pixelRatio pixels.
QImage paintMapLayer(QSizeF size, const MapScene& scene, const Camera& camera, const MapStyle& style);

/// The whole picture. `layer` is a cached paintMapLayer() of the same arguments, or null.
void paintMap(QPainter& painter, QSizeF size, const MapScene& scene, const Camera& camera,
              const MapStyle& style, const QImage* layer = nullptr);

}  // namespace adapsne
