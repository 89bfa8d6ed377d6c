// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/source_slice.h"
#include "core/support/run_control.h"

namespace adapsne {

// What file_format.cpp's rows name: rows of an array's file copied into a new one of the same format, element
// type and layout, byte for byte, in pieces. Each returns what people should know of the result, and throws
// Error where the source is no longer what it was or the new file cannot be written, Cancelled.

/// NPY: dtype, order and all extents but the first one stay.
std::vector<std::string> sliceNpy(const SourceSlice& slice, const std::filesystem::path& to,
                                  RunControl& control);
/// NPZ: of every array that has an entry a row, and of scipy's sparse matrix of as many, these rows; all
/// other arrays as they are. Arrays of Python objects cannot be taken apart and are left out.
std::vector<std::string> sliceNpz(const SourceSlice& slice, const std::filesystem::path& to,
                                  RunControl& control);
/// IDX: element type and all extents but the first one stay. Labels are a file of their own: call it for
/// that.
std::vector<std::string> sliceIdx(const SourceSlice& slice, const std::filesystem::path& to,
                                  RunControl& control);

}  // namespace adapsne
