// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/exporting/points_to_export.h"
#include "core/formats/file_format.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The file that a dataset was read from, with its format.
struct SourceFile {
  std::filesystem::path path;
  const FileFormat* format = nullptr;  ///< Null where the file is gone.
  /// Whether its rows can be copied as they lie in it.
  bool canBeSliced = false;
};

/// Nothing where there is none: a generator's dataset, bundled data, a folder. Throws Error where it cannot
/// be read.
std::optional<SourceFile> sourceFileOf(const Dataset& dataset, RunControl& control);

/// Throws Error where the dataset's source is no longer what it was: opened again, it has another hash.
void requireUnchangedSource(const Dataset& dataset, const DatasetOptions& options, uint64_t seed,
                            RunControl& control);

/// Copies the points' records of the source, byte for byte, to `to`; labels that lie in a file of their own
/// go to one beside it: an IDX pair's as the pair's, others as <name>-labels with the ending of the labels'
/// file. The source must be unchanged. Returns what people should know of the result. Throws Error,
/// Cancelled.
std::vector<std::string> writeSourceRows(const PointsToExport& points, const SourceFile& source,
                                         uint64_t seed, const std::filesystem::path& to, RunControl& control);

}  // namespace adapsne
