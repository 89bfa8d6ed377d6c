// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Writes features and labels by the file's ending, in any case: .csv or .tsv (header f1..fD or the feature
/// names, then `label` with class names), .npz (arrays `features` float32 N x D, `labels` int32 and
/// `class_names`), .npy (features; an array holds one thing, so labels go beside it as int32: x.npy and
/// x-labels.npy). Files are written aside and renamed. Returns what was written, the features first. Throws
/// Error for another ending.
std::vector<std::filesystem::path> writeDataset(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
