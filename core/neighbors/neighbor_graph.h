// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/features/features.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The k nearest neighbours of each point, nearest first, ties by row; a point is not its own neighbour.
struct NeighborGraph {
  int64_t points = 0;
  int k = 0;
  std::vector<int32_t> index;          ///< N x k
  std::vector<float> squaredDistance;  ///< N x k, Euclidean, ascending in each row
  float largestSquaredDistance = 0;    ///< over the whole graph
  int64_t pairs = 0;                   ///< Distances computed while it was built; 0 where nobody counted.
  int64_t inserts = 0;                 ///< Candidates that entered a row's k best while it was built.

  bool approximate = false;
  double recall = 1;  ///< Share of the true neighbours that it holds; measured where approximate.

  /// Sets largestSquaredDistance.
  void finish();
  std::span<const int32_t> neighbors(int64_t i) const {
    return {index.data() + i * k, static_cast<size_t>(k)};
  }
  std::span<const float> distances(int64_t i) const {
    return {squaredDistance.data() + i * k, static_cast<size_t>(k)};
  }
  bool complete() const { return k == points - 1; }
};

/// Exact: the true neighbours, and the quicker way up to 70,000 points at least. Approximate: nearly all of
/// them, and fewer of points without structure; meant for some hundred thousand points of hundreds of
/// dimensions. Auto: Exact, unless worthApproximating().
enum class NeighborSearch { Auto, Exact, Approximate };

/// The true neighbours, by leaves of a k-d tree whose boxes exclude most pairs. 1 <= k <= N - 1. Throws
/// Cancelled.
std::shared_ptr<const NeighborGraph> exactNeighbors(const Features& features, int k, RunControl& control);

/// By a navigable small-world graph (Malkov and Yashunin 2018; hnswlib), built on one thread, so that the
/// result does not depend on their number; `recall` is measured on 200 rows. Same limits.
std::shared_ptr<const NeighborGraph> approximateNeighbors(const Features& features, int k,
                                                          RunControl& control);

/// Whether the exact search would take more than 2e14 multiplications (pairs compared times dimensions; about
/// 40 minutes on two cores), where the approximate one should have overtaken it. Decided by counting the
/// pairs compared for a few leaves, not by a clock or the threads: the answer is the same on every machine.
bool worthApproximating(const Features& features, int k, RunControl& control);

std::shared_ptr<const NeighborGraph> nearestNeighbors(const Features& features, int k, NeighborSearch search,
                                                      RunControl& control);

}  // namespace adapsne
