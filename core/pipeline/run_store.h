// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/pipeline/run.h"
#include "core/pipeline/sample.h"
#include "core/support/atomic_file.h"

namespace adapsne {

/// Where a run goes if nobody says: adapsne-runs/<dataset>-<method>-<id> below the current folder.
std::filesystem::path defaultRunFolder(const Run& run);

/// A run folder in preparation. Opened before the work starts, so that a folder that cannot be written is
/// reported at once; nothing appears under its name until write() is done.
class RunFolder {
 public:
  explicit RunFolder(const std::filesystem::path& folder);
  /// manifest.json, embedding.npy (N x 2 float32), sigma.npy (N float64), subset.csv (row, label), subset.npy
  /// (int64 source rows), history.csv, work.json; guidance.csv where the target was guided; rows.npy (int64)
  /// where only part of a source was taken.
  void write(const Run& run);

 private:
  StagedFolder folder_;
};

/// What a run folder says of the work that was done.
struct StoredWork {
  WorkTrace trace;
  double seconds = 0;  ///< measured wall time of the run
};
/// Reads work.json and manifest.json of a folder that write() made. Throws Error that names the file and what is wrong.
StoredWork readStoredWork(const std::filesystem::path& folder);

/// What a run folder gives back for choosing other exemplars.
struct StoredMap {
  Options options;
  DatasetPtr dataset;            ///< opened again
  std::vector<float> positions;  ///< N x 2
};
/// Reads manifest.json and embedding.npy of a folder that write() made, and opens the dataset again. Throws Error
/// where a file is damaged, or where the dataset is gone or no longer what it was (its hash).
StoredMap readStoredMap(const std::filesystem::path& folder, RunControl& control);

/// A folder for a subset alone, as `adapsne sample` writes it: subset.csv and subset.npy, as in a run's folder.
class SubsetFolder {
 public:
  explicit SubsetFolder(const std::filesystem::path& folder);
  void write(const Dataset& dataset, const Subset& subset);

 private:
  StagedFolder folder_;
};

/// The manifest: program and version, dataset, options, resolved values, measures, timings, machine.
nlohmann::json manifest(const Run& run);
/// The measures of a run as `adapsne run --json` prints them.
nlohmann::json summary(const Run& run);
/// The measures of a subset as `adapsne sample --json` prints them.
nlohmann::json summary(const Sample& sample);
/// history.csv: a row for each candidate of the entropy guide, then one for each measurement of KL.
std::string historyCsv(const Run& run);
/// guidance.csv: what the entropy guide concluded, a row for each place of the curve.
std::string guidanceCsv(const GuidanceCurve& curve);
/// subset.csv: a header, then source row and label name of each exemplar.
std::string subsetCsv(const Dataset& dataset, const Subset& subset);
inline std::string subsetCsv(const Run& run) { return subsetCsv(*run.dataset, *run.subset); }

}  // namespace adapsne
