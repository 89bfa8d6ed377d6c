// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/mesh_repulsion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/embedding/map_bounds.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kGatherGrain = 2048;
constexpr int kMargin = 3;        // Grid points beside the map that its splines reach, rounded up.
constexpr double kFinest = 4;     // Times finer than usual: the grid of the smallest maps.
constexpr size_t kKeptGrids = 4;  // A growing map passes through many sizes and may swing between two.
constexpr int64_t kPointsPerPart = 4096, kMostParts = 16;

typedef float Float4 __attribute__((vector_size(16)));

ADAPSNE_INLINE Float4 load(const float* from) {
  Float4 v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}
ADAPSNE_INLINE float sumOf(const Float4& v) {
  return (v[0] + v[2]) + (v[1] + v[3]);
}

/// The cubic B-spline's weights of the grid points -1, 0, 1, 2 around a place at `f` in [0, 1) beyond point
/// 0.
ADAPSNE_INLINE Float4 splineAt(float f) {
  const float g = 1 - f;
  const float w0 = g * g * g * (1.0f / 6), w3 = f * f * f * (1.0f / 6);
  const float w1 = 2.0f / 3 - f * f + 0.5f * f * f * f;
  return Float4{w0, w1, 1 - w0 - w1 - w3, w3};
}
/// Their derivatives by f.
ADAPSNE_INLINE Float4 slopeAt(float f) {
  const float g = 1 - f;
  const float w0 = -0.5f * g * g, w3 = 0.5f * f * f;
  const float w1 = f * (1.5f * f - 2);
  return Float4{w0, w1, -w0 - w1 - w3, w3};
}

struct Place {
  int x, y;  // grid point below
  float fx, fy;
};
ADAPSNE_INLINE Place placeOf(const float* position, float originX, float originY, float perSpacing) {
  const float x = (position[0] - originX) * perSpacing, y = (position[1] - originY) * perSpacing;
  const int ix = static_cast<int>(x), iy = static_cast<int>(y);
  return {ix, iy, x - static_cast<float>(ix), y - static_cast<float>(iy)};
}

ADAPSNE_SIMD_CLONES
void spreadPoints(const float* positions, int64_t begin, int64_t end, float originX, float originY,
                  float perSpacing, float* charges, int64_t stride, int firstRow) {
  for (int64_t i = begin; i < end; ++i) {
    const Place at = placeOf(positions + 2 * i, originX, originY, perSpacing);
    const Float4 wx = splineAt(at.fx), wy = splineAt(at.fy);
    float* corner = charges + (at.y - 1 - firstRow) * stride + at.x - 1;
    for (int r = 0; r < 4; ++r) {
      const Float4 sum = load(corner + r * stride) + wy[r] * wx;
      __builtin_memcpy(corner + r * stride, &sum, sizeof sum);
    }
  }
}

/// Force at each point; the sum of the potentials.
ADAPSNE_SIMD_CLONES
double gatherPoints(const float* positions, int64_t begin, int64_t end, float originX, float originY,
                    float perSpacing, const float* potential, int64_t stride, float* force) {
  const float scale = -0.5f * perSpacing;
  double total = 0;
  for (int64_t i = begin; i < end; ++i) {
    const Place at = placeOf(positions + 2 * i, originX, originY, perSpacing);
    const Float4 wx = splineAt(at.fx), wy = splineAt(at.fy), sx = slopeAt(at.fx), sy = slopeAt(at.fy);
    const float* corner = potential + (at.y - 1) * stride + at.x - 1;
    Float4 value{}, slope{};
    for (int r = 0; r < 4; ++r) {
      const Float4 here = load(corner + r * stride);
      value += wy[r] * here;
      slope += sy[r] * here;
    }
    total += sumOf(value * wx);
    force[2 * i] = scale * sumOf(value * sx);
    force[2 * i + 1] = scale * sumOf(slope * wx);
  }
  return total;
}

ADAPSNE_SIMD_CLONES
void addRow(float* sum, const float* row, int64_t count) {
  for (int64_t x = 0; x < count; ++x) sum[x] += row[x];
}

}  // namespace

