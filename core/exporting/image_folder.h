// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/exporting/points_to_export.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Told the share of the work that is done.
using ExportProgress = std::function<void(double share)>;

/// Fills a folder, which exists and is empty, with the pictures of the points: a subfolder a class, as
/// torchvision's ImageFolder reads them, points without a label beside these; and metadata.csv, as the
/// imagefolder convention reads it: file_name, label, weight, row and, where a column names the points, id.
/// Pictures keep their names; of two with one name in a class the later gets its row's number. One picture is
/// in memory at a time.
///
/// Returns what people should know of the result. Throws Error where the dataset has no pictures, one is
/// missing or a file cannot be written or linked; Cancelled.
std::vector<std::string> writeImageFolder(const PointsToExport& points, const std::filesystem::path& folder,
                                          const ExportProgress& progress, RunControl& control);

/// The names of folders for class names: as they are where a file system takes them, no two alike (compared
/// without regard to case, as some file systems do).
std::vector<std::string> classFolders(const std::vector<std::string>& classNames);

}  // namespace adapsne
