// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

// Each writes aside, renames, and returns the files it wrote.

/// Arrays `features` float32 N x D, `labels` int32 and `class_names`.
std::vector<std::filesystem::path> writeNpz(const Dataset& dataset, const std::filesystem::path& path);
/// Features float32 N x D; an array holds one thing, so labels go beside it as int32: x.npy and x-labels.npy.
std::vector<std::filesystem::path> writeNpy(const Dataset& dataset, const std::filesystem::path& path);

/// IDX of bytes where the values are bytes, else of float32, N x D or N x height x width (x channels); labels
/// as class numbers in the pair beside it, idxLabelsPath(). Not gzipped. Throws Error for a point without a
/// label among others that have one.
std::vector<std::filesystem::path> writeIdx(const Dataset& dataset, const std::filesystem::path& path);
/// The labels' file alone. Throws Error where the name gives none for it.
std::filesystem::path writeIdxLabels(const Dataset& dataset, const std::filesystem::path& images);
/// HDF5 with the datasets `features`, `labels` and `class_names`, as readHdf5() reads them again to the same
/// dataset: bytes where the values are bytes, else float32 (float64 where that would round them), N x D or
/// featureShape(). -1 is a point without a label. Throws Error for the ending .h5ad, as it is no AnnData.
std::vector<std::filesystem::path> writeHdf5(const Dataset& dataset, const std::filesystem::path& path);
/// safetensors with the same as tensors; the names of the classes are a JSON list in `__metadata__`.
std::vector<std::filesystem::path> writeSafetensors(const Dataset& dataset,
                                                    const std::filesystem::path& path);

/// N x D, or of images N x height x width, and the channels where there are several.
std::vector<int64_t> featureShape(const Dataset& dataset);

/// "train-labels-idx1-ubyte" for "train-images-idx3-ubyte"; nothing for a name without "images".
std::optional<std::filesystem::path> idxLabelsPath(const std::filesystem::path& images);

}  // namespace adapsne
