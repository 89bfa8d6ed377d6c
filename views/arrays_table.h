// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTableWidget>

#include "core/dataset/source_part.h"

namespace adapsne {

/// The arrays of a file, a line each: name, shape, what it holds and what it is used for, which can be
/// changed.
class ArraysTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit ArraysTable(QWidget* parent = nullptr);

  void show(const std::vector<SourcePart>& arrays);
  const std::vector<SourcePart>& arrays() const { return arrays_; }

 signals:
  /// Somebody chose another use of an array.
  void useChanged(int array, adapsne::PartUse use);

 private:
  std::vector<SourcePart> arrays_;
};

}  // namespace adapsne
