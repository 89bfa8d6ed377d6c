// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

namespace adapsne {

/// An array as a file holds it: shape and values in C order.
template <typename Value>
struct NumericArray {
  std::vector<int64_t> shape;
  std::vector<Value> values;
  bool integral = false;  ///< The file's element type is an integer or boolean.
};

/// "60000 x 28 x 28", or "a single value" for no dimension at all.
inline std::string shapeText(const std::vector<int64_t>& shape) {
  std::string text;
  for (int64_t extent : shape) text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return text.empty() ? "a single value" : text;
}

/// The shortest text that reads back to the number.
inline std::string numberText(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// The product of the extents into `count`; false if it does not fit 62 bits (so that bytes can be computed).
inline bool elementCount(const std::vector<int64_t>& shape, uint64_t& count) {
  bool fits = true;
  bool empty = false;
  count = 1;
  for (int64_t extent : shape) {
    empty |= extent == 0;
    fits &= !__builtin_mul_overflow(count, static_cast<uint64_t>(extent), &count) && count >> 59 == 0;
  }
  if (empty) count = 0;
  return fits || empty;
}

}  // namespace adapsne
