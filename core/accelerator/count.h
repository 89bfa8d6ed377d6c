// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>

namespace adapsne {

/// A whole number of cycles, operations or places. 128 bits wide, because products of counts that 64 bits
/// hold pass 64 bits; what passes 128 as well throws Error instead of going on with another number.
class Count {
 public:
  constexpr Count(int64_t value = 0) : value_(value) {}
  /// A count comes from a fraction through ceilOf only.
  template <std::floating_point Fraction>
  Count(Fraction) = delete;

  /// The next whole number up. Throws Error where that is none or too many.
  static Count ceilOf(double value);

  explicit operator double() const { return static_cast<double>(value_); }
  bool fitsInt64() const { return value_ >= INT64_MIN && value_ <= INT64_MAX; }
  /// Only where fitsInt64().
  explicit operator int64_t() const { return static_cast<int64_t>(value_); }
  /// "38685626750085690365575167"
  std::string text() const;

  friend Count operator+(Count a, Count b) {
    if (__builtin_add_overflow(a.value_, b.value_, &a.value_)) tooMany();
    return a;
  }
  friend Count operator-(Count a, Count b) {
    if (__builtin_sub_overflow(a.value_, b.value_, &a.value_)) tooMany();
    return a;
  }
  friend Count operator*(Count a, Count b) {
    // Of two that 64 bits hold the product is safe; the rest is rare and may take its time.
    if (!(a.fitsInt64() && b.fitsInt64()) && a.timesOverflows(b)) tooMany();
    return Count(Wide(), a.value_ * b.value_);
  }
  /// Rounded towards 0; b != 0.
  friend Count operator/(Count a, Count b) { return Count(Wide(), a.value_ / b.value_); }
  friend Count operator%(Count a, Count b) { return Count(Wide(), a.value_ % b.value_); }
  Count& operator+=(Count b) { return *this = *this + b; }
  friend bool operator==(const Count&, const Count&) = default;
  friend std::strong_ordering operator<=>(const Count& a, const Count& b) {
    return a.value_ < b.value_   ? std::strong_ordering::less
           : a.value_ > b.value_ ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
  }

 private:
  __extension__ typedef __int128 Int128;
  struct Wide {};
  constexpr Count(Wide, Int128 value) : value_(value) {}
  [[noreturn]] static void tooMany();
  bool timesOverflows(Count b) const;

  Int128 value_;
};

/// a / b rounded up, for a >= 0 and b > 0.
inline Count ceilDivide(Count a, Count b) {
  return a / b + (a % b > 0 ? 1 : 0);
}

}  // namespace adapsne
