// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset_options.h"
#include "core/dataset/source_column.h"
#include "core/tables/cell_value.h"
#include "core/tables/records.h"

namespace adapsne {

/// A table that has been taken apart but not yet understood.
struct TableSource {
  std::string shownAs;
  Records& records;
  /// Names that the format itself gives (ARFF, JSON): no record is a header then.
  std::vector<std::string> names = {};
  /// The line of a comment above the records, which holds names if it has as many.
  std::string titles = {};
};

/// What a table was understood as, from its first records.
struct TableLayout {
  bool header = false;                ///< The first record holds names.
  std::vector<SourceColumn> columns;  ///< One a cell of a record, with kind and role.
  std::vector<std::string> warnings;

  int64_t width() const { return static_cast<int64_t>(columns.size()); }
  int64_t features() const;
  /// The column with this role, -1 if there is none.
  int64_t find(ColumnRole role) const;
};

/// Finds header, kinds and roles. Leaves the records anywhere.
///
/// A role is what options ask for, else a guess of which `reason` and warnings tell. Labels: a column named
/// label, class, target, species or y (but not a y beside an x, nor one that holds fractions; one of text
/// before one of numbers, and the others are left out), or the last one if it alone is text. Id: a column
/// without a name that counts or tells all points apart, or one that is named as an id and does. Text, empty
/// columns and what is named as an id but is none are left out.
///
/// Throws Error if there are no numbers, nothing under the header, or a column that options name is not
/// there.
TableLayout understand(const TableSource& source, const DatasetOptions& options);

/// "column 3 (petal width)" of a column counted from 0.
std::string columnText(const TableLayout& layout, int64_t column);

/// label, class, target, species or y, in any case: a column of this name holds the labels.
bool isLabelColumnName(const std::string& name);
/// id, index, uuid and the like, or a name that ends with _id: one that tells all points apart names them.
bool isIdColumnName(const std::string& name);

}  // namespace adapsne
