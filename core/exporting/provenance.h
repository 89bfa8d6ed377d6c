// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/run.h"

namespace adapsne {

/// Where a list of rows comes from, beside its dataset.
struct Provenance {
  /// In words: "selected by hand".
  std::string chosen;
  std::string runId = {};               ///< Run::id(), where a run had a part in it; else empty.
  std::optional<Options> options = {};  ///< That run's.
};
/// The exemplars of a run, as its sampler chose them.
Provenance exemplarsOf(const Run& run);
/// Points that somebody selected in the map of a run.
Provenance selectedByHand(const Run& run);
/// Points that somebody selected without a map.
Provenance selectedByHand();

/// Writes `rows` (of the dataset, each below its points, in any order) as rows of its source, by the path's
/// ending: .csv (row, label), .npy (int64) or .txt (one a line). Beside it, as <path>.json, the provenance:
/// program, dataset with its hash, how many rows and how they were chosen, and the run's id, seed and
/// options. Both files are complete before either takes its name. Throws Error where there is no row, for
/// another ending, and where a file cannot be written.
void writeRows(const Dataset& dataset, const std::vector<int64_t>& rows, const Provenance& provenance,
               const std::filesystem::path& path);

}  // namespace adapsne
