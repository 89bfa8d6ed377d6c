// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// A sparse matrix, row after row: row i holds the entries begins[i] .. begins[i + 1] - 1. Entries of one
/// place count together.
struct SparseRows {
  int64_t columns = 0;
  std::vector<int64_t> begins{0};
  std::vector<int32_t> column;
  std::vector<float> value;
  int64_t rows() const { return static_cast<int64_t>(begins.size()) - 1; }
};

/// Whether a matrix of so many entries is small enough for all its zeros: as float32 up to 256 MB (less where
/// that is more than 32 kB an entry, which a damaged shape promises), or up to 4 GB where an eighth of it are
/// entries.
bool isSmallWithZeros(int64_t rows, int64_t columns, uint64_t entries);

/// Throws Error that names `shownAs` where nearly all of the rows have no entry: then the number of rows is
/// damaged, and memory would be taken for nothing.
void requireRowsInUse(int64_t rows, uint64_t entries, const std::string& shownAs);

/// Row after row with their zeros, rows x columns. Throws Cancelled.
std::vector<float> withZeros(const SparseRows& matrix, RunControl& control);

/// Some rows (ascending) of a matrix.
SparseRows rowsOf(const SparseRows& matrix, const std::vector<int64_t>& rows);

}  // namespace adapsne
