// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/embedding/kernel_split.h"
#include "core/embedding/map_bounds.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Sums over the pairs of points of a map that are nearer than a KernelSplit's radius, found by sorting the
/// points into cells. Holds scratch memory.
class NearPairs {
 public:
  /// The area around a point whose other points it looks at, over the radius squared; a circle's would be pi.
  static constexpr double kAreaPerSquaredRadius = 9;

  /// Whether the cells of a map with these bounds are not too many.
  static bool fits(const MapBounds& bounds, double radius);

  /// force_i = sum over j of nearPull(s_ij) (y_i - y_j), N x 2; returns the sum of near(s_ij) over all i and
  /// j, i = j included. `positions`: N x 2, finite, with these bounds, which must fit. The same bits at any
  /// number of threads. Throws Cancelled.
  double compute(std::span<const float> positions, const MapBounds& bounds, const KernelSplit& split,
                 std::span<float> force, RunControl& control);

  /// Pairs that the last compute() looked at: those beyond the radius, each point with itself and what
  /// vectors are filled up with included.
  int64_t interactions() const { return interactions_; }

 private:
  /// The points by cell: rows of cells one after the other, in each the cells by x, in each the points in
  /// their order in the map.
  void sort(std::span<const float> positions, const MapBounds& bounds, RunControl& control);

  int64_t rows_ = 0, columns_ = 0;
  float perCell_ = 0;               ///< 1 / side of a cell
  std::vector<int32_t> cellStart_;  ///< rows x columns + 1
  std::vector<float> x_, y_;        ///< N and some more, by cell
  std::vector<int32_t> point_;      ///< N, by cell
  std::vector<int32_t> byRow_, rowCount_;
  int64_t interactions_ = 0;
};

}  // namespace adapsne
