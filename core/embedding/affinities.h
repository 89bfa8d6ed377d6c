// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/sigma_search.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The symmetrised joint probabilities p_ij = (p(j|i) + p(i|j)) / 2N, as compressed sparse rows.
/// Symmetric, non-negative; the sum is 1 (less what rows of vanished exponentials lack).
struct Affinities {
  int64_t points = 0;
  std::vector<int64_t> rowStart;  ///< N + 1
  std::vector<int32_t> column;    ///< ascending in each row
  std::vector<double> value;
  double sum = 0;        ///< of all values
  double sumOfLogs = 0;  ///< of p ln p over all values above 0
  int64_t nonzeros() const { return static_cast<int64_t>(value.size()); }
};

/// Builds P in the arithmetic that was searched.
std::shared_ptr<const Affinities> symmetrize(const NeighborGraph& graph, const SigmaResult& sigma,
                                             const SearchOptions& options, RunControl& control);

}  // namespace adapsne
