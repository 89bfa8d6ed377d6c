// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Points in the order of a k-d tree, cut into leaves of kLeaf consecutive places (the last may be shorter),
/// with the box of each leaf. Only the leaves are kept: whoever searches visits them by the distance of their
/// boxes.
class KdLeaves {
 public:
  static constexpr int64_t kLeaf = 96;

  /// `values`: points x dimensions, row-major, finite. Each split halves the points (to whole leaves) along
  /// the dimension that varies most; ties by row, so that the order depends on the values alone. Throws
  /// Cancelled.
  KdLeaves(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control);

  int64_t leaves() const { return (std::ssize(order_) + kLeaf - 1) / kLeaf; }
  /// The row at each place.
  const std::vector<int32_t>& order() const { return order_; }
  int64_t first(int64_t leaf) const { return leaf * kLeaf; }
  int64_t count(int64_t leaf) const { return std::min<int64_t>(kLeaf, std::ssize(order_) - leaf * kLeaf); }

  /// Squared distances from one leaf to every other (and itself): between the boxes, 0 where they overlap,
  /// and between the boxes' middles. Arrays of leaves().
  void boxDistances(int64_t leaf, float* boxes, float* middles) const;
  /// Squared distance from a point (padded() values, 0 beyond the dimensions) to a leaf's box, 0 inside. Its
  /// relative error is that of a float32 sum of as many squares.
  float pointDistance(const float* point, int64_t leaf) const;
  /// A leaf's box: padded() values each.
  const float* low(int64_t leaf) const { return &low_[leaf * padded_]; }
  const float* high(int64_t leaf) const { return &high_[leaf * padded_]; }
  /// Dimensions rounded up to whole vectors.
  int64_t padded() const { return padded_; }

 private:
  int64_t padded_;
  std::vector<int32_t> order_;
  std::vector<float> low_, high_, middle_;  // leaves x padded
};

}  // namespace adapsne
