// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QPolygonF>

#include "views/point_index.h"

namespace adapsne {

/// What a gesture does with the points that it catches.
enum class SelectMode { Replace, Add, Subtract };

/// Which points are selected: a mask over the rows of a dataset, so that nothing is ever renumbered. A value.
class Selection {
 public:
  Selection() = default;  ///< None.

  bool empty() const { return count_ == 0; }
  int64_t count() const { return count_; }
  bool contains(int64_t row) const {
    return mask_ && row >= 0 && static_cast<size_t>(row) < mask_->size() &&
           (*mask_)[static_cast<size_t>(row)];
  }
  std::vector<int64_t> rows() const;  ///< ascending

  /// With `rows` of a dataset of `points` rows caught by a gesture; rows outside are ignored.
  Selection combined(const std::vector<int64_t>& rows, int64_t points, SelectMode mode) const;
  /// Exactly the rows of a dataset of `points` rows that are not in here; of none: all.
  Selection inverted(int64_t points) const;

  bool operator==(const Selection& other) const;

 private:
  static Selection of(std::shared_ptr<std::vector<uint8_t>> mask);

  std::shared_ptr<const std::vector<uint8_t>> mask_;  ///< N, or null where nothing is selected
  int64_t count_ = 0;
};

/// Rows whose position lies inside the polygon (even-odd rule), ascending. `outline` is in map coordinates.
std::vector<int64_t> pointsInside(const std::vector<float>& positions, const QPolygonF& outline);

/// Which classes are greyed (by class, 1) after a click on one in a legend: that one as well or no longer,
/// or, `alone`, all the others, or none where they were. As muted() of a MapPair: empty where none is.
std::vector<uint8_t> mutedAfterClick(std::vector<uint8_t> muted, size_t classes, int label, bool alone);

}  // namespace adapsne
