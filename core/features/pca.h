// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Rows of a matrix that need not exist in memory as a whole: writes rows first .. first + count - 1 to
/// `rows` (count x D, row-major). Called from several threads, several times for the same rows, which must be
/// the same each time.
using RowSource = std::function<void(int64_t first, int64_t count, float* rows)>;

/// Scores of N points on the first `components` principal components, and what brings other points there.
struct PcaResult {
  int components = 0;         ///< At most min(N, D) and what was asked for.
  std::vector<float> scores;  ///< N x components, row-major, centred.
  double totalVariance = 0, keptVariance = 0;
  std::vector<double> mean;  ///< D
  std::vector<double>
      axes;  ///< components x D, row-major: orthonormal rows; 0 for a component without variance.
};

/// Principal component analysis of `values` (N x D, row-major).
///
/// Works on the covariance (D x D), or on the points' inner products (N x N) where N < D. Up to 160 rows the
/// matrix is diagonalised directly; above, by block subspace iteration (Rutishauser 1969) until the kept
/// eigenvalues change by less than 1e-9 of the largest, which can be cancelled at any time - unless more than
/// a third of the dimensions is asked for. Each component's largest loading is positive, which fixes its
/// sign.
PcaResult principalComponents(std::span<const float> values, int64_t points, int64_t dimensions,
                              int components, RunControl& control);
/// The same of rows that are made as they are needed: bit for bit what the matrix of all of them gives.
PcaResult principalComponents(const RowSource& source, int64_t points, int64_t dimensions, int components,
                              RunControl& control);

/// Scores of other points (`values`: points x D, row-major) on the components that `pca` found: points x
/// components, row-major. Equals `pca.scores` up to rounding for the points that were analysed.
std::vector<float> projectOnto(const PcaResult& pca, std::span<const float> values, int64_t points,
                               RunControl& control);
std::vector<float> projectOnto(const PcaResult& pca, const RowSource& source, int64_t points,
                               RunControl& control);

}  // namespace adapsne
