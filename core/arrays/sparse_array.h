// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/arrays/stored_array.h"

namespace adapsne {

/// How scipy.sparse lays the entries of a matrix out.
enum class SparseFormat { Csr, Csc, Coo };
/// "csr", "csc" or "coo"; nothing for another word.
std::optional<SparseFormat> sparseFormat(const std::string& word);
/// What scipy.sparse.save_npz calls the parts SparseParts::inner and outer, beside format, shape and data.
inline const char* innerName(SparseFormat format) {
  return format == SparseFormat::Coo ? "col" : "indices";
}
inline const char* outerName(SparseFormat format) {
  return format == SparseFormat::Coo ? "row" : "indptr";
}

/// The parts of a sparse matrix as a file holds them. Csr and Csc: entry k lies in column (row) inner[k],
/// those of row (column) i are begins[i] .. begins[i + 1] - 1. Coo: entry k lies in row outer[k] and column
/// inner[k].
struct SparseParts {
  SparseFormat format = SparseFormat::Csr;
  int64_t rows = 0, columns = 0;
  std::vector<float> values;
  std::vector<int64_t> inner;
  std::vector<int64_t> outer;  ///< begins of Csr and Csc.
};

/// A sparse matrix as an array of N x D float32 with its rows, and the zeros filled in where elements are
/// read; entries of one place are added. Throws Error if an entry lies outside, or the parts do not fit
/// together.
StoredArray sparseArray(SparseParts parts, const std::string& shownAs, RunControl& control);

}  // namespace adapsne
