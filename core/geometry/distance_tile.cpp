// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/distance_tile.h"

#include <cmath>
#include <limits>

#include "core/support/float_lanes.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

/// The tile's rows first .. first + Queries - 1, columns from `column` on, two vectors wide: as many sums as
/// the instruction set has registers for.
template <typename Vector, int Queries>
ADAPSNE_INLINE void part(const float* queries, const float* group, int64_t dimensions, int64_t first,
                         int64_t column, float* result) {
  constexpr int64_t kLanes = sizeof(Vector) / sizeof(float);
  const auto load = [](const float* from) __attribute__((always_inline)) {
    Vector v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
  };
  const float* norms = group + dimensions * kTilePoints + column;
  Vector left[Queries], right[Queries];
#pragma GCC unroll 16
  for (int q = 0; q < Queries; ++q) {
    left[q] = load(norms);
    right[q] = load(norms + kLanes);
  }
  for (int64_t d = 0; d < dimensions; ++d) {
    const Vector a = load(group + d * kTilePoints + column),
                 b = load(group + d * kTilePoints + column + kLanes);
    const float* x = queries + d * kTileQueries + first;
#pragma GCC unroll 16
    for (int q = 0; q < Queries; ++q) {
      left[q] -= x[q] * a;
      right[q] -= x[q] * b;
    }
  }
#pragma GCC unroll 16
  for (int q = 0; q < Queries; ++q) {
    float* row = result + (first + q) * kTilePoints + column;
    __builtin_memcpy(row, &left[q], sizeof(Vector));
    __builtin_memcpy(row + kLanes, &right[q], sizeof(Vector));
  }
}

template <typename Vector, int Queries>
ADAPSNE_INLINE void whole(const float* queries, const float* group, int64_t dimensions, float* result) {
  constexpr int64_t kWide = 2 * sizeof(Vector) / sizeof(float);
  for (int64_t first = 0; first < kTileQueries; first += Queries)
    for (int64_t column = 0; column < kTilePoints; column += kWide)
      part<Vector, Queries>(queries, group, dimensions, first, column, result);
}

typedef float Float4 __attribute__((vector_size(16)));
typedef float Float8 __attribute__((vector_size(32)));
typedef float Float16 __attribute__((vector_size(64)));

// Not clones of one body: the shape of the tile depends on the registers.
#if ADAPSNE_INSTRUCTION_LEVEL >= 3
__attribute__((target("default"))) void tile(const float* q, const float* g, int64_t d, float* r) {
  whole<Float4, 6>(q, g, d, r);
}
__attribute__((target("arch=x86-64-v3"))) void tile(const float* q, const float* g, int64_t d, float* r) {
  whole<Float8, 6>(q, g, d, r);
}
#if ADAPSNE_INSTRUCTION_LEVEL == 4
__attribute__((target("arch=x86-64-v4"))) void tile(const float* q, const float* g, int64_t d, float* r) {
  whole<Float16, 12>(q, g, d, r);
}
#endif
#else
void tile(const float* q, const float* g, int64_t d, float* r) {
  whole<Float4, 6>(q, g, d, r);
}
#endif

template <int kLanes>
ADAPSNE_INLINE uint32_t bitsAtMostBy(const float* row, float limit) {
  typedef typename LanesOf<kLanes>::Ints Ints;
  Ints bit, bits{};
  for (int l = 0; l < kLanes; ++l) bit[l] = 1 << l;
  for (int64_t first = 0; first < kTilePoints; first += kLanes)
    bits |= (loadLanes<kLanes>(row + first) <= limit) & (bit << first);
  return unionOf(bits);
}

ADAPSNE_BY_WIDTH(uint32_t bitsAtMost(const float* row, float limit), bitsAtMostBy, row, limit)

}  // namespace

CentredPoints::CentredPoints(std::span<const float> source, int64_t points, int64_t dims, RunControl& control)
    : dimensions(dims), mean(dims, 0), norm(points) {
  growTo(values, points * dims, control);
  for (int64_t i = 0; i < points; ++i) {
    if (i % 4096 == 0) control.checkpoint();
    for (int64_t d = 0; d < dims; ++d) mean[d] += source[i * dims + d];
  }
  for (double& m : mean) m /= static_cast<double>(points);
  parallelFor(control, points, 1024, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      double squares = 0;
      for (int64_t d = 0; d < dims; ++d) {
        const float x = values[i * dims + d] = static_cast<float>(source[i * dims + d] - mean[d]);
        squares += static_cast<double>(x) * x;
      }
      norm[i] = static_cast<float>(std::sqrt(squares));
    }
  });
}

TiledPoints::TiledPoints(int64_t points, int64_t dimensions, RunControl& control)
    : dimensions_(dimensions), groups_((points + kTilePoints - 1) / kTilePoints) {
  growTo(values_, groups_ * (dimensions + 1) * kTilePoints, control);
  for (int64_t g = 0; g < groups_; ++g)
    for (int64_t l = 0; l < kTilePoints; ++l)
      values_[(g * (dimensions + 1) + dimensions) * kTilePoints + l] = std::numeric_limits<float>::infinity();
}

void TiledPoints::set(int64_t place, const float* values) {
  float* at = values_.data() + place / kTilePoints * (dimensions_ + 1) * kTilePoints + place % kTilePoints;
  double norm = 0;
  for (int64_t d = 0; d < dimensions_; ++d) {
    at[d * kTilePoints] = values[d];
    norm += static_cast<double>(values[d]) * values[d];
  }
  at[dimensions_ * kTilePoints] = static_cast<float>(norm);
}

void distanceTile(const float* queries, const float* group, int64_t dimensions, float* result) {
  tile(queries, group, dimensions, result);
}

uint32_t placesWithin(const float* row, int64_t count, float limit) {
  const uint32_t bits = bitsAtMost(row, limit);
  return count < kTilePoints ? bits & ((uint32_t{1} << count) - 1) : bits;
}

}  // namespace adapsne
