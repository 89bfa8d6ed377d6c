// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

namespace adapsne {

/// How float32 keeps a column's float64 values: value = origin + unit * kept. Epoch seconds lie so close
/// together beside their size that float32 would round them to one number; values of 1e-50 would become 0.
struct ColumnScale {
  double origin = 0, unit = 1;

  bool operator==(const ColumnScale&) const = default;
  float keep(double value) const { return static_cast<float>((value - origin) / unit); }
  double value(float kept) const { return origin + unit * static_cast<double>(kept); }
};

/// How a column is kept whose values lie within `spread` of `middle` and are at most `size` large, where
/// float32 does not hold all of them: origin 0 and unit 1 unless it would lose more than 2^-16 of the spread,
/// or the size is far from 1. Else the origin is the middle, the unit a power of two.
ColumnScale scaleOf(double size, double middle, double spread);

/// The range of a column's values, gathered in one pass over them in float64.
struct ColumnRange {
  double least = std::numeric_limits<double>::infinity();
  double largest = -std::numeric_limits<double>::infinity();
  bool rounded = false;  ///< float32 does not hold all of them as they are.

  void add(double value) {
    if (!(value - value == 0)) return;  // NaN, infinity: for the policy on missing values
    if (value < least) least = value;
    if (value > largest) largest = value;
    rounded |= static_cast<double>(static_cast<float>(value)) != value;
  }
  /// Plain where float32 holds all values; else as scaleOf() says.
  ColumnScale scale() const;
};

}  // namespace adapsne
