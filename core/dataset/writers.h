// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Writes features and labels by the file's ending: .csv or .tsv (header f1..fD or the feature names, then
/// `label` with class names), .npz (arrays `features` float32 N x D, `labels` int32 and `class_names`), .npy
/// (features alone). The file is written aside and renamed. Throws Error for another ending.
void writeDataset(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
