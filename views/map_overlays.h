// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <QColor>
#include <QPainter>
#include <QPointF>
#include <QSizeF>
#include <QString>

#include "core/assessment/outliers.h"
#include "views/map_scene.h"

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

/// How an exemplar came to be one: chosen by the run (a ring), given (a diamond) or put there by hand (a
/// square). Pinned ones have the accent's outline.
enum class ExemplarKind { Chosen, Given, ByHand };
struct ExemplarMark {
  ExemplarKind kind = ExemplarKind::Chosen;
  bool pinned = false;
};
ExemplarMark exemplarMarkOf(const MapScene& scene, int64_t row);
/// Its mark, filled with the colour of its point.
void paintExemplarMark(QPainter& painter, QPointF at, double radius, const QColor& fill, ExemplarMark mark,
                       const Theme& theme);

/// One thing that can lie on the points, described once: menu, tool bar, shortcut, the window's arguments and
/// the painting read this. Another one is another field of MapOverlays and another row in map_overlays.cpp.
struct OverlayRow {
  bool MapOverlays::*shown;
  const char* word;     ///< "names": in arguments and object names.
  const char* title;    ///< "Class Names"
  const char* key;      ///< The shortcut: "N".
  const char* icon;     ///< Of icons.h.
  const char* toolTip;  ///< "Show the classes' names on the map"
  /// Paints it with what lies still, below what has a larger layer; null where it goes with the pointer or in
  /// front of all (map_painter.cpp).
  void (*paint)(QPainter& painter, const MapPicture& picture) = nullptr;
  int layer = 0;
};
/// In the order of menu and tool bar.
std::span<const OverlayRow> overlayRows();
/// Null for a word that there is not.
const OverlayRow* overlayRow(std::string_view word);

/// What lies on the points and stays while the pointer moves: the occupancy's grid, lines of equal density,
/// ways to the map beside, the exemplars' rings and the outliers' marks.
void paintOverlays(QPainter& painter, const MapPicture& picture);

/// Lines from a point to its nearest in the input space: short ones where the map keeps them together.
/// Nothing before there is a run.
constexpr int kNeighborsShown = 10;
void paintNeighbors(QPainter& painter, const MapPicture& picture, int64_t row);

/// At most so many ways are drawn; where more points are selected, an even choice of them.
constexpr int64_t kMostWays = 4000;

}  // namespace adapsne
