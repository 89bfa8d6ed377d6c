// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_overlays.h"

#include <algorithm>
#include <cmath>
#include <iterator>

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
  return scene.stands(row) ? 1 : 0.25;
}

/// Half the width of marks at these places of the screen: smaller where they are many in little room, for
/// what explains the data must not hide them.
double halfWidthOf(const std::vector<QPointF>& places, double least, double most) {
  constexpr size_t kFew = 20;
  constexpr double kShare = 0.03;  // of the box about them all that they may cover
  if (places.size() <= kFew) return most;
  const auto byX =
      std::minmax_element(places.begin(), places.end(), [](QPointF p, QPointF q) { return p.x() < q.x(); });
  const auto byY =
      std::minmax_element(places.begin(), places.end(), [](QPointF p, QPointF q) { return p.y() < q.y(); });
  const double area = (byX.second->x() - byX.first->x()) * (byY.second->y() - byY.first->y());
  return std::clamp(std::sqrt(kShare * area / static_cast<double>(places.size())) / 2, least, most);
}

/// The cells of H_grid, those with points filled: the more points, the fuller.
void paintGrid(QPainter& painter, const MapPicture& picture) {
  constexpr double kSmallest = 4;  // pixels of a cell that still gets an outline
  if (!picture.scene.occupancy) return;
  const Occupancy& occupancy = *picture.scene.occupancy;
  const auto side = static_cast<size_t>(occupancy.side);
  if (side == 0) return;
  std::vector<int32_t> counts(side * side, 0);
  for (const int32_t cell : occupancy.cell) {
    if (cell >= 0) ++counts[static_cast<size_t>(cell)];
  }
  const int32_t fullest = *std::max_element(counts.begin(), counts.end());
  // The grid lies in the run's own map: its corner and steps go the way the map went.
  const GridFrame& frame = occupancy.frame;
  const auto corner = [&](size_t column, size_t row) {
    const auto u = static_cast<double>(column), v = static_cast<double>(row);
    const std::vector<float> own = {
        static_cast<float>(frame.corner[0] + u * frame.across[0] + v * frame.up[0]),
        static_cast<float>(frame.corner[1] + u * frame.across[1] + v * frame.up[1])};
    const std::vector<float> placed = picture.scene.gridPlacement.apply(own);
    return picture.camera.toScreen({placed[0], placed[1]}, picture.size);
  };
  const QPointF origin = corner(0, 0), across = (corner(side, 0) - origin) / static_cast<double>(side),
                up = (corner(0, side) - origin) / static_cast<double>(side);
  QColor fill = picture.style.theme.accent, line = picture.style.theme.dim;
  line.setAlphaF(0.35f);
  const bool outlined =
      std::hypot(across.x(), across.y()) >= kSmallest && std::hypot(up.x(), up.y()) >= kSmallest;
  painter.setPen(outlined ? QPen(line, 0.6) : QPen(Qt::NoPen));
  const QRectF visible = visibleArea(picture.size);
  for (size_t cell = 0; cell < counts.size(); ++cell) {
    if (counts[cell] == 0 && !outlined) continue;
    const QPointF at =
        origin + across * static_cast<double>(cell % side) + up * static_cast<double>(cell / side);
    const QPolygonF shape({at, at + across, at + across + up, at + up});
    if (!visible.intersects(shape.boundingRect())) continue;
    const double share = fullest > 0 ? static_cast<double>(counts[cell]) / fullest : 0;
    fill.setAlphaF(static_cast<float>(0.45 * std::sqrt(share)));
    painter.setBrush(counts[cell] > 0 ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawPolygon(shape);
  }
}

/// From where the selected points lie to where the map beside has them.
void paintWays(QPainter& painter, const MapPicture& picture) {
  const MapScene& scene = picture.scene;
  if (!scene.counterpart || scene.counterpart->size() != scene.positions->size()) return;
  const std::vector<int64_t> rows = scene.selection.rows();
  const auto step = std::max<size_t>(1, (rows.size() + kMostWays - 1) / kMostWays);
  QColor color = picture.style.theme.text;
  color.setAlphaF(rows.size() > 100 ? 0.25f : 0.5f);
  painter.setPen(QPen(color, 1));
  QList<QLineF> lines;
  for (size_t i = 0; i < rows.size(); i += step) {
    const auto row = static_cast<size_t>(rows[i]);
    const QPointF there((*scene.counterpart)[2 * row], (*scene.counterpart)[2 * row + 1]);
    lines.append({picture.camera.toScreen(scene.positionOf(rows[i]), picture.size),
                  picture.camera.toScreen(there, picture.size)});
  }
  painter.drawLines(lines);
  painter.setPen(Qt::NoPen);
  painter.setBrush(picture.style.theme.text);
  for (const QLineF& line : lines) painter.drawEllipse(line.p2(), 1.1, 1.1);
}

void paintDensity(QPainter& painter, const MapPicture& picture) {
  const auto& [size, scene, camera, style] = picture;
  const Theme& theme = style.theme;
  if (!scene.density) return;
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

void paintExemplars(QPainter& painter, const MapPicture& picture) {
  const auto& [size, scene, camera, style] = picture;
  if (!scene.exemplars) return;
  const Theme& theme = style.theme;
  const Subset& subset = *scene.exemplars;
  std::vector<QPointF> places;
  places.reserve(subset.rows.size());
  for (const int64_t row : subset.rows) places.push_back(camera.toScreen(scene.positionOf(row), size));
  const double radius = halfWidthOf(places, std::min(style.pointRadius + 0.6, 3.4), 3.4);
  const std::vector<QRgb> palette =
      scene.colors ? scene.colors->palette : std::vector<QRgb>{theme.adapsne.rgb()};
  constexpr size_t kFewColors = 32;
  // Of the marks that are many: one a colour, where these are few.
  std::vector<MarkStamp> rings, diamonds;
  const auto stampAll = [&](std::vector<MarkStamp>& stamps, ExemplarKind kind, double reach) {
    if (palette.size() > kFewColors) return;
    for (const QRgb color : palette)
      stamps.emplace_back(reach, [&theme, radius, color, kind](QPainter& p, QPointF at) {
        paintExemplarMark(p, at, radius, QColor::fromRgb(color), {kind, false}, theme);
      });
  };
  stampAll(rings, ExemplarKind::Chosen, radius + 2);
  if (!subset.given.empty()) stampAll(diamonds, ExemplarKind::Given, radius + 4);
  const QRectF visible = visibleArea(size);
  for (size_t i = 0; i < places.size(); ++i) {
    const int64_t row = subset.rows[i];
    const QPointF at = places[i];
    if (!visible.contains(at)) continue;
    painter.setOpacity(opacityOf(scene, row));
    const size_t color = scene.colors ? scene.colors->index[static_cast<size_t>(row)] : 0;
    const ExemplarMark mark = exemplarMarkOf(scene, row);
    std::vector<MarkStamp>& stamps = mark.kind == ExemplarKind::Given ? diamonds : rings;
    if (stamps.empty() || mark.kind == ExemplarKind::ByHand || mark.pinned)
      paintExemplarMark(painter, at, radius, QColor::fromRgb(palette[color]), mark, theme);
    else
      stamps[color].draw(painter, at);
  }
}

void paintOutliers(QPainter& painter, const MapPicture& picture) {
  const auto& [size, scene, camera, style] = picture;
  if (!scene.run) return;
  const Theme& theme = style.theme;
  const QRectF visible = visibleArea(size);
  const std::vector<OutlierMark>& marks = outlierMarks();
  const auto& reasons = scene.run->assessment.outliers.reasons;
  std::vector<int64_t> rows;
  std::vector<QPointF> places;
  for (size_t row = 0; row < reasons.size(); ++row) {
    if (reasons[row] == 0) continue;
    rows.push_back(static_cast<int64_t>(row));
    places.push_back(camera.toScreen(scene.positionOf(rows.back()), size));
  }
  const double scale = halfWidthOf(places, 2.6, kMark) / kMark;
  std::vector<MarkStamp> stamps;
  stamps.reserve(marks.size());
  for (const OutlierMark& mark : marks)
    stamps.emplace_back(kMark + 3, [&theme, &mark, scale](QPainter& p, QPointF at) {
      p.save();
      p.translate(at);
      p.scale(scale, scale);
      paintOutlierMark(p, {}, mark, theme);
      p.restore();
    });
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!visible.contains(places[i])) continue;
    const auto mark = std::find_if(marks.begin(), marks.end(), [&](const OutlierMark& m) {
      return (reasons[static_cast<size_t>(rows[i])] & m.reason) != 0;
    });
    if (mark == marks.end()) continue;
    painter.setOpacity(opacityOf(scene, rows[i]));
    stamps[static_cast<size_t>(mark - marks.begin())].draw(painter, places[i]);
  }
}

