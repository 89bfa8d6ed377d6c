// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// ZCore (Griffin, Marks and Corso 2024, zero-shot coreset selection): a score for each point, the larger the
/// sooner it is taken. Again and again a place is drawn in two random dimensions, in each by the triangular
/// distribution from the smallest value over the median to the largest; the point nearest to it there, by the
/// sum of absolute differences, gains 1, and that one's 1,000 nearest points lose 1 together, in proportion
/// to the 4th power of their nearness; where the nearest coincides with it there, that one loses all. A point
/// begins with a random number below 1. Ties go to the lower point.
class ZeroShotScores {
 public:
  /// `values` is points x dimensions, at least one dimension; it is copied. Throws Cancelled.
  ZeroShotScores(std::span<const float> values, int64_t points, int64_t dimensions, uint64_t seed,
                 RunControl& control);

  /// 20 a point, at most a million in all: what the authors draw for 50,000 points.
  static int64_t drawsFor(int64_t points);

  /// Where the t-th draw falls; of one dimension both are that.
  struct Place {
    int64_t first = 0, second = 0;  ///< dimensions
    float x = 0, y = 0;
  };
  Place place(int64_t t) const;

  /// After so many draws: one score a point, the same bits at any number of threads. `progress` hears the
  /// share that is done. Throws Cancelled.
  std::vector<double> after(int64_t draws, const std::function<void(double)>& progress,
                            RunControl& control) const;

 private:
  /// A dimension's values and the distribution that places are drawn from.
  struct Column {
    std::vector<float> values;
    double low = 0, median = 0, high = 0;
    double drawn(double u) const;
  };
  /// What one draw changes.
  struct Change {
    int64_t covering = -1;
    std::vector<std::pair<int64_t, double>> losses;
  };
  static Column columnOf(std::vector<float> values);
  Change changeOf(int64_t t, std::vector<float>& distances) const;

  int64_t points_;
  uint64_t seed_;
  std::vector<Column> columns_;
};

}  // namespace adapsne
