// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QPointF>

namespace adapsne {

/// A map's coordinates, N x 2, shared between whoever shows them.
using Positions = std::shared_ptr<const std::vector<float>>;

/// Finds the point of a map under the pointer, through a uniform grid of about two points a cell.
class PointIndex {
 public:
  PointIndex() = default;
  explicit PointIndex(Positions positions);

  const Positions& positions() const { return positions_; }
  /// The row nearest to `at` within `radius` (map units), the lower one where two are equally near; -1 if
  /// none.
  int64_t nearest(QPointF at, double radius) const;

 private:
  int cellX(double x) const;
  int cellY(double y) const;

  Positions positions_;
  double left_ = 0, bottom_ = 0, cell_ = 1;
  int columns_ = 0, rows_ = 0;
  std::vector<int32_t> start_;  ///< Of each cell in order_, and the end.
  std::vector<int32_t> order_;  ///< Rows by cell, ascending inside a cell.
};

}  // namespace adapsne
