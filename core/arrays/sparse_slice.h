// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/arrays/sparse_array.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The parts of a sparse matrix as .npy files, whole: see SparseParts.
struct SparseFiles {
  std::string shape, values, inner, outer;
};

/// Rows and columns. Throws Error where there are not two.
std::vector<int64_t> sparseShape(const SparseFiles& files, const std::string& shownAs, RunControl& control);

/// Those of the rows `rows` (ascending, distinct), in the same format and order. Entries' values are copied
/// byte for byte, and so are the columns of Csr and Coo; what counts rows is counted anew in its own type.
/// Throws Error where they are no such matrix or have no such row, Cancelled.
SparseFiles sliceSparse(SparseFormat format, const SparseFiles& files, const std::vector<int64_t>& rows,
                        const std::string& shownAs, RunControl& control);

}  // namespace adapsne
