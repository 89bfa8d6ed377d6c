// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>

#include "core/support/simd_clones.h"

namespace adapsne {

/// Floats handled together in functions that ADAPSNE_SIMD_CLONES copies: one register with AVX-512, two with
/// AVX, four without.
constexpr int64_t kWideLanes = 16;
typedef float FloatLanes __attribute__((vector_size(kWideLanes * sizeof(float))));
typedef int32_t IntLanes __attribute__((vector_size(kWideLanes * sizeof(int32_t))));

ADAPSNE_INLINE FloatLanes loadLanes(const float* from) {
  FloatLanes lanes;
  __builtin_memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

ADAPSNE_INLINE void storeLanes(const FloatLanes& lanes, float* to) {
  __builtin_memcpy(to, &lanes, sizeof lanes);
}

/// By halves, so that it takes four additions in a row and not sixteen.
ADAPSNE_INLINE float sumOf(const FloatLanes& v) {
  const FloatLanes a =
      v + __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  const FloatLanes b =
      a + __builtin_shufflevector(a, a, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15);
  return (b[0] + b[2]) + (b[1] + b[3]);
}

/// 1 / a and 1 / b with one division, which takes longer than all else; within 2 units in the last place. a b
/// must not overflow.
ADAPSNE_INLINE std::pair<FloatLanes, FloatLanes> reciprocals(const FloatLanes& a, const FloatLanes& b) {
  const FloatLanes both = 1.0f / (a * b);
  return {both * b, both * a};
}

}  // namespace adapsne
