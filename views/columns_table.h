// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTableWidget>

#include "core/dataset/dataset.h"

namespace adapsne {

/// The columns of a table as they were understood: what each is used for, and why. The use can be changed.
class ColumnsTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit ColumnsTable(QWidget* parent = nullptr);

  void show(const Dataset& dataset);
  /// As they were shown, with the roles that were chosen since.
  const std::vector<SourceColumn>& columns() const { return columns_; }
  /// Whether a role was changed since show().
  bool changed() const;

 signals:
  void roleChanged();

 private:
  void addRow(const Dataset& dataset, int row);
  void setRole(int row, ColumnRole role);
  std::vector<SourceColumn> columns_, shown_;
};

}  // namespace adapsne
