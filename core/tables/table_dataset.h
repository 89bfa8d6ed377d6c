// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"
#include "core/tables/table_layout.h"

namespace adapsne {

/// The dataset of a table: features, labels, and the other columns as attributes. Columns of float64 that
/// float32 would round to the same numbers are kept as scales (column_scale.h). Throws Error that names line
/// and column of what is no number, or a line of another length; Cancelled.
Dataset datasetOfTable(const TableSource& source, const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
