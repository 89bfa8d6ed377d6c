// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/column_points.h"

#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

ADAPSNE_SIMD_CLONES
void sumSquaredDifferences(const float* query, const float* columns, int64_t stride, int64_t dimensions,
                           int64_t count, float* result) {
  for (int64_t j = 0; j < count; ++j) result[j] = 0;
  for (int64_t d = 0; d < dimensions; ++d) {
    const float q = query[d];
    const float* column = columns + d * stride;
    for (int64_t j = 0; j < count; ++j) {
      const float delta = q - column[j];
      result[j] += delta * delta;
    }
  }
}

}  // namespace

ColumnPoints::ColumnPoints(std::span<const float> values, int64_t points, int64_t dimensions,
                           RunControl& control)
    : points_(points), dimensions_(dimensions), columns_(points * dimensions) {
  parallelFor(control, dimensions, 8, [&](int64_t begin, int64_t end) {
    for (int64_t i = 0; i < points; ++i)
      for (int64_t d = begin; d < end; ++d) columns_[d * points + i] = values[i * dimensions + d];
  });
}

void ColumnPoints::squaredDistances(std::span<const float> query, int64_t first, int64_t count,
                                    float* result) const {
  sumSquaredDifferences(query.data(), columns_.data() + first, points_, dimensions_, count, result);
}

}  // namespace adapsne
