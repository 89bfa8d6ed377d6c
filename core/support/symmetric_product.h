// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Writes rows `first` .. `first + count - 1` of a matrix, row-major.
using ReadRows = std::function<void(int64_t first, int64_t count, double* rows)>;

/// left' right, columns x columns, of two matrices of n rows whose product is symmetric: the same matrix
/// twice (Gram's), or one and its product with a symmetric one. Half of it is computed. Blocks of rows are
/// added in their order: the same bits at any number of threads. Throws Cancelled.
std::vector<double> symmetricProduct(int64_t n, int64_t columns, const ReadRows& left, const ReadRows& right,
                                     RunControl& control);

}  // namespace adapsne
