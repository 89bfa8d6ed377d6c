// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/support/float_lanes.h"
#include "core/support/simd_clones.h"

namespace adapsne {

/// A point of an interleaved map as one value to load.
typedef double __attribute__((may_alias)) PointBits;

// The coordinates of several points of a map (N x 2 interleaved): at(l) is the index of the l-th. One access
// a point: the processors' own gather instructions take longer. In registers of the machine's own width: the
// compiler takes wider ones apart element by element.

template <typename Index>
ADAPSNE_INLINE void gatherPoints(const PointBits* map, const Index& at, LanesOf<4>::Floats& x,
                                 LanesOf<4>::Floats& y) {
  typedef LanesOf<4>::Pairs Pairs;
  const auto a = reinterpret_cast<LanesOf<4>::Floats>(Pairs{map[at(0)], map[at(1)]});
  const auto b = reinterpret_cast<LanesOf<4>::Floats>(Pairs{map[at(2)], map[at(3)]});
  x = __builtin_shufflevector(a, b, 0, 2, 4, 6);
  y = __builtin_shufflevector(a, b, 1, 3, 5, 7);
}

template <typename Index>
ADAPSNE_INLINE void gatherPoints(const PointBits* map, const Index& at, LanesOf<8>::Floats& x,
                                 LanesOf<8>::Floats& y) {
  typedef LanesOf<8>::Pairs Pairs;
  const auto a = reinterpret_cast<LanesOf<8>::Floats>(Pairs{map[at(0)], map[at(1)], map[at(2)], map[at(3)]});
  const auto b = reinterpret_cast<LanesOf<8>::Floats>(Pairs{map[at(4)], map[at(5)], map[at(6)], map[at(7)]});
  x = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
  y = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
}

template <typename Index>
ADAPSNE_INLINE void gatherPoints(const PointBits* map, const Index& at, LanesOf<16>::Floats& x,
                                 LanesOf<16>::Floats& y) {
  typedef LanesOf<16>::Pairs Pairs;
  const auto a = reinterpret_cast<LanesOf<16>::Floats>(
      Pairs{map[at(0)], map[at(1)], map[at(2)], map[at(3)], map[at(4)], map[at(5)], map[at(6)], map[at(7)]});
  const auto b = reinterpret_cast<LanesOf<16>::Floats>(Pairs{
      map[at(8)], map[at(9)], map[at(10)], map[at(11)], map[at(12)], map[at(13)], map[at(14)], map[at(15)]});
  x = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  y = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

}  // namespace adapsne
