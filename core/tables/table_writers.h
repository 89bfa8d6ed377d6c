// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

// Each writes aside, renames, and returns the files it wrote.

/// A header of f1..fD or the feature names, then `label` with class names.
std::vector<std::filesystem::path> writeCsv(const Dataset& dataset, const std::filesystem::path& path);
std::vector<std::filesystem::path> writeTsv(const Dataset& dataset, const std::filesystem::path& path);

/// svmlight: class numbers (classNumbers(); 0 without labels), indices from 1, zeros left out but for the
/// first line's first and last. Throws Error for a point without a label among others that have one.
std::vector<std::filesystem::path> writeSvmlight(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
