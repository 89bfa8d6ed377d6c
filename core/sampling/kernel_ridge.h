// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/features/features.h"
#include "core/sampling/ridge_design.h"
#include "core/sampling/row_list.h"
#include "core/support/run_control.h"

namespace adapsne {

/// What is asked of a sampler that sees all classes at once.
struct ClassedRequest {
  Rows rows;                     ///< Those that may be looked at: labelled ones, ascending.
  int64_t m = 0;                 ///< Exemplars beside those that are given.
  Rows given = {};               ///< Of the rows, ascending.
  std::vector<int64_t> most;     ///< A class: exemplars that it may have, given ones included.
  std::vector<int64_t> weights;  ///< A class: the parts to which the classes' counts are kept, step by step.
};

/// Bytes that the choice below takes, its design among them: 16 for each row and class, most of it.
uint64_t kernelRidgeBytes(std::span<const int32_t> labels, const ClassedRequest& request);

/// Greedy choice of the rows on which a kernel ridge regression learns most: each next row is the one that,
/// added to the training set, lets the sum of the squared residuals over *all* rows of the request fall most
/// (SubsetRidge::errorFall). The targets are the classes, one column each, 1 for the own one, less the share
/// of one class; of a single class the target is 1.
///
/// Only classes take part that have the smallest count of exemplars for their weight and not yet their most.
/// The first exemplar of a class is its row with the largest cosine to the mean of its rows at unit length:
/// while a class has none, no other row of it can be taken.
///
/// A forward selection for kernel regression (Smola and Bartlett 2001; Chen, Cowan and Grant 1991) whose
/// criterion looks at the rows that are not trained on, too. `design` has a row for each of request.rows, in
/// their order. Ties go to the lower row. The rows in the order taken, given ones left out: where each class
/// has as many as it could (`most` is its size), the first k are what k are asked for. `progress` hears the
/// share that is done. Throws Cancelled.
Rows chooseByKernelRidge(const RidgeDesign& design, const Features& features, std::span<const int32_t> labels,
                         const ClassedRequest& request, const std::function<void(double)>& progress,
                         RunControl& control);

}  // namespace adapsne
