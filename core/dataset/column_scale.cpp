// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/column_scale.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

ColumnScale ColumnRange::scale() const {
  if (!(largest >= least) || !rounded) return {};
  const double spread = largest / 2 - least / 2;
  return scaleOf(std::max(std::abs(least), std::abs(largest)), least + spread, spread);
}

ColumnScale scaleOf(double size, double middle, double spread) {
  ColumnScale scale;
  // float32 has 24 bits; where the spread is 2^-8 of the size, 16 of them are left for what differs. Where
  // nothing differs, nothing is lost.
  if (spread > 0 && spread < std::ldexp(size, -9)) scale.origin = middle;
  const double kept = scale.origin == 0 ? size : spread;
  // Inside, the squares of distances stay normal in float32.
  constexpr double kSmallest = 1e-15, kLargest = 1e15;
  if (kept > 0 && (kept < kSmallest || kept > kLargest)) scale.unit = std::ldexp(1.0, std::ilogb(kept));
  return scale;
}

}  // namespace adapsne
