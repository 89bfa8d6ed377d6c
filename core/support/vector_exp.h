// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/support/simd_clones.h"

namespace adapsne {

// One 256-bit register each; the compiler makes two of them where the machine has 128 bits.
typedef double Double4 __attribute__((vector_size(32)));
typedef uint64_t Bits4 __attribute__((vector_size(32)));
typedef float Float8 __attribute__((vector_size(32)));
typedef uint32_t Bits8 __attribute__((vector_size(32)));

/// exp(x) for finite x <= 0, within 2 units in the last place; 0 below -708, where exp(x) < 4e-308.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2 (n ln 2 in two parts, the first exact, as Cody and Waite 1980 do it),
/// then 1 + r + r^2 q(r) with a q of degree 9 through Chebyshev nodes (relative error 1.7e-17 in exact
/// arithmetic), and n added to the exponent.
ADAPSNE_INLINE Double4 expOfNegative(Double4 x) {
  constexpr double kLowest = -708;
  constexpr double kRound = 0x1.8p52;  // Adding it leaves the nearest integer in the lowest bits.
  const Double4 bounded = x < kLowest ? Double4{} + kLowest : x;
  const Double4 shifted = bounded * 0x1.71547652b82fep0 + kRound;
  const Double4 n = shifted - kRound;
  const Double4 r = (bounded - n * 0x1.62e42fep-1) - n * 1.820635998504146184e-9;
  Double4 q = Double4{} + 2.5100385495510319078e-8;
  q = q * r + 2.7620088445409748161e-7;
  q = q * r + 2.7557268459997064772e-6;
  q = q * r + 2.4801521295954375131e-5;
  q = q * r + 1.9841269863053616878e-4;
  q = q * r + 1.3888888917213716901e-3;
  q = q * r + 8.3333333333300618325e-3;
  q = q * r + 4.1666666666624127873e-2;
  q = q * r + 1.6666666666666667453e-1;
  q = q * r + 0.5;
  const Double4 power = q * (r * r) + r + 1.0;
  const Double4 result =
      reinterpret_cast<Double4>(reinterpret_cast<Bits4>(power) + (reinterpret_cast<Bits4>(shifted) << 52));
  return x < kLowest ? Double4{} : result;
}

/// The same in single precision, within 2 units in the last place; 0 below -87.336, the end of the normal
/// numbers (1.176e-38): what a datapath that flushes subnormal results gives. q has degree 4 (relative
/// error 1.1e-8).
ADAPSNE_INLINE Float8 expOfNegative(Float8 x) {
  constexpr float kLowest = -87.336f;
  constexpr float kRound = 0x1.8p23f;
  const Float8 bounded = x < kLowest ? Float8{} + kLowest : x;
  const Float8 shifted = bounded * 0x1.715476p0f + kRound;
  const Float8 n = shifted - kRound;
  const Float8 r = (bounded - n * 0.693359375f) - n * -2.12194440e-4f;
  Float8 q = Float8{} + 1.3926183587713494542e-3f;
  q = q * r + 8.3631790527225773704e-3f;
  q = q * r + 4.1666554617204574203e-2f;
  q = q * r + 1.6666576989698775683e-1f;
  q = q * r + 0.5f;
  const Float8 power = q * (r * r) + r + 1.0f;
  const Float8 result =
      reinterpret_cast<Float8>(reinterpret_cast<Bits8>(power) + (reinterpret_cast<Bits8>(shifted) << 23));
  return x < kLowest ? Float8{} : result;
}

}  // namespace adapsne
