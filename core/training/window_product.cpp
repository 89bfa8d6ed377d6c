// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/window_product.h"

#include <algorithm>

#include "core/support/float_lanes.h"
#include "core/support/simd_clones.h"

// Sums stay in registers, so many that additions do not wait for each other: with AVX-512 8 windows x 48
// columns of 32 registers, below that 4 x 24 or 4 x 8 of 16.
namespace adapsne {
namespace {

template <int kLanes>
constexpr int kMostDown = kLanes == 16 ? 8 : 4;
template <int kLanes>
constexpr int64_t kMostColumns = kLanes == 16  ? 48
                                 : kLanes == 8 ? 24
                                               : 8;

/// Columns of one block in registers: whole vectors, and half of one behind, so that 24 channels need no 32.
template <int kLanes, int kWhole, bool kHalf>
struct Block {
  typedef typename LanesOf<kLanes>::Floats Whole;
  typedef typename LanesOf<kHalf ? kLanes / 2 : kLanes>::Floats Half;
  Whole whole[kWhole > 0 ? kWhole : 1];
  Half half;

  ADAPSNE_INLINE void clear() {
    for (int v = 0; v < kWhole; ++v) whole[v] = Whole{};
    half = Half{};
  }
  ADAPSNE_INLINE void load(const float* from) {
#pragma GCC unroll 3
    for (int v = 0; v < kWhole; ++v) whole[v] = loadLanes<kLanes>(from + v * kLanes);
    if constexpr (kHalf) half = loadLanes<kLanes / 2>(from + kWhole * kLanes);
  }
  ADAPSNE_INLINE void store(float* to) const {
#pragma GCC unroll 3
    for (int v = 0; v < kWhole; ++v) storeLanes(whole[v], to + v * kLanes);
    if constexpr (kHalf) storeLanes(half, to + kWhole * kLanes);
  }
  ADAPSNE_INLINE void add(float factor, const Block& other) {
#pragma GCC unroll 3
    for (int v = 0; v < kWhole; ++v) whole[v] += factor * other.whole[v];
    if constexpr (kHalf) half += factor * other.half;
  }
};

/// kDown windows beside each other.
template <int kLanes, int kDown, int kWhole, bool kHalf>
ADAPSNE_INLINE void productTile(const Windows& w, const float* window, const float* weights, int64_t columns,
                                float* result) {
  Block<kLanes, kWhole, kHalf> sum[kDown], right;
#pragma GCC unroll 8
  for (int d = 0; d < kDown; ++d) sum[d].clear();
  for (int64_t s = 0; s < w.segments; ++s) {
    const float* at = window + s * w.segmentStep;
    for (int64_t j = 0; j < w.length; ++j, weights += columns) {
      right.load(weights);
#pragma GCC unroll 8
      for (int d = 0; d < kDown; ++d) sum[d].add(at[d * w.step + j], right);
    }
  }
#pragma GCC unroll 8
  for (int d = 0; d < kDown; ++d) sum[d].store(result + d * columns);
}

/// kDown places of a segment beside each other, over all windows.
template <int kLanes, int kDown, int kWhole, bool kHalf>
ADAPSNE_INLINE void gradientTile(const Windows& w, const float* place, const float* right,
                                 int64_t rightRowStep, int64_t columns, float* result) {
  Block<kLanes, kWhole, kHalf> sum[kDown], row;
#pragma GCC unroll 8
  for (int d = 0; d < kDown; ++d) sum[d].load(result + d * columns);
  for (int64_t y = 0; y < w.rows; ++y) {
    const float *at = place + y * w.rowStep, *from = right + y * rightRowStep;
    for (int64_t i = 0; i < w.count; ++i, at += w.step, from += columns) {
      row.load(from);
#pragma GCC unroll 8
      for (int d = 0; d < kDown; ++d) sum[d].add(at[d], row);
    }
  }
#pragma GCC unroll 8
  for (int d = 0; d < kDown; ++d) sum[d].store(result + d * columns);
}

/// The tile of so many down.
template <int kLanes, int kDown, int kWhole, bool kHalf>
ADAPSNE_INLINE void productOf(int64_t down, const Windows& w, const float* window, const float* weights,
                              int64_t columns, float* result) {
  if (down == kDown)
    productTile<kLanes, kDown, kWhole, kHalf>(w, window, weights, columns, result);
  else if constexpr (kDown > 1)
    productOf<kLanes, kDown - 1, kWhole, kHalf>(down, w, window, weights, columns, result);
}

template <int kLanes, int kDown, int kWhole, bool kHalf>
ADAPSNE_INLINE void gradientOf(int64_t down, const Windows& w, const float* place, const float* right,
                               int64_t rightRowStep, int64_t columns, float* result) {
  if (down == kDown)
    gradientTile<kLanes, kDown, kWhole, kHalf>(w, place, right, rightRowStep, columns, result);
  else if constexpr (kDown > 1)
    gradientOf<kLanes, kDown - 1, kWhole, kHalf>(down, w, place, right, rightRowStep, columns, result);
}

/// Calls part(begin, end) for nearly equal parts of [0, n) of at most `most`.
template <typename Part>
ADAPSNE_INLINE void inEqualParts(int64_t n, int64_t most, const Part& part) {
  const int64_t parts = (n + most - 1) / most;
  for (int64_t p = 0; p < parts; ++p) part(n * p / parts, n * (p + 1) / parts);
}

template <int kLanes, int kWhole, bool kHalf>
ADAPSNE_INLINE void productBlock(const Windows& w, const float* weights, int64_t columns, float* result,
                                 int64_t resultRowStep) {
  constexpr int kMost = kMostDown<kLanes>;
  for (int64_t y = 0; y < w.rows; ++y)
    inEqualParts(
        w.count, kMost, [&](int64_t begin, int64_t end) __attribute__((always_inline)) {
          productOf<kLanes, kMost, kWhole, kHalf>(end - begin, w, w.first + y * w.rowStep + begin * w.step,
                                                  weights, columns,
                                                  result + y * resultRowStep + begin * columns);
        });
}

template <int kLanes, int kWhole, bool kHalf>
ADAPSNE_INLINE void gradientBlock(const Windows& w, const float* right, int64_t rightRowStep, int64_t columns,
                                  float* result) {
  constexpr int kMost = kMostDown<kLanes>;
  for (int64_t s = 0; s < w.segments; ++s)
    inEqualParts(
        w.length, kMost, [&](int64_t begin, int64_t end) __attribute__((always_inline)) {
          gradientOf<kLanes, kMost, kWhole, kHalf>(end - begin, w, w.first + s * w.segmentStep + begin, right,
                                                   rightRowStep, columns,
                                                   result + (s * w.length + begin) * columns);
        });
}

/// Calls block(offset, size of a block of columns as two constants) for all columns, in nearly equal blocks.
template <int kLanes, typename Body>
ADAPSNE_INLINE void overColumns(int64_t columns, const Body& body) {
  inEqualParts(
      columns / kColumnUnit,
      kMostColumns<kLanes> / kColumnUnit, [&](int64_t begin, int64_t end) __attribute__((always_inline)) {
        body(begin * kColumnUnit, end - begin);
      });
}

template <int kLanes>
ADAPSNE_INLINE void productKernel(const Windows& w, const float* weights, int64_t columns, float* result,
                                  int64_t resultRowStep) {
  overColumns<kLanes>(
      columns, [&](int64_t first, int64_t units) __attribute__((always_inline)) {
        const float* from = weights + first;
        float* to = result + first;
        if constexpr (kLanes == 16) {
          if (units == 6) productBlock<16, 3, false>(w, from, columns, to, resultRowStep);
          if (units == 5) productBlock<16, 2, true>(w, from, columns, to, resultRowStep);
          if (units == 4) productBlock<16, 2, false>(w, from, columns, to, resultRowStep);
          if (units == 3) productBlock<16, 1, true>(w, from, columns, to, resultRowStep);
          if (units == 2) productBlock<16, 1, false>(w, from, columns, to, resultRowStep);
          if (units == 1) productBlock<16, 0, true>(w, from, columns, to, resultRowStep);
        } else if constexpr (kLanes == 8) {
          if (units == 3) productBlock<8, 3, false>(w, from, columns, to, resultRowStep);
          if (units == 2) productBlock<8, 2, false>(w, from, columns, to, resultRowStep);
          if (units == 1) productBlock<8, 1, false>(w, from, columns, to, resultRowStep);
        } else {
          productBlock<kLanes, 2, false>(w, from, columns, to, resultRowStep);
        }
      });
}

template <int kLanes>
ADAPSNE_INLINE void gradientKernel(const Windows& w, const float* right, int64_t rightRowStep,
                                   int64_t columns, float* result) {
  overColumns<kLanes>(
      columns, [&](int64_t first, int64_t units) __attribute__((always_inline)) {
        const float* from = right + first;
        float* to = result + first;
        if constexpr (kLanes == 16) {
          if (units == 6) gradientBlock<16, 3, false>(w, from, rightRowStep, columns, to);
          if (units == 5) gradientBlock<16, 2, true>(w, from, rightRowStep, columns, to);
          if (units == 4) gradientBlock<16, 2, false>(w, from, rightRowStep, columns, to);
          if (units == 3) gradientBlock<16, 1, true>(w, from, rightRowStep, columns, to);
          if (units == 2) gradientBlock<16, 1, false>(w, from, rightRowStep, columns, to);
          if (units == 1) gradientBlock<16, 0, true>(w, from, rightRowStep, columns, to);
        } else if constexpr (kLanes == 8) {
          if (units == 3) gradientBlock<8, 3, false>(w, from, rightRowStep, columns, to);
          if (units == 2) gradientBlock<8, 2, false>(w, from, rightRowStep, columns, to);
          if (units == 1) gradientBlock<8, 1, false>(w, from, rightRowStep, columns, to);
        } else {
          gradientBlock<kLanes, 2, false>(w, from, rightRowStep, columns, to);
        }
      });
}

ADAPSNE_BY_WIDTH(void multiplyKernel(const Windows& windows, const float* weights, int64_t columns,
                                     float* result, int64_t resultRowStep),
                 productKernel, windows, weights, columns, result, resultRowStep)
ADAPSNE_BY_WIDTH(void gradientsKernel(const Windows& windows, const float* right, int64_t rightRowStep,
                                      int64_t columns, float* result),
                 gradientKernel, windows, right, rightRowStep, columns, result)

}  // namespace

void multiplyWindows(const Windows& windows, const float* weights, int64_t columns, float* result,
                     int64_t resultRowStep) {
  multiplyKernel(windows, weights, columns, result, resultRowStep);
}

void addWindowProducts(const Windows& windows, const float* right, int64_t rightRowStep, int64_t columns,
                       float* result) {
  gradientsKernel(windows, right, rightRowStep, columns, result);
}

}  // namespace adapsne
