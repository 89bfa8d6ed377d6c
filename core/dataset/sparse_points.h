// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/dataset/sparse_rows.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The points of a sparse matrix that `choice` wants: as features where the whole matrix is small with its
/// zeros (isSmallWithZeros), else as ChosenPoints::sparse with finite values, which
/// features/sparse_features.h reduces.
///
/// Of options.missing, Drop is applied before the rows are chosen; where the matrix stays sparse, Refuse and
/// Mean (over all of a column, its zeros too) as well. Throws Error that names `shownAs` for no point, no
/// column, or missing values that are refused; Cancelled.
ChosenPoints sparsePoints(const SparseRows& matrix, const DatasetOptions& options, const RowChoice& choice,
                          const std::string& shownAs, RunControl& control);

/// The points whose features are there. Throws Error where they are sparse.
Dataset withFeatures(ChosenPoints chosen);

}  // namespace adapsne
