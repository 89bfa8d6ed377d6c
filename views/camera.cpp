// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/camera.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/embedding/middle_range.h"

namespace adapsne {

namespace {

constexpr double kSmallestScale = 1e-6, kLargestScale = 1e12;

/// The 0.2 to 99.8 percentiles of one axis. Large maps are sampled: a fit runs with every frame.
MiddleRange axisRange(std::span<const float> positions, size_t axis) {
  const size_t points = positions.size() / 2;
  const size_t stride = 1 + points / 10000;
  std::vector<float> values;
  values.reserve(points / stride + 1);
  for (size_t i = 0; i < points; i += stride) {
    const float v = positions[2 * i + axis];
    if (std::isfinite(v)) values.push_back(v);
  }
  if (values.empty()) return {};
  return middleOf(values);
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
  const MiddleRange x = axisRange(positions, 0), y = axisRange(positions, 1);
  const QPointF center((x.low + x.high) / 2, (y.low + y.high) / 2);
  const double width = std::max(1.0, view.width() - 2 * margin),
               height = std::max(1.0, view.height() - 2 * margin);
  const double scaleX = x.high > x.low ? width / (x.high - x.low) : kLargestScale;
  const double scaleY = y.high > y.low ? height / (y.high - y.low) : kLargestScale;
  const double scale = std::min(scaleX, scaleY);
  return {center, scale < kLargestScale ? scale : 1.0};  // all points in one place: any scale will do
}

}  // namespace adapsne
