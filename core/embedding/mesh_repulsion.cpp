// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/mesh_repulsion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

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
typedef int32_t Int4 __attribute__((vector_size(16)));
typedef float Float8 __attribute__((vector_size(32)));  // Four lanes for each of two points.

ADAPSNE_INLINE Float4 load(const float* from) {
  Float4 v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}
ADAPSNE_INLINE Float8 pairOf(const Float4& a, const Float4& b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
}
/// Lane kLane of each half in all of that half.
template <int kLane>
ADAPSNE_INLINE Float8 broadcast(const Float8& v) {
  return __builtin_shufflevector(v, v, kLane, kLane, kLane, kLane, 4 + kLane, 4 + kLane, 4 + kLane,
                                 4 + kLane);
}
/// The sum of each half, in its first lane.
ADAPSNE_INLINE Float8 sumsOf(const Float8& v) {
  const Float8 two = v + __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
  return two + __builtin_shufflevector(two, two, 1, 0, 3, 2, 5, 4, 7, 6);
}

/// The weights that the cubic B-spline gives the grid points -1, 0, 1, 2 around a place at `f` in [0, 1)
/// beyond point 0.
ADAPSNE_INLINE Float8 splineAt(const Float8& f) {
  constexpr float a = 1.0f / 6, b = 2.0f / 3, h = 0.5f;
  const Float8 c0 = {a, b, a, 0, a, b, a, 0}, c1 = {-h, 0, h, 0, -h, 0, h, 0};
  const Float8 c2 = {h, -1, h, 0, h, -1, h, 0}, c3 = {-a, h, -h, a, -a, h, -h, a};
  return c0 + f * (c1 + f * (c2 + f * c3));
}
/// Their derivatives by f.
ADAPSNE_INLINE Float8 slopeAt(const Float8& f) {
  constexpr float h = 0.5f, t = 1.5f;
  const Float8 c1 = {-h, 0, h, 0, -h, 0, h, 0}, c2 = {1, -2, 1, 0, 1, -2, 1, 0};
  const Float8 c3 = {-h, t, -t, h, -h, t, -t, h};
  return c1 + f * (c2 + f * c3);
}

/// A rectangle of the grid: its first row and column, and its values from row to row.
struct Patch {
  float* values;
  int64_t stride;
  int firstRow, firstColumn;
};

/// Where the map lies on the grid.
struct Frame {
  float originX, originY, perSpacing;
};

/// Two points on the grid: the grid points one row and column below, and how far beyond the next ones they
/// are.
struct Places {
  int64_t row[2], column[2];
  Float8 x, y;
};
ADAPSNE_INLINE Places placesOf(const float* positions, int64_t a, int64_t b, const Frame& frame) {
  const Float4 at = {(positions[2 * a] - frame.originX) * frame.perSpacing,
                     (positions[2 * a + 1] - frame.originY) * frame.perSpacing,
                     (positions[2 * b] - frame.originX) * frame.perSpacing,
                     (positions[2 * b + 1] - frame.originY) * frame.perSpacing};
  const Int4 below = __builtin_convertvector(at, Int4);
  const Float4 f = at - __builtin_convertvector(below, Float4);
  return {{below[1] - 1, below[3] - 1},
          {below[0] - 1, below[2] - 1},
          __builtin_shufflevector(f, f, 0, 0, 0, 0, 2, 2, 2, 2),
          __builtin_shufflevector(f, f, 1, 1, 1, 1, 3, 3, 3, 3)};
}

template <int kRow>
ADAPSNE_INLINE void addRowOf(const Float8& wx, const Float8& wy, const Patch& patch, float* corner,
                             int half) {
  const Float8 product = broadcast<kRow>(wy) * wx;
  float* to = corner + kRow * patch.stride;
  const Float4 sum = load(to) + (half == 0 ? __builtin_shufflevector(product, product, 0, 1, 2, 3)
                                           : __builtin_shufflevector(product, product, 4, 5, 6, 7));
  __builtin_memcpy(to, &sum, sizeof sum);
}

