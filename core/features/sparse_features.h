// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The points of a sparse matrix that is too large with all its zeros (ChosenPoints::sparse): its columns are
/// reduced by a truncated SVD of the chosen rows (randomized_svd.h), neither centred nor scaled, to
/// options.textDimensions features or fewer, which have one unit. Says in a warning how many and what they
/// keep.
///
/// Throws Error where all values are 0, or the memory does not suffice; Cancelled.
Dataset datasetOfSparse(ChosenPoints chosen, const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
