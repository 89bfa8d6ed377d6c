// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/support/float_lanes.h"

namespace adapsne {

/// ln x of finite, normal x > 0, within 3e-7 of max(1, |ln x|).
///
/// x = 2^n m with m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh(s), s = (m - 1) / (m + 1), |s| <= 0.1716, by its
/// series to s^9 (the next term is below 1e-9).
template <typename Floats>
ADAPSNE_INLINE Floats logOfPositive(const Floats& x) {
  typedef typename LanesOf<sizeof(Floats) / sizeof(float)>::Ints Ints;
  const auto bits = reinterpret_cast<Ints>(x);
  // Taking off sqrt(1/2)'s bits makes the exponent count from there.
  constexpr int32_t kRootHalf = 0x3f3504f3;
  const Ints n = (bits - kRootHalf) >> 23;
  const auto m = reinterpret_cast<Floats>(bits - (n << 23));
  const Floats s = (m - 1.0f) / (m + 1.0f), t = s * s;
  Floats series = t * (1.0f / 9) + 1.0f / 7;
  series = series * t + 0.2f;
  series = series * t + 1.0f / 3;
  const Floats exponent = __builtin_convertvector(n, Floats);
  return exponent * 0.693147181f + (2.0f * s + 2.0f * s * t * series);
}

}  // namespace adapsne
