// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/fixed_format.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace adapsne {
namespace {
/// 2^bits. Multiplying by it is exact, as ldexp is, and several times as fast.
double unitsIn(int bits) {
  return static_cast<double>(uint64_t{1} << bits);
}
}  // namespace

uint32_t FixedFormat::beta(double value) const {
  const double units =
      std::floor((baseTwo ? value * std::numbers::log2e : value) * unitsIn(betaFraction) + 0.5);
  return static_cast<uint32_t>(std::clamp(units, 1.0, static_cast<double>(betaMaximum())));
}

double FixedFormat::perplexity(uint64_t s, uint64_t t) const {
  if (s == 0) return 0;
  const double ratio = static_cast<double>(s) / entryMaximum();
  const double mean = static_cast<double>(t) / static_cast<double>(s);
  const double entropy = (baseTwo ? std::log2(ratio) : std::log(ratio)) + mean;
  const double cut = std::floor(entropy * unitsIn(entropyFraction)) / unitsIn(entropyFraction);
  return baseTwo ? std::exp2(cut) : std::exp(cut);
}

namespace {
/// u at which beta, in units of its format, is `units`: beta = exp(-2u) / 2.
double uOfBeta(const FixedFormat& format, double units) {
  const double beta = std::ldexp(units, -format.betaFraction) / (format.baseTwo ? std::numbers::log2e : 1.0);
  return -0.5 * std::log(2 * beta);
}
}  // namespace

double FixedFormat::lowestU() const {
  return uOfBeta(*this, betaMaximum());
}
double FixedFormat::highestU() const {
  return uOfBeta(*this, 1);
}

const FixedFormat& fixedFormat(Arithmetic arithmetic) {
  static constexpr FixedFormat kFlush16{16, 10, 6, 4, 12, 8, 16, 32, false, false};
  static constexpr FixedFormat kSaturate16{16, 10, 6, 4, 12, 8, 16, 32, true, true};
  static constexpr FixedFormat kFixed8{8, 10, 6, 4, 8, 6, 8, 24, false, false};
  switch (arithmetic) {
    case Arithmetic::Fixed16Flush:
      return kFlush16;
    case Arithmetic::Fixed16Saturate:
      return kSaturate16;
    case Arithmetic::Fixed8:
      return kFixed8;
    case Arithmetic::Float64:
    case Arithmetic::Float32:
      break;
  }
  throw std::invalid_argument("fixedFormat: not a fixed-point arithmetic");
}

namespace {
std::vector<uint32_t> makeTable(const FixedFormat& format) {
  const int entries = 1 << format.tableBits;
  const double width = std::ldexp(1.0, format.exponentInteger) / entries;
  std::vector<uint32_t> table(entries);
  for (int i = 0; i < entries; ++i) {
    const double x = (i + 0.5) * width;
    table[i] = static_cast<uint32_t>(
        std::floor((format.baseTwo ? std::exp2(-x) : std::exp(-x)) * format.entryMaximum() + 0.5));
  }
  return table;
}
}  // namespace

const std::vector<uint32_t>& exponentialTable(Arithmetic arithmetic) {
  static const std::vector<uint32_t> flush16 = makeTable(fixedFormat(Arithmetic::Fixed16Flush)),
                                     saturate16 = makeTable(fixedFormat(Arithmetic::Fixed16Saturate)),
                                     fixed8 = makeTable(fixedFormat(Arithmetic::Fixed8));
  switch (arithmetic) {
    case Arithmetic::Fixed16Flush:
      return flush16;
    case Arithmetic::Fixed16Saturate:
      return saturate16;
    case Arithmetic::Fixed8:
      return fixed8;
    case Arithmetic::Float64:
    case Arithmetic::Float32:
      break;
  }
  throw std::invalid_argument("exponentialTable: not a fixed-point arithmetic");
}

}  // namespace adapsne
