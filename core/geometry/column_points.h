// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Points stored one dimension after the other, so that the distances of one query to many points are one
/// straight loop that every instruction set vectorises.
class ColumnPoints {
 public:
  /// `values` is points x dimensions, row-major; it is copied.
  ColumnPoints(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control);

  int64_t points() const { return points_; }

  /// Points worth handling at a time: their partial distances stay in the first-level cache.
  static constexpr int64_t kTile = 256;

  /// Squared Euclidean distances, summed in float32, from `query` (dimensions values) to the points
  /// first .. first + count - 1.
  void squaredDistances(std::span<const float> query, int64_t first, int64_t count, float* result) const;

 private:
  int64_t points_, dimensions_;
  std::vector<float> columns_;
};

}  // namespace adapsne
