// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "core/perplexity/arithmetic.h"

namespace adapsne::test {

/// Perp of a row in long double, straight from the definition, without any subtraction.
inline long double plainPerplexity(std::span<const float> squared, long double beta) {
  long double s = 0, t = 0;
  for (float d : squared) {
    // The nearest distance is a common factor of every exponential; without it large beta would underflow.
    const long double x = beta * (static_cast<long double>(d) - squared.front());
    const long double e = std::exp(-x);
    s += e;
    t += e * x;
  }
  return s * std::exp(t / s);
}

/// beta by plain bisection of ln beta over 60 decades.
inline long double plainBeta(std::span<const float> squared, long double target) {
  long double low = -70, high = 70;
  for (int i = 0; i < 90; ++i) {
    const long double middle = (low + high) / 2;
    (plainPerplexity(squared, std::exp(middle)) > target ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

/// The fixed formats of docs/method.md#datapaths, as the text reads: one addition after the other,
/// saturating each time.
struct PlainDatapath {
  int distanceBits, exponentBits, exponentFraction, tableBits, entryMaximum;
  uint64_t accumulatorMaximum;
  bool saturate, baseTwo, subtractNearest;

  static PlainDatapath of(Arithmetic arithmetic, bool subtractNearest) {
    const uint64_t wide = 0xffffffffu, narrow = 0xffffffu;
    if (arithmetic == Arithmetic::Fixed8) return {8, 12, 8, 6, 255, narrow, false, false, subtractNearest};
    const bool saturate = arithmetic == Arithmetic::Fixed16Saturate;
    return {16, 16, 12, 8, 65535, wide, saturate, saturate, subtractNearest};
  }

  struct Result {
    double perplexity;
    std::vector<double> conditional;
  };
  Result run(std::span<const float> squared, double largest, double u) const {
    std::vector<int64_t> distance;
    for (float d : squared)
      distance.push_back(std::min<int64_t>(static_cast<int64_t>(d / largest * (1 << distanceBits)),
                                           (1 << distanceBits) - 1));
    if (subtractNearest) {
      const int64_t nearest = *std::min_element(distance.begin(), distance.end());
      for (int64_t& d : distance) d -= nearest;
    }
    double exact = std::exp(-2 * u) / 2;
    if (baseTwo) exact *= 1.4426950408889634074;
    const double rounded = std::floor(exact * 64 + 0.5);  // UQ10.6
    const int64_t beta = rounded < 1 ? 1 : rounded > 65535 ? 65535 : static_cast<int64_t>(rounded);

    const int64_t largestX = (int64_t{1} << exponentBits) - 1;
    uint64_t s = 0, t = 0;
    std::vector<uint64_t> entries;
    for (int64_t d : distance) {
      int64_t x = beta * d / (int64_t{1} << (6 + distanceBits - exponentFraction));
      bool vanished = false;
      if (x > largestX) {
        vanished = !saturate;
        x = largestX;
      }
      const int64_t interval = x * (int64_t{1} << tableBits) / (largestX + 1);
      const double middle = (static_cast<double>(interval) + 0.5) * 16 / (1 << tableBits);
      const double f = baseTwo ? std::exp2(-middle) : std::exp(-middle);
      const uint64_t e = vanished ? 0 : static_cast<uint64_t>(f * entryMaximum + 0.5);
      entries.push_back(e);
      s = std::min(s + e, accumulatorMaximum);
      t = std::min(t + e * static_cast<uint64_t>(x) / (uint64_t{1} << exponentFraction), accumulatorMaximum);
    }
    Result result{0, std::vector<double>(squared.size(), 0)};
    uint64_t sum = 0;
    for (uint64_t e : entries) sum += e;
    for (size_t j = 0; j < entries.size() && sum > 0; ++j)
      result.conditional[j] = static_cast<double>(entries[j]) / static_cast<double>(sum);
    if (s == 0) return result;
    const double ratio = static_cast<double>(s) / entryMaximum;
    double entropy =
        (baseTwo ? std::log2(ratio) : std::log(ratio)) + static_cast<double>(t) / static_cast<double>(s);
    entropy = std::floor(entropy * 2048) / 2048;
    result.perplexity = baseTwo ? std::exp2(entropy) : std::exp(entropy);
    return result;
  }
};

}  // namespace adapsne::test
