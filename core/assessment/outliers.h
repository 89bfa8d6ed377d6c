// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/sigma_search.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Why a point is an outlier of the map (docs/method.md#outliers); flags, several may hold.
enum OutlierReason : uint8_t {
  kLost = 1,   ///< None of its 10 nearest input neighbours is among its 60 nearest in the map.
  kStray = 2,  ///< Half of its input neighbours share its class, at most a tenth of its map neighbours do.
  kUnreachable = 4,  ///< Its target perplexity has no root.
};

struct Outliers {
  std::vector<uint8_t> reasons;  ///< N, OR of OutlierReason.
  int64_t lost = 0, stray = 0, unreachable = 0;
};

/// `labels` may be empty (no stray points then). Neighbourhoods shrink where N is small: the map's 60 to at
/// most half of the other points, so that a random map still loses points.
Outliers findOutliers(const NeighborGraph& graph, const SigmaResult& sigma, std::span<const float> positions,
                      std::span<const int32_t> labels, RunControl& control);

}  // namespace adapsne
