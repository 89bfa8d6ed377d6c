// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/features/features.h"
#include "core/sampling/ridge_design.h"
#include "core/sampling/row_list.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Coordinates in which inner products are those of a Gaussian kernel, by Nystroem's method (Williams and
/// Seeger 2001): the rows are brought to unit length (a row of zeros stays), min(1,000, N) of them are drawn
/// as landmarks L, k(x, y) = exp(-|x - y|^2 / w) with w half the median squared distance between two
/// landmarks (their mean where the median is 0; 1 where all coincide), and a row becomes k(x, L) A' with
/// A' A = (k(L, L) + 1e-6 I)^-1, A triangular by Cholesky's factor. Any such A gives the same inner products,
/// on which alone a ridge regression depends.
///
/// One row of the design for each of `rows`, in their order; no other row of the features is looked at. The
/// random numbers are fixed. Throws Cancelled.
std::shared_ptr<const RidgeDesign> kernelDesign(const Features& features, const Rows& rows,
                                                RunControl& control);

/// How many columns that design has for so many rows.
int64_t kernelDesignColumns(int64_t rows);

}  // namespace adapsne
