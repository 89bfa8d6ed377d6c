// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/features/features.h"
#include "core/sampling/ridge_design.h"
#include "core/sampling/row_list.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Coordinates that are smooth on the neighbour graph: the rows at unit length are joined to their 10 nearest
/// (exact; an edge where either has the other), S = D^-1/2 W D^-1/2; of its eigenvectors but for the trivial
/// one the leading 200 (fewer of few rows), each times (1 - s + 0.02)^-1/2 for its eigenvalue s: the prior of
/// a regression in which values change little along edges.
///
/// One row of the design for each of `rows`, in their order; no other row of the features is looked at. The
/// random numbers are fixed. Throws Cancelled.
std::shared_ptr<const RidgeDesign> graphDesign(const Features& features, const Rows& rows,
                                               RunControl& control);

/// Transductive experimental design (Yu, Bi and Tresp 2006), greedy: m places of the design, each the one
/// that lets the variance of the predictions of all rows fall most (SubsetRidge::varianceFall), after the
/// places `given`, which are left out. Ties go to the lower place; the first k are what k are asked for.
/// `progress` hears the share that is done. Throws Cancelled.
std::vector<int64_t> chooseByDesign(const RidgeDesign& design, int64_t m, const std::vector<int64_t>& given,
                                    const std::function<void(double)>& progress, RunControl& control);

}  // namespace adapsne
