// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/perplexity/arithmetic.h"

namespace adapsne {

/// Number formats of a fixed-point perplexity datapath (docs/method.md#datapaths). In integers:
///   d = floor(D / max * 2^distanceBits),  beta rounded to its format,  x = (beta * d) >> productShift,
///   e = table[top bits of x],  S = sum e,  T = sum (e * x >> exponentFraction),
///   H = log(S / entryMaximum) + T / S in the table's base, cut to entropyFraction bits,  Perp = base^H.
struct FixedFormat {
  int distanceBits;                       ///< UQ0.b
  int betaInteger, betaFraction;          ///< UQi.f
  int exponentInteger, exponentFraction;  ///< x, UQi.f
  int tableBits;                          ///< 2^b entries
  int entryBits;                          ///< width of an entry
  int accumulatorBits;
  bool saturate;  ///< x out of range: its largest value, or e = 0 ("flush")
  bool baseTwo;   ///< table of 2^-x, beta includes log2(e)
  int entropyFraction = 11;

  int productShift() const { return betaFraction + distanceBits - exponentFraction; }
  int indexShift() const { return exponentInteger + exponentFraction - tableBits; }
  uint64_t exponentMaximum() const { return (uint64_t{1} << (exponentInteger + exponentFraction)) - 1; }
  uint64_t accumulatorMaximum() const { return (uint64_t{1} << accumulatorBits) - 1; }
  uint32_t betaMaximum() const { return (uint32_t{1} << (betaInteger + betaFraction)) - 1; }
  double entryMaximum() const { return static_cast<double>((uint64_t{1} << entryBits) - 1); }

  /// Rounded to the format, at least one unit, at most its largest.
  uint32_t beta(double value) const;
  /// From the two sums; 0 where S = 0.
  double perplexity(uint64_t s, uint64_t t) const;
  /// The range of u = ln sigma that beta's format can hold.
  double lowestU() const;
  double highestU() const;
};

/// Formats of Fixed16Flush, Fixed16Saturate and Fixed8. Throws std::invalid_argument for the others.
const FixedFormat& fixedFormat(Arithmetic arithmetic);

/// Entry i = round(f(midpoint of interval i) * entryMaximum) with f = exp(-x) or 2^-x. For the same three.
const std::vector<uint32_t>& exponentialTable(Arithmetic arithmetic);

}  // namespace adapsne
