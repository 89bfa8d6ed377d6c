// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

// |y|^2 - 2 x.y for a few x and a few y at a time: a matrix product whose sums stay in registers. Adding
// |x|^2 gives the squared distance, but among the neighbours of one x that changes nothing.

constexpr int64_t kTileQueries = 12;
constexpr int64_t kTilePoints = 32;

/// Points laid out for the kernel in groups of kTilePoints: dimension after dimension, then their squared
/// norms.
class TiledPoints {
 public:
  /// Room for `points`; unset places have an infinite norm, so that they are never near.
  TiledPoints(int64_t points, int64_t dimensions);
  /// The point of one place: `dimensions` values.
  void set(int64_t place, const float* values);

  int64_t groups() const { return groups_; }
  /// (dimensions + 1) x kTilePoints.
  const float* group(int64_t g) const { return values_.data() + g * (dimensions_ + 1) * kTilePoints; }

 private:
  int64_t dimensions_, groups_;
  std::vector<float> values_;
};

/// `queries`: dimensions x kTileQueries, the values of 2 x. `result`: kTileQueries x kTilePoints. Sums in the
/// order of the dimensions.
void distanceTile(const float* queries, const float* group, int64_t dimensions, float* result);

}  // namespace adapsne
