// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

// Each writes aside, renames, and returns the files it wrote.

/// Arrays `features` float32 N x D, `labels` int32 and `class_names`.
std::vector<std::filesystem::path> writeNpz(const Dataset& dataset, const std::filesystem::path& path);
/// Features float32 N x D; an array holds one thing, so labels go beside it as int32: x.npy and x-labels.npy.
std::vector<std::filesystem::path> writeNpy(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
