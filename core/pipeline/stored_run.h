// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/pipeline/map_recording.h"
#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"

namespace adapsne {

/// All that a run's folder says (RunFolder::write), parsed and checked: what is in here fits together. The
/// guidance is without its maps where an older program wrote the folder. The dataset is not in a folder;
/// openDatasetOf() opens it again, and Pipeline::restore() makes a Run of both.
struct StoredRun : RunRecord {
  std::filesystem::path folder;
  std::string name;     ///< What people call the run; may be empty.
  std::string program;  ///< "AdapSNE Studio 0.9.0": what wrote the folder.

  std::string openedAs, hash;       ///< As in Dataset.
  int64_t points = 0;               ///< N
  std::vector<int64_t> sourceRows;  ///< As in Dataset: empty, or N.

  std::vector<double> sigma;  ///< N
  MapResult map;
  std::vector<int64_t> exemplars;     ///< Rows of the dataset, ascending.
  std::vector<int64_t> given;         ///< Those of them that were given, ascending.
  std::vector<int64_t> order;         ///< Subset::order
  ExemplarEdits edits;                ///< What people changed of them; empty where nothing was.
  std::vector<RecordedFrame> frames;  ///< Of its map and the guide's; empty where none were kept.
  Sampler sampler = Sampler::Random;
  std::map<std::string, double> measures;  ///< By Measure::key, those that the folder has; NaN = not defined.
};

/// Reads the folder of a run. Throws Error that names file and place, what is wrong and what to do, where a
/// file is missing, damaged or does not fit the others; Cancelled.
StoredRun readStoredRun(const std::filesystem::path& folder, RunControl& control);

/// Opens the dataset of a stored run. Throws Error where it is gone or no longer what it was (its hash, its
/// rows in the source). Pictures that are gone are a warning of the dataset.
DatasetPtr openDatasetOf(const StoredRun& stored, RunControl& control);
/// Throws Error where `dataset` is not what the run was made of.
void requireDatasetOf(const StoredRun& stored, const Dataset& dataset);

/// What is not as the folder says, in words for people: `run` is the stored run on this program, `searched`
/// the sigma that this program's search finds, `keys` those that it gives to the dataset and the options.
/// Empty where program and kernels are those that made the run.
std::vector<std::string> differencesFrom(const StoredRun& stored, const Run& run, const SigmaResult& searched,
                                         const StageKeys& keys);

/// What a run folder says of the work that was done.
struct StoredWork {
  WorkTrace trace;
  double seconds = 0;  ///< measured wall time of the run
};
/// Reads work.json and manifest.json alone. Throws Error that names the file and what is wrong.
StoredWork readStoredWork(const std::filesystem::path& folder);

/// What a run folder gives back for choosing other exemplars.
struct StoredMap {
  Options options;
  DatasetPtr dataset;            ///< opened again
  std::vector<float> positions;  ///< N x 2
};
/// Reads manifest.json and embedding.npy (and rows.npy) alone, and opens the dataset again. Throws as
/// readStoredRun() and openDatasetOf() do.
StoredMap readStoredMap(const std::filesystem::path& folder, RunControl& control);

}  // namespace adapsne
