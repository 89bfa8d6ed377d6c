// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/dataset/preprocess.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The k nearest neighbours of each point, nearest first, ties by row; a point is not its own neighbour.
struct NeighborGraph {
  int64_t points = 0;
  int k = 0;
  std::vector<int32_t> index;          ///< N x k
  std::vector<float> squaredDistance;  ///< N x k, Euclidean, ascending in each row
  float largestSquaredDistance = 0;    ///< over the whole graph
  int64_t inserts = 0;                 ///< Candidates that entered a row's k best while it was built.

  std::span<const int32_t> neighbors(int64_t i) const {
    return {index.data() + i * k, static_cast<size_t>(k)};
  }
  std::span<const float> distances(int64_t i) const {
    return {squaredDistance.data() + i * k, static_cast<size_t>(k)};
  }
  bool complete() const { return k == points - 1; }
};

/// All pairs compared. 1 <= k <= N - 1.
std::shared_ptr<const NeighborGraph> exactNeighbors(const Features& features, int k, RunControl& control);

}  // namespace adapsne