MeshRepulsion::Grid MeshRepulsion::gridOver(std::span<const float> positions, RunControl& control) {
  const MapBounds bounds = boundsOf(positions, control);
  const double side = bounds.side();
  if (!std::isfinite(side)) return {0, 0, 0, nullptr};
  // The spacing stays the same while the map grows, so that a size's kernel is computed once. A map beyond
  // the memory's reason gets a coarser grid. A small one gets a finer grid, down to a point: the kernel
  // varies over distances of about 1 however small the map is, but where all points lie in a few cells the
  // errors do not average out.
  double spacing = spacing_;
  while (side / spacing > kMostCells) spacing *= 1.25;
  while (spacing > spacing_ / kFinest && side / (spacing / 2) + 2 * kMargin <= kLeastSide) spacing /= 2;
  int points = std::max(kLeastSide, static_cast<int>(std::ceil(side / spacing)) + 2 * kMargin);
  points = MeshConvolution::goodSide(points);

  auto found =
      std::find_if(recent_.begin(), recent_.end(), [&](const auto& c) { return c->side() == points; });
  if (found == recent_.end()) {
    if (recent_.size() >= kKeptGrids) recent_.pop_back();
    found = recent_.insert(recent_.begin(), std::make_unique<MeshConvolution>(points));
  }
  std::rotate(recent_.begin(), found, found + 1);
  recent_.front()->setSpacing(spacing, control);
  const double half = spacing * (points - 1) / 2;
  return {static_cast<float>((static_cast<double>(bounds.low[0]) + bounds.high[0]) / 2 - half),
          static_cast<float>((static_cast<double>(bounds.low[1]) + bounds.high[1]) / 2 - half),
          static_cast<float>(spacing), recent_.front().get()};
}

/// The parts depend on N alone and are added in their order, so threads change no bit.
void MeshRepulsion::spread(std::span<const float> positions, const Grid& grid, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  const int side = grid.convolution->side();
  const float perSpacing = 1 / grid.spacing;
  parts_.resize(std::clamp<int64_t>(n / kPointsPerPart, 1, kMostParts));
  const int64_t count = std::ssize(parts_);
  parallelFor(control, count, 1, [&](int64_t p, int64_t) {
    const int64_t begin = n * p / count, end = n * (p + 1) / count;
    Part& part = parts_[p];
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (int64_t i = begin; i < end; ++i) {
      low = std::min(low, positions[2 * i + 1]);
      high = std::max(high, positions[2 * i + 1]);
    }
    part.firstRow = std::max(0, static_cast<int>((low - grid.originY) * perSpacing) - 1);
    part.endRow = std::min(side, static_cast<int>((high - grid.originY) * perSpacing) + 3);
    part.charges.assign(static_cast<size_t>(part.endRow - part.firstRow) * side, 0);
    spreadPoints(positions.data(), begin, end, grid.originX, grid.originY, perSpacing, part.charges.data(),
                 side, part.firstRow);
  });
  parallelFor(control, side, 16, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      float* row = grid.convolution->row(static_cast<int>(y));
      std::fill_n(row, side, 0.0f);
      for (const Part& part : parts_)
        if (y >= part.firstRow && y < part.endRow)
          addRow(row, part.charges.data() + (y - part.firstRow) * side, side);
    }
  });
}

double MeshRepulsion::compute(std::span<const float> positions, std::span<float> force, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  work_ = {};
  if (n == 0) return 0;
  const Grid grid = gridOver(positions, control);
  if (!grid.convolution) {
    std::fill(force.begin(), force.end(), std::numeric_limits<float>::quiet_NaN());
    return std::numeric_limits<double>::quiet_NaN();
  }
  spread(positions, grid, control);
  grid.convolution->run(control);
  const double potentials = orderedSum(control, n, kGatherGrain, [&](int64_t begin, int64_t end) {
    return gatherPoints(positions.data(), begin, end, grid.originX, grid.originY, 1 / grid.spacing,
                        grid.convolution->row(0), grid.convolution->rowStride(), force.data());
  });
  constexpr int64_t kSplinePoints = 3 * 16;  // Charges; potentials and their slopes.
  work_ = {.butterflies = grid.convolution->butterflies(),
           .splinePoints = kSplinePoints * n,
           .gridPoints = int64_t{2} * grid.convolution->side() * grid.convolution->side()};
  return potentials - static_cast<double>(n);
}

}  // namespace adapsne
