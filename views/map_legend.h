// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QColor>
#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>

#include "views/map_overlays.h"
#include "views/map_scene.h"

namespace adapsne {

/// One line of the legend.
struct LegendLine {
  enum class Symbol { Title, Dot, Mark, Exemplar, Ramp, Text };
  Symbol symbol = Symbol::Text;
  QString text, count;
  QColor color = {};
  const OutlierMark* mark = nullptr;
  ExemplarMark exemplar = {};
  int label = -1;  ///< The class that a click on the line mutes or brings back.
  bool muted = false;
  QRectF place = {};
};

/// What the colours mean, then what the marks mean, as many lines as there is room for, in the map's upper
/// right corner.
struct MapLegend {
  QRectF box;  ///< Null where there is nothing to explain.
  std::vector<LegendLine> lines;

  /// The class whose line is at this place, -1 for none.
  int classAt(QPointF at) const;
};
/// Empty where the legend is switched off.
MapLegend layOutLegend(const MapPicture& picture);
void paintLegend(QPainter& painter, const MapLegend& legend, const MapPicture& picture);

}  // namespace adapsne
