// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/density_raster.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace adapsne {

namespace {

/// What fell on one pixel.
struct Heap {
  uint32_t count = 0;
  uint64_t red = 0, green = 0, blue = 0;
};

/// Calls use(index of the pixel, point) for every point on the image; NaN is outside.
template <typename Use>
void eachInView(QSize image, std::span<const float> positions, const ScatterTransform& transform,
                const Use& use) {
  for (size_t i = 0; i + 1 < positions.size(); i += 2) {
    const double x = transform.scaleX * static_cast<double>(positions[i]) + transform.offsetX;
    const double y = transform.scaleY * static_cast<double>(positions[i + 1]) + transform.offsetY;
    if (!(x >= 0 && y >= 0 && x < image.width() && y < image.height())) continue;
    use(static_cast<size_t>(y) * static_cast<size_t>(image.width()) + static_cast<size_t>(x), i / 2);
  }
}

}  // namespace

int64_t countInView(QSize image, std::span<const float> positions, const ScatterTransform& transform) {
  int64_t count = 0;
  eachInView(image, positions, transform, [&](size_t, size_t) { ++count; });
  return count;
}

void shadeDensity(QImage& image, const ScatterPoints& points, const ScatterTransform& transform) {
  if (image.isNull() || points.palette.empty()) return;
  std::vector<Heap> heaps(static_cast<size_t>(image.width()) * static_cast<size_t>(image.height()));
  const auto last = static_cast<uint16_t>(points.palette.size() - 1);
  eachInView(image.size(), points.positions, transform, [&](size_t pixel, size_t point) {
    const QRgb color = points.palette[points.color.empty() ? 0 : std::min(points.color[point], last)];
    Heap& heap = heaps[pixel];
    ++heap.count;
    heap.red += static_cast<uint64_t>(qRed(color));
    heap.green += static_cast<uint64_t>(qGreen(color));
    heap.blue += static_cast<uint64_t>(qBlue(color));
  });
  uint32_t fullest = 0;
  for (const Heap& heap : heaps) fullest = std::max(fullest, heap.count);
  if (fullest == 0) return;
  constexpr double kLeast = 0.2;  // a single point must not vanish beside the fullest pixel
  std::vector<int> opacity(static_cast<size_t>(fullest) + 1, 0);
  for (uint32_t c = 1; c <= fullest; ++c)
    opacity[c] = static_cast<int>(std::lround(
        256 * (kLeast + (1 - kLeast) * std::log1p(c) / std::log1p(static_cast<double>(fullest)))));
  for (int y = 0; y < image.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < image.width(); ++x) {
      const Heap& heap =
          heaps[static_cast<size_t>(y) * static_cast<size_t>(image.width()) + static_cast<size_t>(x)];
      if (heap.count == 0) continue;
      const int a = opacity[heap.count];
      const auto mix = [a, &heap](int under, uint64_t sum) {
        return (under * (256 - a) + static_cast<int>(sum / heap.count) * a) >> 8;
      };
      line[x] = qRgb(mix(qRed(line[x]), heap.red), mix(qGreen(line[x]), heap.green),
                     mix(qBlue(line[x]), heap.blue));
    }
  }
}

}  // namespace adapsne
