// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/map_density.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/embedding/middle_range.h"

namespace adapsne {
namespace {

constexpr int kSide = 192;
constexpr size_t kFewest = 8;
constexpr double kShares[] = {0.95, 0.75, 0.5, 0.25};

/// Density at the corners of kSide x kSide cells.
struct Field {
  double left = 0, bottom = 0, cellX = 1, cellY = 1;
  std::vector<double> value = std::vector<double>(kSide * kSide, 0);

  double at(int x, int y) const { return value[static_cast<size_t>(y) * kSide + static_cast<size_t>(x)]; }
};

double deviation(const std::vector<double>& values, MiddleRange range) {
  double sum = 0, squares = 0, n = 0;
  for (const double v : values) {
    if (v < range.low || v > range.high) continue;
    ++n;
    sum += v;
    squares += v * v;
  }
  return n > 1 ? std::sqrt(std::max(0.0, squares / n - sum * sum / (n * n))) : 0;
}

/// Each point's count is shared by the four corners around it, so that the field does not jump with the grid.
void spread(Field& field, double x, double y) {
  const double u = (x - field.left) / field.cellX, v = (y - field.bottom) / field.cellY;
  if (!(u >= 0 && v >= 0 && u < kSide - 1 && v < kSide - 1)) return;
  const auto column = static_cast<size_t>(u), row = static_cast<size_t>(v);
  const double a = u - static_cast<double>(column), b = v - static_cast<double>(row);
  double* corner = &field.value[row * kSide + column];
  corner[0] += (1 - a) * (1 - b);
  corner[1] += a * (1 - b);
  corner[kSide] += (1 - a) * b;
  corner[kSide + 1] += a * b;
}

double interpolated(const Field& field, double x, double y) {
  const double u = (x - field.left) / field.cellX, v = (y - field.bottom) / field.cellY;
  if (!(u >= 0 && v >= 0 && u < kSide - 1 && v < kSide - 1)) return 0;
  const int column = static_cast<int>(u), row = static_cast<int>(v);
  const double a = u - column, b = v - row;
  return (1 - b) * ((1 - a) * field.at(column, row) + a * field.at(column + 1, row)) +
         b * ((1 - a) * field.at(column, row + 1) + a * field.at(column + 1, row + 1));
}

/// A Gaussian of `sigma` cells along one axis; what would leave the grid is lost, as points outside are.
void smooth(std::vector<double>& value, double sigma, size_t step, size_t line) {
  const int radius = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
  std::vector<double> kernel;
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    kernel.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
    sum += kernel.back();
  }
  std::vector<double> before(kSide);
  for (size_t l = 0; l < kSide; ++l) {
    for (size_t i = 0; i < kSide; ++i) before[i] = value[l * line + i * step];
    for (int i = 0; i < kSide; ++i) {
      double total = 0;
      const int from = std::max(0, i - radius), to = std::min(kSide - 1, i + radius);
      for (int j = from; j <= to; ++j)
        total += before[static_cast<size_t>(j)] * kernel[static_cast<size_t>(j - i + radius)];
      value[l * line + static_cast<size_t>(i) * step] = total / sum;
    }
  }
}

/// Marching squares: the pieces of the line along which the field is `level`.
std::vector<float> isoline(const Field& field, double level) {
  std::vector<float> segments;
  for (int y = 0; y + 1 < kSide; ++y) {
    for (int x = 0; x + 1 < kSide; ++x) {
      // Corners counter-clockwise from the lower left; edge e joins corner e to the next.
      const int cx[] = {x, x + 1, x + 1, x}, cy[] = {y, y, y + 1, y + 1};
      double corner[4], middle = 0;
      for (int i = 0; i < 4; ++i) {
        corner[i] = field.at(cx[i], cy[i]) - level;
        middle += corner[i];
      }
      float px[4], py[4];
      int edges[4], crossed = 0;
      for (int e = 0; e < 4; ++e) {
        const int next = (e + 1) % 4;
        if ((corner[e] >= 0) == (corner[next] >= 0)) continue;
        const double t = corner[e] / (corner[e] - corner[next]);
        px[e] = static_cast<float>(field.left + field.cellX * (cx[e] + t * (cx[next] - cx[e])));
        py[e] = static_cast<float>(field.bottom + field.cellY * (cy[e] + t * (cy[next] - cy[e])));
        edges[crossed++] = e;
      }
      const auto join = [&](int a, int b) { segments.insert(segments.end(), {px[a], py[a], px[b], py[b]}); };
      if (crossed == 2) join(edges[0], edges[1]);
      if (crossed == 4) {
        // A saddle: the middle decides which two corners belong together.
        const bool firstJoined = (corner[0] >= 0) == (middle >= 0);
        join(0, firstJoined ? 1 : 3);
        join(2, firstJoined ? 3 : 1);
      }
    }
  }
  return segments;
}

}  // namespace

MapDensity mapDensity(std::span<const float> positions) {
  MapDensity density;
  const size_t n = positions.size() / 2;
  density.atPoint.assign(n, 0);
  std::vector<double> x, y;
  for (size_t i = 0; i < n; ++i) {
    if (!std::isfinite(positions[2 * i]) || !std::isfinite(positions[2 * i + 1])) continue;
    x.push_back(positions[2 * i]);
    y.push_back(positions[2 * i + 1]);
  }
  if (x.size() < kFewest) return density;
  std::vector<double> orderX = x, orderY = y;
  const MiddleRange rangeX = middleOf(orderX), rangeY = middleOf(orderY);
  const double scott = std::pow(static_cast<double>(x.size()), -1.0 / 6);
  density.bandwidth = 0.25 * scott * (deviation(x, rangeX) + deviation(y, rangeY));
  if (!(density.bandwidth > 0)) return density;

  Field field;
  const double margin = 4 * density.bandwidth;
  field.left = rangeX.low - margin;
  field.bottom = rangeY.low - margin;
  field.cellX = (rangeX.high - rangeX.low + 2 * margin) / (kSide - 1);
  field.cellY = (rangeY.high - rangeY.low + 2 * margin) / (kSide - 1);
  for (size_t i = 0; i < x.size(); ++i) spread(field, x[i], y[i]);
  smooth(field.value, density.bandwidth / field.cellX, 1, kSide);
  smooth(field.value, density.bandwidth / field.cellY, kSide, 1);
  for (double& v : field.value) v /= field.cellX * field.cellY;

  for (size_t i = 0; i < n; ++i)
    density.atPoint[i] = static_cast<float>(interpolated(field, positions[2 * i], positions[2 * i + 1]));
  std::vector<float> sorted = density.atPoint;
  std::sort(sorted.begin(), sorted.end());
  for (const double share : kShares) {
    const double level = sorted[static_cast<size_t>((1 - share) * static_cast<double>(n))];
    if (level > 0) density.contours.push_back({share, level, isoline(field, level)});
  }
  return density;
}

}  // namespace adapsne
