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

bool anyWithin(std::span<const float> positions, const Camera& camera, QSizeF view, QRectF box) {
  for (size_t i = 0; i < positions.size() / 2; i += strideOf(positions)) {
    if (box.contains(camera.toScreen({positions[2 * i], positions[2 * i + 1]}, view))) return true;
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

Camera Camera::fittedBeside(std::span<const float> positions, QSizeF view, QRectF taken, double margin) {
  const Extent extent = extentOf(positions);
  Camera camera = fittedTo(extent, view, margin);
  if (taken.isEmpty() || taken.left() <= 0) return camera;
  // The room for the map ends further and further to the left, at last where the box begins.
  constexpr int kSteps = 8;
  const QRectF grown = taken.adjusted(-4, -4, 4, 4);  // points have a size
  for (int step = 1; step <= kSteps && anyWithin(positions, camera, view, grown); ++step) {
    const double right = view.width() - (view.width() - taken.left()) * step / kSteps;
    camera = fittedTo(extent, {right, view.height()}, std::min(margin, right / 4))
                 .panned({(right - view.width()) / 2, 0});
  }
  return camera;
}

}  // namespace adapsne
