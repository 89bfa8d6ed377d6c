// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/sparse_rows.h"
#include "core/support/run_control.h"

namespace adapsne {

struct RandomizedSvd {
  int components = 0;         ///< At most what was asked for, the rank and min(rows, columns).
  std::vector<float> scores;  ///< rows x components, row-major: left singular vectors times singular values.
  std::vector<double> singular;  ///< Singular values, falling.
};

/// Truncated singular value decomposition of a matrix that is not centred, by a randomised range finder with
/// power iterations (Halko, Martinsson and Tropp 2011, algorithm 4.4 with 10 additional columns): near the
/// best approximation, exact to rounding where the rank is not larger than the columns of the range. The
/// random numbers are fixed. Each component's score of largest magnitude is positive. Throws Cancelled.
RandomizedSvd randomizedSvd(const SparseRows& matrix, int components, RunControl& control);

}  // namespace adapsne