/// Spreads points a and b; the second only if it is another.
ADAPSNE_INLINE void spreadTwo(const float* positions, int64_t a, int64_t b, const Frame& frame,
                              const Patch& patch) {
  const Places at = placesOf(positions, a, b, frame);
  const Float8 wx = splineAt(at.x), wy = splineAt(at.y);
  for (int half = 0; half < (a == b ? 1 : 2); ++half) {
    float* corner =
        patch.values + (at.row[half] - patch.firstRow) * patch.stride + (at.column[half] - patch.firstColumn);
    addRowOf<0>(wx, wy, patch, corner, half);
    addRowOf<1>(wx, wy, patch, corner, half);
    addRowOf<2>(wx, wy, patch, corner, half);
    addRowOf<3>(wx, wy, patch, corner, half);
  }
}

/// Four runs of points in turn: the next point of one run mostly touches the same places of the grid, and
/// would wait until they are written.
ADAPSNE_SIMD_CLONES
void spreadPoints(const float* positions, int64_t begin, int64_t end, const Frame& frame,
                  const Patch& patch) {
  const int64_t quarter = (end - begin) / 4;
  for (int64_t i = begin; i < begin + quarter; ++i) {
    spreadTwo(positions, i, i + quarter, frame, patch);
    spreadTwo(positions, i + 2 * quarter, i + 3 * quarter, frame, patch);
  }
  for (int64_t i = begin + 4 * quarter; i < end; ++i) spreadTwo(positions, i, i, frame, patch);
}

template <int kRow>
ADAPSNE_INLINE void readRow(const float* const corner[2], int64_t stride, const Float8& wy, const Float8& sy,
                            const Float8& middle, Float8& value, Float8& slope) {
  const Float8 here = pairOf(load(corner[0] + kRow * stride), load(corner[1] + kRow * stride)) - middle;
  value += broadcast<kRow>(wy) * here;
  slope += broadcast<kRow>(sy) * here;
}

/// Sets the force at each point, or adds to it; returns the sum of the potentials.
///
/// Potentials are taken from the one in the middle: where all points are close to each other, forces are tiny
/// differences of large potentials.
template <bool kAdd>
ADAPSNE_INLINE double readForces(const float* positions, int64_t begin, int64_t end, const Frame& frame,
                                 const float* potential, int64_t stride, float* force) {
  const float scale = -0.5f * frame.perSpacing;
  double total = 0;
  for (int64_t a = begin; a < end; a += 2) {
    const int64_t b = std::min(a + 1, end - 1);  // The last of an odd number twice.
    const Places at = placesOf(positions, a, b, frame);
    const float* const corner[] = {potential + at.row[0] * stride + at.column[0],
                                   potential + at.row[1] * stride + at.column[1]};
    const Float8 wx = splineAt(at.x), wy = splineAt(at.y), sx = slopeAt(at.x), sy = slopeAt(at.y);
    const Float8 middle = broadcast<1>(pairOf(load(corner[0] + stride), load(corner[1] + stride)));
    Float8 value{}, slope{};
    readRow<0>(corner, stride, wy, sy, middle, value, slope);
    readRow<1>(corner, stride, wy, sy, middle, value, slope);
    readRow<2>(corner, stride, wy, sy, middle, value, slope);
    readRow<3>(corner, stride, wy, sy, middle, value, slope);
    const Float8 potentials = sumsOf(value * wx) + middle, x = scale * sumsOf(value * sx),
                 y = scale * sumsOf(slope * wx);
    total += static_cast<double>(potentials[0]);
    if (b != a) total += static_cast<double>(potentials[4]);
    const Float4 forces = {x[0], y[0], x[4], y[4]};
    if constexpr (kAdd) {
      force[2 * a] += forces[0];
      force[2 * a + 1] += forces[1];
      if (b == a) continue;
      force[2 * b] += forces[2];
      force[2 * b + 1] += forces[3];
    } else {
      for (int c = 0; c < (b == a ? 2 : 4); ++c) force[2 * a + c] = forces[c];
    }
  }
  return total;
}
ADAPSNE_SIMD_CLONES
double setForces(const float* positions, int64_t begin, int64_t end, const Frame& frame,
                 const float* potential, int64_t stride, float* force) {
  return readForces<false>(positions, begin, end, frame, potential, stride, force);
}
ADAPSNE_SIMD_CLONES
double addForces(const float* positions, int64_t begin, int64_t end, const Frame& frame,
                 const float* potential, int64_t stride, float* force) {
  return readForces<true>(positions, begin, end, frame, potential, stride, force);
}

ADAPSNE_SIMD_CLONES
void addRow(float* sum, const float* row, int64_t count) {
  for (int64_t x = 0; x < count; ++x) sum[x] += row[x];
}

