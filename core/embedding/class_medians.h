// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// Where the points of one class lie in a map: the median of either axis, in map units.
struct ClassMedian {
  int label = 0;
  double x = 0, y = 0;
  size_t points = 0;  ///< That were looked at.
  double spread = 0;  ///< Median distance of an axis' values from their median, the larger of both axes.
};

/// One entry a class that has points, by label. Each label is in [0, classes); `positions` are N x 2, and
/// points that are not finite are left out. Above 10,000 points every q-th is looked at, q = 1 + N / 10,000:
/// a name's place needs no more. Of an even number of values the upper middle one is the median.
std::vector<ClassMedian> classMedians(std::span<const int32_t> labels, int classes,
                                      std::span<const float> positions);

}  // namespace adapsne
