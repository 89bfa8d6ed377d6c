// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Writes features and labels in the format of the file's ending, in any case (formatToWrite). Files are
/// written aside and renamed. Returns what was written, the features first. Throws Error for another ending,
/// or where a file cannot be written.
std::vector<std::filesystem::path> writeDataset(const Dataset& dataset, const std::filesystem::path& path);

/// Each returns the files it wrote.
///
/// A header of f1..fD or the feature names, then `label` with class names.
std::vector<std::filesystem::path> writeCsv(const Dataset& dataset, const std::filesystem::path& path);
std::vector<std::filesystem::path> writeTsv(const Dataset& dataset, const std::filesystem::path& path);
/// Arrays `features` float32 N x D, `labels` int32 and `class_names`.
std::vector<std::filesystem::path> writeNpz(const Dataset& dataset, const std::filesystem::path& path);
/// Features float32 N x D; an array holds one thing, so labels go beside it as int32: x.npy and x-labels.npy.
std::vector<std::filesystem::path> writeNpy(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
