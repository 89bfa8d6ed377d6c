// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
/// "train-labels-idx1-ubyte" for "train-images-idx3-ubyte"; nothing for a name without "images".
std::optional<std::filesystem::path> idxLabelsPath(const std::filesystem::path& images);

}  // namespace adapsne
