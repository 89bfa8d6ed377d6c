// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/sampling/row_list.h"
#include "core/sampling/sampler.h"
#include "core/support/random.h"

namespace adapsne {

struct Request;

/// Some points divided into at most m territories, none empty, no row in two of them; rows ascend in each.
///
/// Every row is in one of them, but for those nearer to a row that is given, and but for the grid's: a cell
/// whose share of the budget is 0, or no more than it has already, stays out. There can be fewer than m where
/// points coincide.
struct Territories {
  std::vector<Rows> members;
  int64_t scans = 0;  ///< Points compared, for the work trace.
};

// What the samplers that have territories do (samplers.cpp). Only the grid reads the allocation. Throw
// Cancelled.

/// k-means in the map.
Territories divideByKMeans(const SamplingInputs& inputs, const Request& request, CellAllocation,
                           RunControl& control);
/// k-means in feature space.
Territories divideByFeatureKMeans(const SamplingInputs& inputs, const Request& request, CellAllocation,
                                  RunControl& control);
/// The cells of the map share the exemplars, given ones too, as the allocation says; k-means within a cell.
Territories divideByGrid(const SamplingInputs& inputs, const Request& request, CellAllocation allocation,
                         RunControl& control);
/// Around map points that keep the largest distance.
Territories divideByPoissonDisk(const SamplingInputs& inputs, const Request& request, CellAllocation,
                                RunControl& control);
/// Around map points, each the farthest from those before.
Territories divideByFarthestPoints(const SamplingInputs& inputs, const Request& request, CellAllocation,
                                   RunControl& control);

/// m rows of the request, each the farthest from those before and from the given ones, the first drawn where
/// none is given: their places among the rows. `values` are those of the rows, rows.size() x dimensions.
std::vector<int64_t> farthestPointsFrom(std::span<const float> values, int64_t dimensions,
                                        const Request& request, RandomStream random, RunControl& control);

/// The row that stands for a territory, ties to the lower row. `territory` is not empty.
int64_t exemplarOf(const SamplingInputs& inputs, const Rows& territory, Exemplar exemplar);

}  // namespace adapsne
