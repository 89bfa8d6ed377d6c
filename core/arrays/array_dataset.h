// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/arrays/numeric_array.h"
#include "core/arrays/stored_array.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"

namespace adapsne {

// What the readers of binary arrays (IDX, NPY, NPZ, HDF5, safetensors) share.

/// The whole .npy file in memory; Value is float or double. Throws Error, Cancelled.
template <typename Value>
NumericArray<Value> readNpyArray(std::string_view bytes, const std::string& shownAs, RunControl& control);

/// The points of `array` that `choice` wants. The first extent counts points, the others are flattened; three
/// extents, or four with 1, 3 or 4 channels in the last or, by options.channels or where only that fits, in
/// the second, are images, whose channels come last. float64 and wide integers in one or two extents are kept
/// as setScales() says; what float32 cannot tell apart is said in a warning.
///
/// Of options.missing, Drop is applied before the rows are chosen. Throws Error if there is no point, no
/// feature or no extent, or if the points do not fit the memory.
ChosenPoints datasetFromArray(const StoredArray& array, const DatasetOptions& options,
                              const RowChoice& choice, RunControl& control);

}  // namespace adapsne
