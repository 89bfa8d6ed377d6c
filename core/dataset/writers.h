// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Writes features and labels in the format of the file's ending (formatToWrite). The file is written aside
/// and renamed. Throws Error for another ending, or where the file cannot be written.
void writeDataset(const Dataset& dataset, const std::filesystem::path& path);

/// A header of f1..fD or the feature names, then `label` with class names.
void writeCsv(const Dataset& dataset, const std::filesystem::path& path);
void writeTsv(const Dataset& dataset, const std::filesystem::path& path);
/// Arrays `features` float32 N x D, `labels` int32 and `class_names`.
void writeNpz(const Dataset& dataset, const std::filesystem::path& path);
/// Features alone, float32 N x D.
void writeNpy(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
