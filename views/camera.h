// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace adapsne {

/// Which part of a map a view shows: the map point in its centre and pixels a map unit. The map's y axis
/// points up. A value: every movement returns a new camera.
class Camera {
 public:
  Camera() = default;
  Camera(QPointF center, double scale);

  QPointF center() const { return center_; }
  double scale() const { return scale_; }

  QPointF toScreen(QPointF map, QSizeF view) const;
  QPointF toMap(QPointF screen, QSizeF view) const;

  /// The content follows the pointer by `delta` pixels.
  Camera panned(QPointF delta) const;
  /// What lies under `at` stays there.
  Camera zoomed(QPointF at, double factor, QSizeF view) const;

  /// Shows the 0.2 to 99.8 percentiles of both axes, `margin` pixels from the edges: a few far points must
  /// not shrink the rest. Positions are N x 2; non-finite ones are ignored.
  static Camera fitted(std::span<const float> positions, QSizeF view, double margin = 32);

  /// A map that stands beside others in views of one camera: N x 2 positions, and a box at its view's upper
  /// right that none of its points may lie below; null for none.
  struct Beside {
    std::span<const float> positions;
    QRectF taken;
  };
  /// The same for maps that share the camera: as large as may be without a point below its own map's box.
  /// Moving the points within the room comes before making them smaller.
  static Camera fittedBeside(std::span<const Beside> maps, QSizeF view, double margin = 32);

  bool operator==(const Camera&) const = default;

 private:
  QPointF center_;
  double scale_ = 1;
};

}  // namespace adapsne