constexpr OverlayRow kRows[] = {
    {&MapOverlays::labels, "names", "Class Names", "N", "labels", "Show the classes' names on the map"},
    {&MapOverlays::exemplars, "exemplars", "Exemplars", "E", "exemplars",
     "Ring the exemplars on the map; those that were given stand in a diamond, those put there by hand in a "
     "square",
     paintExemplars, 4},
    {&MapOverlays::outliers, "outliers", "Outliers", "O", "outliers",
     "Mark lost (cross), stray (triangle) and unreachable (square) points", paintOutliers, 5},
    {&MapOverlays::density, "density", "Density", "D", "density",
     "Draw lines of equal density around the map's points", paintDensity, 2},
    {&MapOverlays::grid, "grid", "Occupancy Grid", "C", "grid",
     "Show the cells over which the map's occupancy entropy is measured, the fuller the stronger", paintGrid,
     1},
    {&MapOverlays::neighbors, "neighbors", "Neighbours", "K", "neighbors",
     "Join the point under the pointer to its ten nearest in the input space"},
    {&MapOverlays::displacement, "displacement", "Displacement", "M", "displacement",
     "Join each selected point to where the map beside has it", paintWays, 3},
    {&MapOverlays::legend, "legend", "Legend", "G", "legend", "Show the legend on the map"},
};

