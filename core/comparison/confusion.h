// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// How often the points of each class were taken for each class.
struct ConfusionMatrix {
  int classes = 0;
  std::vector<int64_t> counts;  ///< classes x classes, row-major: truth, then what it was taken for.

  int64_t count(int truth, int taken) const { return counts[static_cast<size_t>(truth * classes + taken)]; }
  int64_t points(int truth) const;  ///< Of this class.
  /// Share of a class that was recognised, in [0, 1]; NaN where it has no point.
  double accuracy(int truth) const;
  /// Share of all points; NaN where there is none.
  double accuracy() const;
};

/// `labels` and `taken` are as long; points without a label are left out. Values of `taken` in [0, classes).
ConfusionMatrix confusionOf(std::span<const int32_t> labels, std::span<const int32_t> taken, int classes);

/// The points of class `truth` that were taken for `taken`, ascending.
std::vector<int64_t> pointsTaken(std::span<const int32_t> labels, std::span<const int32_t> takenFor,
                                 int truth, int taken);

/// For each of `rows` of the test set the k nearest exemplars (or all of fewer), nearest first, ties to the
/// earlier in `exemplars`, which are rows of the training set. Distances are Euclidean over the raw values,
/// as the classifier 1-nn has them. Throws Cancelled.
std::vector<std::vector<int64_t>> nearestExemplars(const Dataset& train,
                                                   const std::vector<int64_t>& exemplars, const Dataset& test,
                                                   const std::vector<int64_t>& rows, int k,
                                                   RunControl& control);

}  // namespace adapsne
