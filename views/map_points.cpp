// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_points.h"

#include <algorithm>
#include <span>

#include "core/support/random.h"
#include "views/density_raster.h"
#include "views/scatter_raster.h"

namespace adapsne {

namespace {

/// Points that are not selected while others are: still there, without their colour.
QColor greyed(const Theme& theme) {
  return theme.dark ? QColor("#343b47") : QColor("#d5dae2");
}

/// The colours, or one for all while they are not known.
std::vector<QRgb> paletteOf(const MapScene& scene, const Theme& theme) {
  return scene.colors ? scene.colors->palette : std::vector<QRgb>{theme.adapsne.rgb()};
}

ScatterTransform transformOf(const MapPicture& picture) {
  const double ratio = picture.style.pixelRatio, scale = picture.camera.scale() * ratio;
  const QPointF origin = picture.camera.toScreen({0, 0}, picture.size) * ratio;
  return {scale, -scale, origin.x(), origin.y()};
}

/// The points that stand out, gathered: positions and colours.
MapSample standing(const MapScene& scene, const Theme& theme) {
  MapSample sample{{}, {}, paletteOf(scene, theme)};
  for (int64_t row = 0; row < scene.dataset->points; ++row) {
    if (!scene.stands(row)) continue;
    const auto i = static_cast<size_t>(row);
    sample.positions.insert(sample.positions.end(),
                            {(*scene.positions)[2 * i], (*scene.positions)[2 * i + 1]});
    sample.color.push_back(scene.colors ? scene.colors->index[i] : 0);
  }
  return sample;
}

void drawPoints(QImage& layer, const ScatterPoints& points, const ScatterTransform& transform, double radius,
                double alpha) {
  if (countInView(layer.size(), points.positions, transform) > kMostDiscs)
    return shadeDensity(layer, points, transform);
  splat(layer, points, transform, radius, alpha);
}

}  // namespace

MapSample sampleMap(const MapScene& scene, int64_t most, const Theme& theme) {
  constexpr uint64_t kSeed = 1;
  MapSample sample{{}, {}, paletteOf(scene, theme)};
  const auto grey = static_cast<uint16_t>(sample.palette.size());
  sample.palette.push_back(greyed(theme).rgb());
  const int64_t points = scene.dataset->points,
                step = std::max<int64_t>(1, (points + most - 1) / std::max<int64_t>(1, most));
  RandomStream random(kSeed);
  // One of each `step` rows, so that rows sorted by class are drawn evenly too.
  for (int64_t first = 0; first < points; first += step) {
    const auto width = static_cast<uint64_t>(std::min(step, points - first));
    const int64_t row = first + static_cast<int64_t>(random.below(width));
    const auto i = static_cast<size_t>(row);
    sample.positions.insert(sample.positions.end(),
                            {(*scene.positions)[2 * i], (*scene.positions)[2 * i + 1]});
    sample.color.push_back(!scene.stands(row) ? grey : scene.colors ? scene.colors->index[i] : uint16_t{0});
  }
  return sample;
}

QImage emptyLayer(const MapPicture& picture) {
  QImage layer((picture.size * picture.style.pixelRatio).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
  layer.fill(picture.style.theme.plot);
  return layer;
}

QImage paintSample(const MapSample& sample, const MapPicture& picture) {
  QImage layer = emptyLayer(picture);
  splat(layer, {sample.positions, sample.color, sample.palette}, transformOf(picture),
        picture.style.pointRadius * picture.style.pixelRatio, picture.style.pointAlpha);
  return layer;
}

QImage paintPoints(const MapPicture& picture) {
  QImage layer = emptyLayer(picture);
  const MapScene& scene = picture.scene;
  const ScatterTransform transform = transformOf(picture);
  const double radius = picture.style.pointRadius * picture.style.pixelRatio,
               alpha = picture.style.pointAlpha;
  const std::vector<QRgb> palette = paletteOf(scene, picture.style.theme);
  const bool selected = !scene.selection.empty();
  if (!selected && scene.muted.empty()) {
    const std::span<const uint16_t> colors =
        scene.colors ? std::span(scene.colors->index) : std::span<const uint16_t>();
    drawPoints(layer, {*scene.positions, colors, palette}, transform, radius, alpha);
    return layer;
  }
  const std::vector<QRgb> grey = {greyed(picture.style.theme).rgb()};
  drawPoints(layer, {*scene.positions, {}, grey}, transform, radius, alpha);
  const MapSample front = standing(scene, picture.style.theme);
  drawPoints(layer, {front.positions, front.color, front.palette}, transform,
             selected ? radius * 1.2 : radius, selected ? std::max(alpha, 0.9) : alpha);
  return layer;
}

void paintVectorPoints(QPainter& painter, const MapPicture& picture) {
  const MapScene& scene = picture.scene;
  const MapStyle& style = picture.style;
  painter.setPen(Qt::NoPen);
  const QRectF visible = QRectF(QPointF(), picture.size).adjusted(-2, -2, 2, 2);
  const std::vector<QRgb> palette = paletteOf(scene, style.theme);
  const auto paintPoint = [&](int64_t row, QColor color) {
    const QPointF at = picture.camera.toScreen(scene.positionOf(row), picture.size);
    if (!visible.contains(at)) return;
    color.setAlphaF(static_cast<float>(style.pointAlpha));
    painter.setBrush(color);
    painter.drawEllipse(at, style.pointRadius, style.pointRadius);
  };
  const auto colorOf = [&](int64_t row) {
    return QColor::fromRgb(palette[scene.colors ? scene.colors->index[static_cast<size_t>(row)] : 0]);
  };
  for (int64_t row = 0; row < scene.dataset->points; ++row) {
    if (!scene.stands(row)) paintPoint(row, greyed(style.theme));
  }
  for (int64_t row = 0; row < scene.dataset->points; ++row) {
    if (scene.stands(row)) paintPoint(row, colorOf(row));
  }
}

}  // namespace adapsne
