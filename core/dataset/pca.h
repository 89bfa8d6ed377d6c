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
/// Up to 160 dimensions the covariance is diagonalised directly; above, block subspace iteration on the
/// covariance (Rutishauser 1969) until the kept eigenvalues change by less than 1e-9, so that it can be
/// cancelled at any time. Each component's largest loading is positive, which fixes its sign.
PcaResult principalComponents(std::span<const float> values, int64_t points, int64_t dimensions, int components,
                              RunControl& control);

}  // namespace adapsne