consteval bool eachFieldHasOneRow() {
  for (size_t i = 0; i < std::size(kRows); ++i)
    for (size_t j = 0; j < i; ++j)
      if (kRows[i].shown == kRows[j].shown || std::string_view(kRows[i].word) == kRows[j].word) return false;
  return sizeof(MapOverlays) == std::size(kRows) * sizeof(bool);
}
static_assert(eachFieldHasOneRow());

/// Those that are painted with what lies still, from below.
const std::vector<const OverlayRow*>& paintedRows() {
  static const std::vector<const OverlayRow*> rows = [] {
    std::vector<const OverlayRow*> painted;
    for (const OverlayRow& row : kRows)
      if (row.paint) painted.push_back(&row);
    std::sort(painted.begin(), painted.end(),
              [](const OverlayRow* a, const OverlayRow* b) { return a->layer < b->layer; });
    return painted;
  }();
  return rows;
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

ExemplarMark exemplarMarkOf(const MapScene& scene, int64_t row) {
  const auto holds = [row](const std::vector<int64_t>& rows) {
    return std::binary_search(rows.begin(), rows.end(), row);
  };
  ExemplarMark mark;
  mark.pinned = holds(scene.pinned);
  if (holds(scene.exemplars->given))
    mark.kind = ExemplarKind::Given;
  else if (scene.run && !holds(scene.run->subset->rows))
    mark.kind = ExemplarKind::ByHand;
  return mark;
}

void paintExemplarMark(QPainter& painter, QPointF at, double radius, const QColor& fill, ExemplarMark mark,
                       const Theme& theme) {
  const double half = radius + 1.4;  // A square on its corner, of about the ring's area.
  const QPolygonF diamond(
      {at + QPointF(0, -half), at + QPointF(half, 0), at + QPointF(0, half), at + QPointF(-half, 0)});
  const QRectF square(at - QPointF(radius, radius), at + QPointF(radius, radius));
  painter.setBrush(fill);
  const QColor outline = mark.pinned  ? theme.accent
                         : theme.dark ? QColor(255, 255, 255, 235)
                                      : QColor(20, 26, 36, 235);
  for (const QPen& pen :
       {QPen(theme.plot, mark.pinned ? 4.4 : 3.2), QPen(outline, mark.pinned ? 2.2 : 1.3)}) {
    painter.setPen(pen);
    switch (mark.kind) {
      case ExemplarKind::Chosen:
        painter.drawEllipse(at, radius, radius);
        break;
      case ExemplarKind::Given:
        painter.drawPolygon(diamond);
        break;
      case ExemplarKind::ByHand:
        painter.drawRect(square);
        break;
    }
  }
}

void paintOverlays(QPainter& painter, const MapPicture& picture) {
  for (const OverlayRow* row : paintedRows()) {
    if (!(picture.scene.overlays.*row->shown)) continue;
    row->paint(painter, picture);
    painter.setOpacity(1);
  }
}

std::span<const OverlayRow> overlayRows() {
  return kRows;
}

const OverlayRow* overlayRow(std::string_view word) {
  for (const OverlayRow& row : kRows)
    if (row.word == word) return &row;
  return nullptr;
}

void paintNeighbors(QPainter& painter, const MapPicture& picture, int64_t row) {
  const auto& [size, scene, camera, style] = picture;
  if (!scene.run) return;
  const QPointF from = camera.toScreen(scene.positionOf(row), size);
  const auto near = scene.run->graph->neighbors(row);
  const auto shown = std::min<size_t>(kNeighborsShown, near.size());
  painter.setBrush(Qt::NoBrush);
  for (size_t i = 0; i < shown; ++i) {
    const QPointF to = camera.toScreen(scene.positionOf(near[i]), size);
    painter.setPen(QPen(style.theme.plot, 3));
    painter.drawLine(from, to);
    painter.setPen(QPen(style.theme.accent, 1.3));
    painter.drawLine(from, to);
    painter.drawEllipse(to, 3.2, 3.2);
  }
}

}  // namespace adapsne
