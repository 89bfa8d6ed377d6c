// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/column_scale.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

ColumnScale ColumnRange::scale() const {
  ColumnScale scale;
  if (!(largest > least) || !rounded) return scale;
  const double size = std::max(std::abs(least), std::abs(largest)), spread = largest / 2 - least / 2;
  // float32 has 24 bits; where the spread is 2^-8 of the size, 16 of them are left for what differs.
  if (spread < std::ldexp(size, -9)) scale.origin = least + spread;
  const double kept = scale.origin == 0 ? size : spread;
  // Below, float32 has fewer than its 24 bits; above, none.
  constexpr double kSmallest = 1e-30, kLargest = std::numeric_limits<float>::max();
  if (kept > 0 && (kept < kSmallest || kept > kLargest)) scale.unit = std::ldexp(1.0, std::ilogb(kept));
  return scale;
}

}  // namespace adapsne
