// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>

#include "core/support/simd_clones.h"

namespace adapsne {

/// Floats and as many integers in one register of 16, 32 or 64 bytes.
template <int kLanes>
struct LanesOf {
  typedef float Floats __attribute__((vector_size(4 * kLanes)));
  typedef int32_t Ints __attribute__((vector_size(4 * kLanes)));
  typedef uint32_t Bits __attribute__((vector_size(4 * kLanes)));
  typedef double Pairs __attribute__((vector_size(4 * kLanes)));  ///< half as many points of a map
};

/// Floats handled together in functions that ADAPSNE_SIMD_CLONES copies: one register with AVX-512, two with
/// AVX, four without.
constexpr int64_t kWideLanes = 16;
typedef LanesOf<kWideLanes>::Floats FloatLanes;
typedef LanesOf<kWideLanes>::Ints IntLanes;

ADAPSNE_INLINE FloatLanes loadLanes(const float* from) {
  FloatLanes lanes;
  __builtin_memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

ADAPSNE_INLINE void storeLanes(const FloatLanes& lanes, float* to) {
  __builtin_memcpy(to, &lanes, sizeof lanes);
}

// Sums of all lanes by halves, in registers: four additions in a row and not sixteen, and nothing through
// memory.
ADAPSNE_INLINE float sumOf(const LanesOf<4>::Floats& v) {
  return (v[0] + v[2]) + (v[1] + v[3]);
}
ADAPSNE_INLINE float sumOf(const LanesOf<8>::Floats& v) {
  return sumOf(__builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7));
}
ADAPSNE_INLINE float sumOf(const LanesOf<16>::Floats& v) {
  return sumOf(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
               __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15));
}

/// 1 / a and 1 / b with one division, which takes longer than all else; within 2 units in the last place. a b
/// must not overflow.
ADAPSNE_INLINE std::pair<FloatLanes, FloatLanes> reciprocals(const FloatLanes& a, const FloatLanes& b) {
  const FloatLanes both = 1.0f / (a * b);
  return {both * b, both * a};
}

}  // namespace adapsne
