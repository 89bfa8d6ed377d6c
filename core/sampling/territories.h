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

/// `sampler` is one that has territories, and not Auto; `rows` ascend; 1 <= m <= rows.size().
Territories divide(const SamplingInputs& inputs, const Rows& rows, int64_t m, Sampler sampler,
                   CellAllocation allocation, uint64_t seed, RunControl& control);

/// The row that stands for a territory, ties to the lower row. `territory` is not empty.
int64_t exemplarOf(const SamplingInputs& inputs, const Rows& territory, Exemplar exemplar);

}  // namespace adapsne
