// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/neighbors/neighbor_graph.h"
#include "core/sampling/row_list.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Facility location on the neighbour graph by lazy greedy (Minoux 1978; greedy reaches 1 - 1/e of the
/// optimum, Nemhauser, Wolsey and Fisher 1978): the m of `rows` that lower the sum over `rows` of
///   min(D_i, distance of i to the nearest exemplar among its k neighbours, 0 for an exemplar)
/// the most, where D_i is the distance of i to its k-th neighbour. On a complete graph these are the
/// k-medoids costs themselves; else a point without an exemplar among its neighbours counts as far as its
/// k-th neighbour.
///
/// `given`, of `rows`, are exemplars already: what they lower the sum by is lowered before the first is
/// taken.
///
/// Ties go to the lower row. 1 <= m <= rows.size() - given.size(). m distinct rows in the order taken, none
/// of them given.
struct FacilityLocation {
  Rows taken;
  std::vector<double> gains;  ///< What each of them lowered the sum by; never rising.
  int64_t scans = 0;          ///< graph entries looked at
};
FacilityLocation locateFacilities(const NeighborGraph& graph, const Rows& rows, int64_t m, const Rows& given,
                                  RunControl& control);

}  // namespace adapsne
