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

/// The most: what is padded for vectors is padded for these.
constexpr int64_t kMostLanes = 16;

template <int kLanes>
ADAPSNE_INLINE typename LanesOf<kLanes>::Floats loadLanes(const float* from) {
  typename LanesOf<kLanes>::Floats lanes;
  __builtin_memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

template <typename Floats>
ADAPSNE_INLINE void storeLanes(const Floats& lanes, float* to) {
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

// All bits that are set in any lane.
ADAPSNE_INLINE uint32_t unionOf(const LanesOf<4>::Ints& v) {
  return static_cast<uint32_t>((v[0] | v[2]) | (v[1] | v[3]));
}
ADAPSNE_INLINE uint32_t unionOf(const LanesOf<8>::Ints& v) {
  return unionOf(__builtin_shufflevector(v, v, 0, 1, 2, 3) | __builtin_shufflevector(v, v, 4, 5, 6, 7));
}
ADAPSNE_INLINE uint32_t unionOf(const LanesOf<16>::Ints& v) {
  return unionOf(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) |
                 __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15));
}

/// Each lane and its neighbour change places.
ADAPSNE_INLINE LanesOf<4>::Floats swappedPairs(const LanesOf<4>::Floats& v) {
  return __builtin_shufflevector(v, v, 1, 0, 3, 2);
}
ADAPSNE_INLINE LanesOf<8>::Floats swappedPairs(const LanesOf<8>::Floats& v) {
  return __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
}
ADAPSNE_INLINE LanesOf<16>::Floats swappedPairs(const LanesOf<16>::Floats& v) {
  return __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
}

/// 1 / a and 1 / b with one division, which takes longer than all else; within 2 units in the last place. a b
/// must not overflow.
template <typename Floats>
ADAPSNE_INLINE std::pair<Floats, Floats> reciprocals(const Floats& a, const Floats& b) {
  const Floats both = 1.0f / (a * b);
  return {both * b, both * a};
}

}  // namespace adapsne
