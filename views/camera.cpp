// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/camera.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/embedding/middle_range.h"

namespace adapsne {

namespace {

constexpr double kSmallestScale = 1e-6, kLargestScale = 1e12;

/// Large maps are sampled: a fit runs with every frame.
size_t strideOf(std::span<const float> positions) {
  return 1 + positions.size() / 2 / 10000;
}

/// The 0.2 to 99.8 percentiles of one axis.
MiddleRange axisRange(std::span<const float> positions, size_t axis) {
  const size_t points = positions.size() / 2;
  const size_t stride = strideOf(positions);
  std::vector<float> values;
  values.reserve(points / stride + 1);
  for (size_t i = 0; i < points; i += stride) {
    const float v = positions[2 * i + axis];
    if (std::isfinite(v)) values.push_back(v);
  }
  if (values.empty()) return {};
  return middleOf(values);
}

struct Extent {
  MiddleRange x, y;
};

Extent extentOf(std::span<const float> positions) {
  return {axisRange(positions, 0), axisRange(positions, 1)};
}

Camera fittedTo(const Extent& extent, QSizeF view, double margin) {
  const auto& [x, y] = extent;
  const QPointF center((x.low + x.high) / 2, (y.low + y.high) / 2);
  const double width = std::max(1.0, view.width() - 2 * margin),
               height = std::max(1.0, view.height() - 2 * margin);
  const double scaleX = x.high > x.low ? width / (x.high - x.low) : kLargestScale;
  const double scaleY = y.high > y.low ? height / (y.high - y.low) : kLargestScale;
  const double scale = std::min(scaleX, scaleY);
  return {center, scale < kLargestScale ? scale : 1.0};  // all points in one place: any scale will do
}

MiddleRange joined(const MiddleRange& a, const MiddleRange& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

bool anyBelow(const Camera::Beside& map, const Camera& camera, QSizeF view) {
  if (map.taken.isEmpty() || map.taken.left() <= 0) return false;
  const QRectF box = map.taken.adjusted(-4, -4, 4, 4);  // points have a size
  for (size_t i = 0; i < map.positions.size() / 2; i += strideOf(map.positions)) {
    if (box.contains(camera.toScreen({map.positions[2 * i], map.positions[2 * i + 1]}, view))) return true;
  }
  return false;
}

}  // namespace

Camera::Camera(QPointF center, double scale)
    : center_(center), scale_(std::clamp(scale, kSmallestScale, kLargestScale)) {}

QPointF Camera::toScreen(QPointF map, QSizeF view) const {
  return {view.width() / 2 + (map.x() - center_.x()) * scale_,
          view.height() / 2 - (map.y() - center_.y()) * scale_};
}

QPointF Camera::toMap(QPointF screen, QSizeF view) const {
  return {center_.x() + (screen.x() - view.width() / 2) / scale_,
          center_.y() - (screen.y() - view.height() / 2) / scale_};
}

Camera Camera::panned(QPointF delta) const {
  return {QPointF(center_.x() - delta.x() / scale_, center_.y() + delta.y() / scale_), scale_};
}

Camera Camera::zoomed(QPointF at, double factor, QSizeF view) const {
  const QPointF fixed = toMap(at, view);
  const Camera scaled(center_, scale_ * factor);
  const QPointF moved = scaled.toMap(at, view);
  return {center_ + fixed - moved, scaled.scale()};
}

Camera Camera::fitted(std::span<const float> positions, QSizeF view, double margin) {
  return fittedTo(extentOf(positions), view, margin);
}

Camera Camera::fittedBeside(std::span<const Beside> maps, QSizeF view, double margin) {
  Extent extent = extentOf(maps.front().positions);
  for (const Beside& map : maps.subspan(1)) {
    const Extent other = extentOf(map.positions);
    extent = {joined(extent.x, other.x), joined(extent.y, other.y)};
  }
  double left = view.width();  // where the boxes begin
  for (const Beside& map : maps)
    if (!map.taken.isEmpty() && map.taken.left() > 0) left = std::min(left, map.taken.left());
  // The room for the maps ends further and further to the left, at last where the first box begins; in each
  // room they stand in the middle, or lower where they leave some of its height.
  constexpr int kSteps = 8;
  Camera camera;
  for (int step = 0; step <= kSteps; ++step) {
    const double right = view.width() - (view.width() - left) * step / kSteps;
    const double edge = std::min(margin, right / 4);
    const Camera middle =
        fittedTo(extent, {right, view.height()}, edge).panned({(right - view.width()) / 2, 0});
    const double spare = view.height() - 2 * edge - (extent.y.high - extent.y.low) * middle.scale();
    for (const double share : {0.0, 0.5, 1.0}) {
      camera = middle.panned({0, share * std::max(0.0, spare) / 2});
      if (std::none_of(maps.begin(), maps.end(),
                       [&](const Beside& map) { return anyBelow(map, camera, view); }))
        return camera;
      if (spare <= 0) break;
    }
    camera = middle;
  }
  return camera;
}

}  // namespace adapsne
