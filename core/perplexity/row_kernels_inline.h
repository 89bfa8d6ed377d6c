// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstring>

#include "core/perplexity/row_kernels.h"
#include "core/support/vector_exp.h"

// The bodies of row_kernels.h. row_kernels.cpp copies them for each instruction set; the tests do so once
// more, to compare all copies that the machine can run.
namespace adapsne::kernels {

template <typename Vector, typename Number>
ADAPSNE_INLINE Vector loaded(const Number* from) {
  Vector vector;
  __builtin_memcpy(&vector, from, sizeof vector);
  return vector;
}

ADAPSNE_INLINE double total(Double4 v) {
  return (v[0] + v[1]) + (v[2] + v[3]);
}
ADAPSNE_INLINE float total(Float8 v) {
  return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}

ADAPSNE_INLINE RowMoments moments(const double* d, int64_t n, double beta) {
  Double4 e{}, ex{}, exx{};
  for (int64_t j = 0; j < n; j += kDoubleLanes) {
    const Double4 x = beta * loaded<Double4>(d + j);
    const Double4 term = expOfNegative(-x), first = term * x;
    e += term;
    ex += first;
    exx += first * x;
  }
  return {total(e), total(ex), total(exx)};
}

ADAPSNE_INLINE FloatMoments moments(const float* d, int64_t n, float beta) {
  Float8 e{}, ex{};
  for (int64_t j = 0; j < n; j += kFloatLanes) {
    const Float8 x = beta * loaded<Float8>(d + j);
    const Float8 term = expOfNegative(-x);
    e += term;
    ex += term * x;
  }
  return {total(e), total(ex)};
}

/// Vector is Double4 or Float8, Number its element.
template <typename Vector, typename Number>
ADAPSNE_INLINE Number exponentials(const Number* d, int64_t n, Number beta, double* result) {
  constexpr int64_t kLanes = sizeof(Vector) / sizeof(Number);
  Vector sum{};
  for (int64_t j = 0; j < n; j += kLanes) {
    const Vector e = expOfNegative(-(beta * loaded<Vector>(d + j)));
    sum += e;
    for (int64_t l = 0; l < std::min(kLanes, n - j); ++l) result[j + l] = static_cast<double>(e[l]);
  }
  return total(sum);
}

/// `shift` distances so that x and the table's index come from 32-bit arithmetic: beta and d have 16 bits at
/// most.
template <bool saturate>
ADAPSNE_INLINE FixedMoments fixedMoments(const FixedFormat& format, const uint32_t* table, const uint32_t* d,
                                         int64_t n, uint32_t beta) {
  // Lanes of 32 bits: an addend of ex has 20 bits at most, so 2^12 of them fit whatever the lane.
  constexpr int64_t kBlock = 4096;
  const int product = format.productShift(), index = format.indexShift(), fraction = format.exponentFraction;
  const uint32_t most = static_cast<uint32_t>(format.exponentMaximum());
  FixedMoments result;
  for (int64_t first = 0; first < n; first += kBlock) {
    const int64_t last = std::min(n, first + kBlock);
    uint32_t e = 0, ex = 0;
    for (int64_t j = first; j < last; ++j) {
      const uint32_t exact = (beta * d[j]) >> product, x = std::min(exact, most);
      uint32_t entry = table[x >> index];
      if (!saturate) entry = exact > most ? 0 : entry;
      e += entry;
      ex += (entry * x) >> fraction;
    }
    result.e += e;
    result.ex += ex;
  }
  return result;
}

template <bool saturate>
ADAPSNE_INLINE uint64_t fixedExponentials(const FixedFormat& format, const uint32_t* table, const uint32_t* d,
                                          int64_t n, uint32_t beta, double* result) {
  const int product = format.productShift(), index = format.indexShift();
  const uint32_t most = static_cast<uint32_t>(format.exponentMaximum());
  uint64_t sum = 0;
  for (int64_t j = 0; j < n; ++j) {
    const uint32_t exact = (beta * d[j]) >> product;
    const uint32_t entry = !saturate && exact > most ? 0 : table[std::min(exact, most) >> index];
    sum += entry;
    result[j] = entry;
  }
  return sum;
}

ADAPSNE_INLINE void quantized(const FixedFormat& format, const float* squared, int64_t n, double largest,
                              uint32_t* d) {
  const double units = static_cast<double>(1 << format.distanceBits);
  for (int64_t j = 0; j < n; ++j) {
    const double scaled = squared[j] / largest * units;  // A power of two: exact, as ldexp would be.
    d[j] = static_cast<uint32_t>(static_cast<int32_t>(std::clamp(scaled, 0.0, units - 1)));
  }
}

}  // namespace adapsne::kernels
