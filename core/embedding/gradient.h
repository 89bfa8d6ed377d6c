// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/embedding/affinities.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The exact gradient of KL(P || Q) in float64, the reference for every faster one.
struct ExactGradient {
  std::vector<double> gradient;  ///< N x 2 interleaved, with its factor 4
  double normalizer = 0;         ///< Z = sum over i != j of 1 / (1 + |y_i - y_j|^2)
  double kl = 0;                 ///< nats
};
ExactGradient exactGradient(const Affinities& affinities, std::span<const double> positions, RunControl& control);

constexpr int64_t kLanes = 16;  ///< Values handled together; every instruction set divides it.

/// Sums over all j != i that one iteration needs, in float32; arrays of N, rows [begin, end) are written.
///   w = 1 / (1 + |y_i - y_j|^2);  repulsion += w^2 (y_i - y_j);  normalizer += w
/// With `dense` (P, row stride `stride`, zero diagonal) also attraction += p_ij w (y_i - y_j).
struct RowSums {
  float *repulsionX, *repulsionY, *attractionX, *attractionY, *normalizer;
};
void exactRows(const float* x, const float* y, int64_t n, int64_t begin, int64_t end, const float* dense,
               int64_t stride, const RowSums& sums);

}  // namespace adapsne
