// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Scores of N points on the first `components` principal components.
struct PcaResult {
  int components = 0;           ///< At most min(N, D) and what was asked for.
  std::vector<float> scores;    ///< N x components, row-major, centred.
  double totalVariance = 0, keptVariance = 0;
};

/// Principal component analysis of `values` (N x D, row-major).
///
/// Works on the covariance (D x D), or on the points' inner products (N x N) where N < D. Up to 160 rows the matrix is
/// diagonalised directly; above, by block subspace iteration (Rutishauser 1969) until the kept eigenvalues change by
/// less than 1e-9 of the largest, which can be cancelled at any time - unless more than a third of the dimensions
/// is asked for. Each component's largest loading is positive, which fixes its sign.
PcaResult principalComponents(std::span<const float> values, int64_t points, int64_t dimensions, int components,
                              RunControl& control);

}  // namespace adapsne
