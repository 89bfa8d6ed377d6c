// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "core/support/memory.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Gives an empty vector `size` elements of value 0. The first touch of a gigabyte takes a good part of a
/// second, most of it in the kernel: it is done on large pages and can be cancelled. Throws Cancelled.
template <typename T>
void growTo(std::vector<T>& vector, size_t size, RunControl& control) {
  constexpr size_t kPiece = (16u << 20) / sizeof(T);
  vector.reserve(size);
  preferLargePages(vector.data(), size * sizeof(T));
  while (vector.size() < size) {
    control.checkpoint();
    vector.resize(std::min(size, vector.size() + kPiece));
  }
}

/// The same with the elements of `from`.
template <typename T>
std::vector<T> largeCopy(std::span<const T> from, RunControl& control) {
  constexpr size_t kPiece = (16u << 20) / sizeof(T);
  std::vector<T> vector;
  vector.reserve(from.size());
  preferLargePages(vector.data(), from.size() * sizeof(T));
  while (vector.size() < from.size()) {
    control.checkpoint();
    const auto piece = from.subspan(vector.size(), std::min(kPiece, from.size() - vector.size()));
    vector.insert(vector.end(), piece.begin(), piece.end());
  }
  return vector;
}

}  // namespace adapsne