/// How far pairs are summed one by one, and the spacing of the mesh with which the force on late maps of
/// images is 0.8 to 1.1 % off (without pairs 0.8 % in the dense maps of the beginning, up to 2.2 % in late
/// ones).
struct Level {
  double radius, spacing;  ///< map units
};
constexpr Level kLevels[] = {{0, 0.4}, {2, 0.8}, {2.5, 1.05}, {3, 1.35}, {4, 2.0}};

// What an iteration's parts take, in units of a pair looked at: between what was measured on Zen 4 (4.6, 85)
// and on Zen 5 (10, 170), where pairs are twice as fast and all else as fast. On maps of 2,000 to 70,000
// images the level chosen takes at most 8 % longer on Zen 5 than the fastest.

// A grid point's and a doubling of the side's share of the transforms.
constexpr double kGridPointCost = 7;
// Sorting a point, and what does not depend on the number of its pairs.
constexpr double kNearPointCost = 125;

/// The number of pairs of points per map unit squared that share a place, from a sample.
double pairDensity(std::span<const float> positions, const MapBounds& bounds) {
  constexpr int64_t kSample = 8192, kCells = 128;
  constexpr double kCell = 2;  ///< map units, or more
  const int64_t n = std::ssize(positions) / 2, sample = std::min(n, kSample);
  if (sample < 2) return 0;
  const double cell = std::max(kCell, static_cast<double>(bounds.side()) / kCells);
  std::vector<int32_t> count((kCells + 1) * (kCells + 1), 0);
  const auto along = [&](float x, float low) {
    return static_cast<int64_t>(static_cast<double>(x - low) / cell);
  };
  for (int64_t q = 0; q < sample; ++q) {
    const int64_t i = n * q / sample;
    ++count[along(positions[2 * i + 1], bounds.low[1]) * (kCells + 1) +
            along(positions[2 * i], bounds.low[0])];
  }
  double pairs = 0;
  for (const int32_t c : count) pairs += static_cast<double>(c) * (c - 1);
  const auto all = static_cast<double>(n), some = static_cast<double>(sample);
  return pairs / (cell * cell) * (all * (all - 1)) / (some * (some - 1));
}

int sideFor(double side, double spacing) {
  const double cells = std::ceil(side / spacing) + 2 * kMargin;
  return MeshConvolution::goodSide(std::max(MeshRepulsion::kLeastSide, static_cast<int>(cells)));
}

/// The level that is estimated to take least time. None: the map is too wide for all of them.
std::optional<Level> levelFor(std::span<const float> positions, const MapBounds& bounds, double scale) {
  const int64_t n = std::ssize(positions) / 2;
  const double density = pairDensity(positions, bounds);
  std::optional<Level> best;
  double least = std::numeric_limits<double>::infinity();
  for (const Level& level : kLevels) {
    const double spacing = level.spacing * scale;
    if (bounds.side() / spacing > MeshRepulsion::kMostCells) continue;
    if (level.radius > 0 && !NearPairs::fits(bounds, level.radius)) continue;
    const double side = sideFor(bounds.side(), spacing);
    double cost = kGridPointCost * side * side * std::log2(2 * side);
    if (level.radius > 0)
      cost += kNearPointCost * static_cast<double>(n) +
              NearPairs::kAreaPerSquaredRadius * level.radius * level.radius * density;
    if (cost < least) {
      least = cost;
      best = {level.radius, spacing};
    }
  }
  return best;
}

}  // namespace

MeshRepulsion::Grid MeshRepulsion::gridOver(const MapBounds& bounds, double spacing, const KernelSplit& split,
                                            RunControl& control) {
  const double side = bounds.side(), usual = spacing;
  // The spacing stays the same while the map grows, so that a size's kernel is computed once. A small map
  // gets a finer grid, down to a point: the kernel varies over distances of about 1 however small the map is,
  // but where all points lie in a few cells the errors do not average out.
  while (spacing > usual / kFinest && side / (spacing / 2) + 2 * kMargin <= kLeastSide) spacing /= 2;
  const int points = sideFor(side, spacing);

  auto found =
      std::find_if(recent_.begin(), recent_.end(), [&](const auto& c) { return c->side() == points; });
  if (found == recent_.end()) {
    if (recent_.size() >= kKeptGrids) recent_.pop_back();
    found = recent_.insert(recent_.begin(), std::make_unique<MeshConvolution>(points));
  }
  std::rotate(recent_.begin(), found, found + 1);
  recent_.front()->setKernel(spacing, split, control);
  const double half = spacing * (points - 1) / 2;
  return {static_cast<float>((static_cast<double>(bounds.low[0]) + bounds.high[0]) / 2 - half),
          static_cast<float>((static_cast<double>(bounds.low[1]) + bounds.high[1]) / 2 - half),
          static_cast<float>(spacing), recent_.front().get()};
}

