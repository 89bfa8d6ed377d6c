// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/scatter_raster.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace adapsne {

namespace {

constexpr int kPhases = 4;  ///< Sub-pixel positions an axis.

/// The coverage of a disc at every sub-pixel position, as weights out of 256.
class Sprite {
 public:
  Sprite(double radius, double alpha)
      : reach_(static_cast<int>(std::ceil(radius + 0.5))),
        side_(2 * reach_ + 1),
        weights_(static_cast<size_t>(kPhases * kPhases * side_ * side_)) {
    size_t next = 0;
    for (int phaseY = 0; phaseY < kPhases; ++phaseY) {
      for (int phaseX = 0; phaseX < kPhases; ++phaseX) {
        for (int y = 0; y < side_; ++y) {
          for (int x = 0; x < side_; ++x) {
            const double dx = x - reach_ + 0.5 - (phaseX + 0.5) / kPhases;
            const double dy = y - reach_ + 0.5 - (phaseY + 0.5) / kPhases;
            const double coverage = std::clamp(radius + 0.5 - std::hypot(dx, dy), 0.0, 1.0);
            weights_[next++] = static_cast<uint16_t>(std::lround(256 * alpha * coverage));
          }
        }
      }
    }
  }

  int reach() const { return reach_; }
  int side() const { return side_; }
  const uint16_t* phase(int x, int y) const {
    return weights_.data() + static_cast<size_t>((y * kPhases + x) * side_ * side_);
  }

 private:
  int reach_, side_;
  std::vector<uint16_t> weights_;
};

/// Two channels at a time: a weight of 256 or less keeps each product inside its 16 bits.
inline QRgb blend(QRgb under, uint32_t redBlue, uint32_t green, uint32_t weight) {
  const uint32_t keep = 256 - weight;
  const uint32_t rb = (((under & 0xff00ffu) * keep + redBlue * weight) >> 8) & 0xff00ffu;
  const uint32_t g = (((under & 0x00ff00u) * keep + green * weight) >> 8) & 0x00ff00u;
  return 0xff000000u | rb | g;
}

}  // namespace

void splat(QImage& image, const ScatterPoints& points, const ScatterTransform& transform, double radius,
           double alpha) {
  const int width = image.width(), height = image.height();
  if (width == 0 || height == 0 || points.palette.empty()) return;
  const Sprite sprite(radius, std::clamp(alpha, 0.0, 1.0));
  const int reach = sprite.reach(), side = sprite.side();
  const auto stride = static_cast<size_t>(image.bytesPerLine()) / sizeof(QRgb);
  auto* pixels = reinterpret_cast<QRgb*>(image.bits());

  const size_t count = points.positions.size() / 2;
  for (size_t i = 0; i < count; ++i) {
    const double px = transform.scaleX * points.positions[2 * i] + transform.offsetX;
    const double py = transform.scaleY * points.positions[2 * i + 1] + transform.offsetY;
    // Written so that NaN is outside.
    if (!(px > -reach && py > -reach && px < width + reach && py < height + reach)) continue;
    const int fineX = static_cast<int>(std::floor(px * kPhases)),
              fineY = static_cast<int>(std::floor(py * kPhases));
    const int left = (fineX >> 2) - reach, top = (fineY >> 2) - reach;
    const uint16_t* weights = sprite.phase(fineX & 3, fineY & 3);

    const size_t entry = points.color.empty() ? 0 : points.color[i];
    const QRgb color = points.palette[std::min(entry, points.palette.size() - 1)];
    const uint32_t redBlue = color & 0xff00ffu, green = color & 0x00ff00u;

    const int x0 = std::max(0, -left), x1 = std::min(side, width - left);
    const int y0 = std::max(0, -top), y1 = std::min(side, height - top);
    for (int y = y0; y < y1; ++y) {
      QRgb* row = pixels + static_cast<size_t>(top + y) * stride + left;
      const uint16_t* w = weights + y * side;
      for (int x = x0; x < x1; ++x) row[x] = blend(row[x], redBlue, green, w[x]);
    }
  }
}

}  // namespace adapsne
