// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include <QPointF>
#include <QSizeF>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/embedding/class_medians.h"
#include "core/embedding/map_density.h"
#include "core/embedding/procrustes.h"
#include "core/pipeline/run.h"
#include "views/camera.h"
#include "views/point_colors.h"
#include "views/point_index.h"
#include "views/selection.h"
#include "views/theme.h"

namespace adapsne {

/// What lies on the points, as the user switched it on.
struct MapOverlays {
  bool labels = true, legend = true, exemplars = true, outliers = true;
  bool density = false;       ///< Lines of equal density.
  bool grid = false;          ///< The cells over which the occupancy's entropy is measured.
  bool neighbors = false;     ///< Lines from the hovered point to its nearest in the input space.
  bool displacement = false;  ///< Lines from the selected points to where the map beside has them.
  bool operator==(const MapOverlays&) const = default;
};

/// Everything that a picture of a map shows. Values and shared constants only.
struct MapScene {
  DatasetPtr dataset;
  Positions positions;  ///< Null before there is a map.
  RunPtr run;           ///< Null while the map still moves.
  /// The run's exemplars, or what people made of them (then territories may not be known yet: empty). Null
  /// without a run.
  std::shared_ptr<const Subset> exemplars;
  std::vector<int64_t> pinned;                ///< Rows that the next run is to keep as exemplars; ascending.
  std::shared_ptr<const PointColors> colors;  ///< Null until they are known: all points in one colour.
  std::vector<ClassMedian> medians;
  std::shared_ptr<const MapDensity> density;   ///< Null where it is not shown.
  std::shared_ptr<const Occupancy> occupancy;  ///< Of the map that is shown; null where its grid is not.
  Similarity gridPlacement;                    ///< How the occupancy's own map became `positions`.
  Similarity
      placement;  ///< How the run's own map became `positions`: beside another one it is turned and scaled.
  Positions counterpart;          ///< Where the map beside has the same points; null where there is none.
  Selection selection;            ///< Drawn last; the others are greyed, never hidden.
  std::vector<uint8_t> muted;     ///< By class, 1: greyed because the legend switched it off. Empty: none.
  QString caption;                ///< Bottom left: points, iteration.
  QString emptyTitle, emptyText;  ///< Shown in the middle while there is no map.
  MapOverlays overlays;
  int64_t hovered = -1;
  bool linked = false;      ///< Beside another map: hair lines help to find the same point in both.
  bool showClasses = true;  ///< Classes in the legend; the map beside may have them.
  bool pointerHere = true;  ///< The hovered point's card is shown where the pointer is.

  bool isMuted(int64_t row) const {
    return !muted.empty() && dataset->isLabelled(row) &&
           muted[static_cast<size_t>(dataset->labels[static_cast<size_t>(row)])] != 0;
  }
  /// Drawn in its colour: not muted, and selected where something is.
  bool stands(int64_t row) const { return !isMuted(row) && (selection.empty() || selection.contains(row)); }
  bool isExemplar(int64_t row) const {
    return exemplars && std::binary_search(exemplars->rows.begin(), exemplars->rows.end(), row);
  }
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

}  // namespace adapsne