/// The parts depend on N alone and are added in their order, so threads change no bit.
void MeshRepulsion::spread(std::span<const float> positions, const Grid& grid, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  const int side = grid.convolution->side();
  const Frame frame{grid.originX, grid.originY, 1 / grid.spacing};
  parts_.resize(std::clamp<int64_t>(n / kPointsPerPart, 1, kMostParts));
  const int64_t count = std::ssize(parts_);
  parallelFor(control, count, 1, [&](int64_t p, int64_t) {
    const int64_t begin = n * p / count, end = n * (p + 1) / count;
    Part& part = parts_[p];
    const MapBounds bounds = boundsOf(positions.subspan(2 * begin, 2 * (end - begin)));
    part.firstColumn = static_cast<int>((bounds.low[0] - frame.originX) * frame.perSpacing) - 1;
    part.columns =
        static_cast<int>((bounds.high[0] - frame.originX) * frame.perSpacing) + 3 - part.firstColumn;
    part.firstRow = static_cast<int>((bounds.low[1] - frame.originY) * frame.perSpacing) - 1;
    part.endRow = static_cast<int>((bounds.high[1] - frame.originY) * frame.perSpacing) + 3;
    part.charges.assign(static_cast<size_t>(part.endRow - part.firstRow) * part.columns, 0);
    spreadPoints(positions.data(), begin, end, frame,
                 {part.charges.data(), part.columns, part.firstRow, part.firstColumn});
  });
  parallelFor(control, side, 16, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      float* row = grid.convolution->row(static_cast<int>(y));
      std::fill_n(row, side, 0.0f);
      for (const Part& part : parts_)
        if (y >= part.firstRow && y < part.endRow)
          addRow(row + part.firstColumn, part.charges.data() + (y - part.firstRow) * part.columns,
                 part.columns);
    }
  });
}

double MeshRepulsion::compute(std::span<const float> positions, std::span<float> force, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  work_ = {};
  if (n == 0) return 0;
  const MapBounds bounds = boundsOf(positions, control);
  if (!std::isfinite(bounds.side())) {
    std::fill(force.begin(), force.end(), std::numeric_limits<float>::quiet_NaN());
    return std::numeric_limits<double>::quiet_NaN();
  }
  double scale = spacing_ / kUsualSpacing;
  std::optional<Level> level = levelFor(positions, bounds, scale);
  // A finer mesh than usual may be too fine for the map's width.
  while (!level && scale < 1) level = levelFor(positions, bounds, scale = std::min(1.0, 1.25 * scale));
  if (!level) {
    const double normalizer = tooWide_.compute(positions, force, control);
    work_ = tooWide_.work();
    return normalizer;
  }
  const KernelSplit split(level->radius);
  const bool hasNear = level->radius > 0;
  double potentials = hasNear ? near_.compute(positions, bounds, split, force, control) : 0;
  const Grid grid = gridOver(bounds, level->spacing, split, control);
  spread(positions, grid, control);
  grid.convolution->run(control);
  potentials += orderedSum(control, n, kGatherGrain, [&](int64_t begin, int64_t end) {
    return (hasNear ? addForces : setForces)(
        positions.data(), begin, end, {grid.originX, grid.originY, 1 / grid.spacing},
        grid.convolution->row(0), grid.convolution->rowStride(), force.data());
  });
  constexpr int64_t kSplinePoints = 3 * 16;  // Charges; potentials and their slopes.
  work_ = {.nearPairs = hasNear ? near_.interactions() : 0,
           .butterflies = grid.convolution->butterflies(),
           .splinePoints = kSplinePoints * n,
           .gridPoints = int64_t{2} * grid.convolution->side() * grid.convolution->side()};
  return potentials - static_cast<double>(n);
}

}  // namespace adapsne
