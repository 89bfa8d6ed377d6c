// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "core/perplexity/fixed_format.h"

namespace adapsne {

// What every evaluation of a row's perplexity spends its time in, for each number format: sums over the row
// of e = exp(-x) and e x with x = beta d. In floating point a row is padded to whole registers with kFarAway,
// whose exponential is 0 at every beta that is searched. The order of additions is fixed: the same bits at
// any number of threads; other instruction sets may differ in the last ones (fused multiply-add). In fixed
// point all instruction sets give the same bits.

constexpr int64_t kDoubleLanes = 4, kFloatLanes = 8;
constexpr double kFarAway = 1e100;
constexpr float kFarAwayFloat = 1e30f;

struct RowMoments {
  double e = 0, ex = 0, exx = 0;  ///< sum of e, of e x, of e x^2
};
/// `distances` are padded: a multiple of kDoubleLanes. 0 <= beta <= 1e13.
RowMoments momentsOf(std::span<const double> distances, double beta);
/// e of each entry, unpadded length `exponentials.size()`; returns their sum.
double exponentialsOf(std::span<const double> distances, double beta, std::span<double> exponentials);

struct FloatMoments {
  float e = 0, ex = 0;
};
/// In single precision throughout; `distances` are padded: a multiple of kFloatLanes. 1e-4 <= beta <= 1e8.
FloatMoments momentsOf(std::span<const float> distances, float beta);
float exponentialsOf(std::span<const float> distances, float beta, std::span<double> exponentials);

/// Entries of the table that x = (beta d) >> productShift selects, and their sums before the accumulators
/// saturate: every addend is non-negative, so saturating once at the end equals saturating at each addition.
struct FixedMoments {
  uint64_t e = 0, ex = 0;
};
FixedMoments momentsOf(const FixedFormat& format, std::span<const uint32_t> table,
                       std::span<const uint32_t> distances, uint32_t beta);
uint64_t exponentialsOf(const FixedFormat& format, std::span<const uint32_t> table,
                        std::span<const uint32_t> distances, uint32_t beta, std::span<double> exponentials);

/// d = floor(squared / largest * 2^distanceBits), at most the largest that the format holds.
void quantize(const FixedFormat& format, std::span<const float> squared, double largest,
              std::span<uint32_t> distances);

}  // namespace adapsne
