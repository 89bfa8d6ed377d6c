// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/sampling/row_list.h"
#include "core/sampling/sampler.h"

namespace adapsne {

/// Some points divided into at most m territories, none empty, no row in two of them; rows ascend in each.
///
/// Every row is in one of them, but for the grid's: a cell whose share of the budget is 0 stays out. There
/// can be fewer than m where points coincide.
struct Territories {
  std::vector<Rows> members;
  int64_t scans = 0;  ///< Points compared, for the work trace.
};

// What the samplers that have territories do (samplers.cpp). `rows` ascend; 1 <= m <= rows.size(). Only the
// grid reads the allocation. Throw Cancelled.

/// k-means in the map.
Territories divideByKMeans(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                           uint64_t seed, RunControl& control);
/// k-means in feature space.
Territories divideByFeatureKMeans(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                                  uint64_t seed, RunControl& control);
/// The cells of the map share m as the allocation says; k-means within a cell.
Territories divideByGrid(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation allocation,
                         uint64_t seed, RunControl& control);
/// Around map points that keep the largest distance.
Territories divideByPoissonDisk(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                                uint64_t seed, RunControl& control);
/// Around map points, each the farthest from those before.
Territories divideByFarthestPoints(const SamplingInputs& inputs, const Rows& rows, int64_t m, CellAllocation,
                                   uint64_t seed, RunControl& control);

/// The row that stands for a territory, ties to the lower row. `territory` is not empty.
int64_t exemplarOf(const SamplingInputs& inputs, const Rows& territory, Exemplar exemplar);

}  // namespace adapsne
