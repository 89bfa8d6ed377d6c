// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

#include "core/dataset/source_column.h"
#include "core/tables/cell_value.h"
#include "core/tables/records.h"

namespace adapsne {

/// What a cell holds. Odd: meant as a number, but with a decimal comma, thousands separators or a percent
/// sign, so that the reader can refuse it by name instead of taking the column for text.
enum class CellKind { Missing, Whole, Fraction, Boolean, Date, Odd, Text };
CellKind kindOf(const TableCell& cell, const MissingWords& missing);

/// What the first records show of a column.
class ColumnSample {
 public:
  int64_t numbers = 0, fractions = 0, booleans = 0, dates = 0, texts = 0;

  void add(const TableCell& cell, const MissingWords& missing);
  /// A cell above those that were added.
  void addBefore(const TableCell& cell, const MissingWords& missing);

  int64_t values() const { return numbers + booleans + dates + texts; }
  /// More text than numbers. A tie counts as numeric, so that a wrong cell is reported instead of taken for a
  /// label.
  bool isText() const { return texts > values() - texts; }
  ColumnKind kind() const;
  bool hasText(const std::string& text) const { return distinct_.contains(text); }
  /// Each value is there once.
  bool tellsApart() const { return values() > 0 && static_cast<int64_t>(distinct_.size()) == values(); }
  /// Several values, and most of them more than once: names of classes. Of few cells any two values.
  bool repeats() const {
    constexpr int64_t kFew = 20;
    const auto different = static_cast<int64_t>(distinct_.size());
    return different > 1 && (values() < kFew || 2 * different <= values());
  }
  /// Whole numbers, each one more than that above it, from 0 or 1.
  bool counts() const {
    return counts_ && numbers == values() && numbers > 1 && (start_ == 0 || start_ == 1);
  }
  /// Names of pictures.
  bool arePictures() const { return pictures_ > 0 && pictures_ == values(); }

 private:
  void count(const TableCell& cell, const MissingWords& missing);
  bool counts_ = true;
  double start_ = -1, previous_ = 0;
  int64_t pictures_ = 0;
  std::unordered_set<std::string> distinct_;
};

}  // namespace adapsne
