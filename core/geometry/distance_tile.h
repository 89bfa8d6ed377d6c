// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

// |y|^2 - 2 x.y for a few x and a few y at a time: a matrix product whose sums stay in registers. Adding
// |x|^2 gives the squared distance, but among the neighbours of one x that changes nothing.

constexpr int64_t kTileQueries = 12;
constexpr int64_t kTilePoints = 32;

/// How far such a sum may be off, as a float32 sum of `dimensions` products, where |x| + |y| is at most
/// `span`.
inline float tileError(float span, int64_t dimensions) {
  constexpr float kUnit = 0x1p-24f;
  return kUnit * static_cast<float>(dimensions + 8) * span * span;
}

/// Points around their mean, which keeps the sums' errors small.
struct CentredPoints {
  int64_t dimensions;
  std::vector<double> mean;   ///< dimensions
  std::vector<float> values;  ///< N x dimensions
  std::vector<float> norm;    ///< N, not squared

  /// `source`: points x dimensions, row-major. Throws Cancelled.
  CentredPoints(std::span<const float> source, int64_t points, int64_t dimensions, RunControl& control);
  int64_t points() const { return std::ssize(norm); }
  const float* row(int64_t i) const { return values.data() + i * dimensions; }
};

/// Points laid out for the kernel in groups of kTilePoints: dimension after dimension, then their squared
/// norms.
class TiledPoints {
 public:
  /// Room for `points`; unset places have an infinite norm, so that they are never near.
  TiledPoints(int64_t points, int64_t dimensions, RunControl& control);
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

/// Which of the first `count` places of a tile's row (kTilePoints) lie at or below the limit: a bit each.
uint32_t placesWithin(const float* row, int64_t count, float limit);

/// Calls body(place) for each bit that is set, from the lowest on.
template <typename Body>
void forPlaces(uint32_t places, const Body& body) {
  for (; places != 0; places &= places - 1) body(std::countr_zero(places));
}

}  // namespace adapsne
