// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// A map as two columns, for loops over all its points.
struct MapColumns {
  std::vector<float> x, y;
  int64_t points() const { return std::ssize(x); }
  /// `positions`: N x 2 interleaved.
  void assign(std::span<const float> positions);
};

/// Sums over all j != i, N each. With w = 1 / (1 + |y_i - y_j|^2):
///   repulsion = sum w^2 (y_i - y_j),  normalizer = sum w,  attraction = sum p_ij w (y_i - y_j).
struct RowSums {
  std::vector<float> repulsionX, repulsionY, attractionX, attractionY, normalizer;
  void resize(int64_t points);
};

constexpr int64_t kExactRowGrain = 64;  ///< Rows worth handing to a thread.

/// Computes rows [begin, end) of `sums`, in float32; attraction only with `dense` (P, N x N with a zero
/// diagonal).
void exactRows(const MapColumns& map, int64_t begin, int64_t end, const float* dense, RowSums& sums);

}  // namespace adapsne
