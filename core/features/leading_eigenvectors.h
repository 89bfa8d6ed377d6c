// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/features/randomized_svd.h"
#include "core/support/run_control.h"

namespace adapsne {

struct Eigenpairs {
  int64_t count = 0;
  std::vector<double> vectors;  ///< N x count, row-major; orthonormal columns.
  std::vector<double> values;   ///< Falling.
};

/// The eigenvectors of the largest eigenvalues of a symmetric matrix whose eigenvalues lie in [-1, 1], as a
/// graph's normalised adjacency has them, by subspace iteration with a Chebyshev filter (Zhou, Saad, Tiago
/// and Chelikowsky 2006) until no wanted eigenvalue moves by more than 1e-7 from one sweep to the next;
/// eigenvectors of eigenvalues as close as that to others may be mixed with theirs. `without` is a unit
/// eigenvector that is left out; it may be empty. At most `count`, and no more than there are. The random
/// start is fixed; the same bits at any number of threads. Throws Cancelled.
Eigenpairs leadingEigenvectors(const SparseRows& matrix, int64_t count, std::span<const double> without,
                               RunControl& control);

}  // namespace adapsne
