// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/column_scale.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

ColumnScale ColumnRange::scale() const {
  if (!rounded) return {};
  const double spread = largest / 2 - least / 2;
  return scaleOf(std::max(std::abs(least), std::abs(largest)), least + spread, spread);
}

ColumnScale scaleOf(double size, double middle, double spread) {
  ColumnScale scale;
  if (!(spread > 0)) return scale;
  // float32 has 24 bits; where the spread is 2^-8 of the size, 16 of them are left for what differs.
  if (spread < std::ldexp(size, -9)) scale.origin = middle;
  const double kept = scale.origin == 0 ? size : spread;
  // Below, float32 has fewer than its 24 bits; above, none.
  constexpr double kSmallest = 1e-30, kLargest = std::numeric_limits<float>::max();
  if (kept > 0 && (kept < kSmallest || kept > kLargest)) scale.unit = std::ldexp(1.0, std::ilogb(kept));
  return scale;
}

}  // namespace adapsne
