// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/dataset/dataset_options.h"
#include "core/support/error.h"
#include "core/tables/column_sample.h"
#include "core/tables/table_layout.h"

namespace adapsne {

/// Sets role and reason of each of the layout's columns, whose names and kinds are known, and warns of what
/// is not plain. Throws Error for a column that options name and that is not there.
void assignRoles(TableLayout& layout, const std::vector<ColumnSample>& samples, const std::string& shownAs,
                 const DatasetOptions& options);

/// Sets the options by which a table's columns get these roles: labels, id and features by name; all others
/// are left out.
void askForRoles(DatasetOptions& options, const std::vector<SourceColumn>& columns);

/// What is to be said where no column is left as a feature.
Error noFeature(const TableLayout& layout, const std::string& shownAs);

}  // namespace adapsne
