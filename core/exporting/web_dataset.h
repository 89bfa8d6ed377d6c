// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/exporting/image_folder.h"
#include "core/exporting/points_to_export.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A tar as webdataset reads it: for each point, under its row's number, the picture (the file as it is, or a
/// PNG of the pixels) or, without pictures, the values as float32 .npy; .cls, the number of its class
/// (classNumbers()), where it has one; and .json with row, label, weight, id and the original file. One
/// picture is in memory at a time.
///
/// Returns what people should know of the result. Throws Error where a picture is missing or the file cannot
/// be written, Cancelled.
std::vector<std::string> writeWebDataset(const PointsToExport& points, const std::filesystem::path& path,
                                         const ExportProgress& progress, RunControl& control);

}  // namespace adapsne
