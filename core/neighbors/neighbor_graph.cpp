// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neighbors/neighbor_graph.h"

#include <algorithm>

namespace adapsne {

void NeighborGraph::finish() {
  for (int64_t i = 0; i < points && k > 0; ++i)
    largestSquaredDistance = std::max(largestSquaredDistance, distances(i).back());
}

std::shared_ptr<const NeighborGraph> nearestNeighbors(const Features& features, int k, NeighborSearch search,
                                                      RunControl& control) {
  const bool approximate = search == NeighborSearch::Approximate ||
                           (search == NeighborSearch::Auto && worthApproximating(features, k, control));
  return approximate ? approximateNeighbors(features, k, control) : exactNeighbors(features, k, control);
}

}  // namespace adapsne
