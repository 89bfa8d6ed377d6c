// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/neighbors/neighbor_graph.h"
#include "core/support/run_control.h"

namespace adapsne {

/// How much of the input neighbourhoods a map keeps.
struct NeighborhoodMeasures {
  /// Continuity at k (Venna and Kaski 2001): 1 less the penalty for input neighbours that are far down the
  /// order of map neighbours: what trustworthiness is for intruders, this is for those that were torn away.
  /// In [0, 1].
  double continuity = 0;
  int continuityNeighbors = 0;  ///< k: 12, fewer where the graph or the map has fewer.
  /// Share of a point's k nearest input neighbours that are among its k nearest in the map; the mean. In [0,
  /// 1].
  double recall = 0;
  int recallNeighbors = 0;  ///< k: 10, fewer where the graph has fewer.
};

/// Ties in either space are ranked by row. Above 20,000 points over assessedRows(). NaN where N < 3 leaves no
/// k that continuity is defined for (2 k < N), or N < 2 none for recall.
NeighborhoodMeasures measureNeighborhood(const NeighborGraph& graph, std::span<const float> positions,
                                         RunControl& control);

}  // namespace adapsne
