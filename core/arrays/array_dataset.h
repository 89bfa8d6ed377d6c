// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/arrays/npy_layout.h"
#include "core/arrays/numeric_array.h"
#include "core/dataset/dataset.h"
#include "core/files/byte_source.h"

namespace adapsne {

// What the readers of binary arrays (IDX, NPY, NPZ) and of label files share.

/// An array of features: bytes where the file's elements are bytes, which are never held as float32.
struct FeatureArray {
  std::vector<int64_t> shape;
  FeatureValues values;
};

/// The whole IDX file. Throws Error.
NumericArray<double> readIdxArray(ByteSource& source);
FeatureArray readIdxFeatures(ByteSource& source);

/// The whole .npy file in memory; Value is float or double. Throws Error, Cancelled.
template <typename Value>
NumericArray<Value> readNpyArray(std::string_view bytes, const std::string& shownAs, RunControl& control);
FeatureArray readNpyFeatures(std::string_view bytes, const std::string& shownAs, RunControl& control);

/// The first extent counts points, the others are flattened; three extents, or four with 1, 3 or 4 channels,
/// are images. Throws Error if there is no point, no feature or no extent.
Dataset datasetFromArray(FeatureArray array, const std::string& shownAs);

/// Integers in one dimension (or N x 1). Throws Error for anything else.
Labels labelsFromArray(const NumericArray<double>& array, const std::string& shownAs);

}  // namespace adapsne
