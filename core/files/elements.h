// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace adapsne {

/// How one value lies in a binary file.
enum class ElementType { Bool, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64 };

inline size_t elementSize(ElementType type) {
  switch (type) {
    case ElementType::Bool:
    case ElementType::U8:
    case ElementType::I8:
      return 1;
    case ElementType::U16:
    case ElementType::I16:
    case ElementType::F16:
    case ElementType::BF16:
      return 2;
    case ElementType::U32:
    case ElementType::I32:
    case ElementType::F32:
      return 4;
    case ElementType::U64:
    case ElementType::I64:
    case ElementType::F64:
      return 8;
  }
  return 0;
}

inline bool isIntegral(ElementType type) {
  return type < ElementType::F16;
}

/// float32 of a float64: beyond the range it becomes infinite (defined by IEEE 754, which we rely on).
inline float toFloat32(double value) {
  static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559);
  return static_cast<float>(value);
}

inline float halfToFloat(uint16_t half) {
  const int exponent = (half >> 10) & 31, mantissa = half & 1023;
  const float magnitude = exponent == 31  ? (mantissa ? std::numeric_limits<float>::quiet_NaN()
                                                      : std::numeric_limits<float>::infinity())
                          : exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                                          : std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
  return half & 0x8000 ? -magnitude : magnitude;
}

namespace detail {

template <typename Bits>
Bits loadBits(const char* from, bool bigEndian) {
  Bits bits;
  std::memcpy(&bits, from, sizeof bits);
  if (bigEndian == (std::endian::native == std::endian::big)) return bits;
  Bits swapped = 0;
  for (size_t i = 0; i < sizeof bits; ++i)
    swapped = static_cast<Bits>(swapped | static_cast<Bits>((bits >> (8 * i)) & 0xff)
                                              << (8 * (sizeof bits - 1 - i)));
  return swapped;
}

template <typename Stored, typename Bits, typename Value>
void decodeAs(const char* from, size_t count, bool bigEndian, Value* out) {
  for (size_t i = 0; i < count; ++i) {
    const Stored stored = std::bit_cast<Stored>(loadBits<Bits>(from + i * sizeof(Bits), bigEndian));
    if constexpr (sizeof(Value) == sizeof(float) && sizeof(Stored) == 8)
      out[i] = toFloat32(static_cast<double>(stored));
    else
      out[i] = static_cast<Value>(stored);
  }
}

}  // namespace detail

/// Elements that a byte holds as they are.
inline bool isByte(ElementType type) {
  return type == ElementType::Bool || type == ElementType::U8;
}

/// Decodes `count` elements into float or double, or into uint8_t where isByte(type).
template <typename Value>
void decodeElements(ElementType type, bool bigEndian, const char* from, size_t count, Value* out) {
  using namespace detail;
  switch (type) {
    case ElementType::Bool:
      for (size_t i = 0; i < count; ++i) out[i] = from[i] != 0;
      return;
    case ElementType::U8:
      return decodeAs<uint8_t, uint8_t>(from, count, bigEndian, out);
    case ElementType::I8:
      return decodeAs<int8_t, uint8_t>(from, count, bigEndian, out);
    case ElementType::U16:
      return decodeAs<uint16_t, uint16_t>(from, count, bigEndian, out);
    case ElementType::I16:
      return decodeAs<int16_t, uint16_t>(from, count, bigEndian, out);
    case ElementType::U32:
      return decodeAs<uint32_t, uint32_t>(from, count, bigEndian, out);
    case ElementType::I32:
      return decodeAs<int32_t, uint32_t>(from, count, bigEndian, out);
    case ElementType::U64:
      return decodeAs<uint64_t, uint64_t>(from, count, bigEndian, out);
    case ElementType::I64:
      return decodeAs<int64_t, uint64_t>(from, count, bigEndian, out);
    case ElementType::F16:
      for (size_t i = 0; i < count; ++i)
        out[i] = static_cast<Value>(halfToFloat(loadBits<uint16_t>(from + 2 * i, bigEndian)));
      return;
    case ElementType::BF16:  // The upper half of a float32.
      for (size_t i = 0; i < count; ++i)
        out[i] = static_cast<Value>(std::bit_cast<float>(
            static_cast<uint32_t>(loadBits<uint16_t>(from + 2 * i, bigEndian)) << 16));
      return;
    case ElementType::F32:
      return decodeAs<float, uint32_t>(from, count, bigEndian, out);
    case ElementType::F64:
      return decodeAs<double, uint64_t>(from, count, bigEndian, out);
  }
}

}  // namespace adapsne
