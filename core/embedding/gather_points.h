// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/support/float_lanes.h"

namespace adapsne {

/// A point of an interleaved map as one value to load.
typedef double __attribute__((may_alias)) PointBits;

/// The coordinates of sixteen points of a map (N x 2 interleaved): at(l) is the index of the l-th. One access
/// a point: the processors' own gather instructions take longer.
template <typename Index>
ADAPSNE_INLINE void gatherPoints(const PointBits* map, const Index& at, FloatLanes& x, FloatLanes& y) {
  typedef double Pairs __attribute__((vector_size(kWideLanes / 2 * sizeof(double))));
  const Pairs low = {map[at(0)], map[at(1)], map[at(2)], map[at(3)],
                     map[at(4)], map[at(5)], map[at(6)], map[at(7)]};
  const Pairs high = {map[at(8)],  map[at(9)],  map[at(10)], map[at(11)],
                      map[at(12)], map[at(13)], map[at(14)], map[at(15)]};
  const auto a = reinterpret_cast<FloatLanes>(low), b = reinterpret_cast<FloatLanes>(high);
  x = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  y = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

}  // namespace adapsne
