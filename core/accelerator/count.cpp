// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/count.h"

#include <algorithm>
#include <cmath>

#include "core/support/error.h"

namespace adapsne {

void Count::tooMany() {
  throw Error("accelerator",
              "the work comes to more than 10^38 cycles or operations, which cannot be counted.",
              "Give a smaller product or run, or more rows and columns.");
}

Count Count::ceilOf(double value) {
  constexpr double kMost = 0x1p126;
  const double up = std::ceil(value);
  if (!(std::abs(up) < kMost)) tooMany();
  return Count(Wide(), static_cast<Int128>(up));
}

bool Count::timesOverflows(Count b) const {
  if (value_ == 0 || b.value_ == 0) return false;
  // Magnitudes, one short of the most negative number: near the end a refusal is as good.
  constexpr Int128 kMost = (((static_cast<Int128>(1) << 126) - 1) << 1) + 1;
  if (value_ < -kMost || b.value_ < -kMost) return true;
  const Int128 a = value_ < 0 ? -value_ : value_, other = b.value_ < 0 ? -b.value_ : b.value_;
  return a > kMost / other;
}

std::string Count::text() const {
  std::string digits;
  Int128 left = value_;
  do {
    const int digit = static_cast<int>(left % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    left /= 10;
  } while (left != 0);
  if (value_ < 0) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace adapsne
