// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/exporting/points_to_export.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The bytes of a list of rows of the source, by the path's ending: .csv (row; id, where a column of the
/// source names the points; label; weight; given, 1 or 0, where some were; file, where the points have
/// pictures), .npy (int64) or .txt (one a line). Throws Error for another ending.
std::string rowTable(const PointsToExport& points, const std::filesystem::path& path);

/// Row numbers of a file, in its order: what parseRowList() (pipeline/decided_rows.h) reads, or what is
/// written beside an export of points that were selected by hand. Throws Error, Cancelled.
std::vector<int64_t> readRowNumbers(const std::filesystem::path& path, RunControl& control);

/// The column weight of a CSV of rows by row, as rowTable() writes it; empty where there is none. Throws as
/// readRowNumbers().
std::map<int64_t, int64_t> readWeights(const std::filesystem::path& path, RunControl& control);

/// The points of a dataset that are these rows of its source, ascending, each once; `shownAs` names the list.
/// Throws Error for a row that is none of the dataset.
std::vector<int64_t> pointsOfRows(const Dataset& dataset, const std::vector<int64_t>& rows,
                                  const std::string& shownAs);

}  // namespace adapsne
