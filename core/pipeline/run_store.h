// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/pipeline/map_recording.h"
#include "core/pipeline/run.h"
#include "core/pipeline/run_tables.h"
#include "core/pipeline/sample.h"
#include "core/sampling/exemplar_edits.h"
#include "core/support/atomic_file.h"

namespace adapsne {

/// Where a run goes if nobody says: adapsne-runs/<dataset>-<method>-<id> below the current folder.
std::filesystem::path defaultRunFolder(const Run& run);

/// A run folder in preparation. Opened before the work starts, so that a folder that cannot be written is
/// reported at once; nothing appears under its name until write() is done.
class RunFolder {
 public:
  explicit RunFolder(const std::filesystem::path& folder);
  /// manifest.json, embedding.npy (N x 2 float32), sigma.npy (N float64), subset.csv (subsetCsv), subset.npy
  /// (int64 source rows), history.csv, work.json; guidance.csv and candidates.npy (the candidates' maps by
  /// ascending perplexity, C x N x 2 float32) where the target was guided; rows.npy (int64) where only part
  /// of a source was taken; edits.json and edited.csv (as subset.csv, after the edits) where exemplars were
  /// changed by hand: the others are the run's own; frames.npy and frames.json (stored_frames.h) where the
  /// map was seen moving. `name` is what people call the run; empty = it has no name. stored_run.h reads all
  /// of it back.
  void write(const Run& run, const std::string& name = "", const ExemplarEdits& edits = {},
             std::span<const RecordedFrame> frames = {});

 private:
  StagedFolder folder_;
};

/// Writes what people changed of the exemplars into the folder that `run` was written to: edits.json and
/// edited.csv, or none of them where nothing is changed (any more).
void writeEdits(const std::filesystem::path& folder, const Run& run, const ExemplarEdits& edits);

/// A folder for a subset alone, as `adapsne sample` writes it: subset.csv and subset.npy, as in a run's
/// folder.
class SubsetFolder {
 public:
  explicit SubsetFolder(const std::filesystem::path& folder);
  void write(const Dataset& dataset, const Subset& subset);

 private:
  StagedFolder folder_;
};

/// What manifests say of a dataset: where it is from, its hash, its size.
nlohmann::json describeDataset(const Dataset& dataset);
/// The manifest: program and version, dataset, options, resolved values, measures, timings, machine.
nlohmann::json manifest(const Run& run, const std::string& name = "");
/// The measures of a run as `adapsne run --json` prints them.
nlohmann::json summary(const Run& run);
/// The measures of a subset as `adapsne sample --json` prints them.
nlohmann::json summary(const Sample& sample);
/// edits.json: what people changed of a run's exemplars, as rows of the source.
nlohmann::json editsToJson(const Dataset& dataset, const ExemplarEdits& edits);
/// subset.csv: a header, then of each exemplar source row and label name, whether it was given, where some
/// were, and its place in the order of choice, where that does not depend on the budget (Subset::order).
std::string subsetCsv(const Dataset& dataset, const Subset& subset);
inline std::string subsetCsv(const Run& run) {
  return subsetCsv(*run.dataset, *run.subset);
}

}  // namespace adapsne
