// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
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

}  // namespace adapsne
