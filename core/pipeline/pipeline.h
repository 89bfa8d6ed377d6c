// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <span>

#include "core/pipeline/observer.h"
#include "core/pipeline/run.h"
#include "core/pipeline/sample.h"
#include "core/pipeline/stage_keys.h"
#include "core/pipeline/stored_run.h"
#include "core/support/run_control.h"

namespace adapsne {

struct StageCaches;

/// Turns a dataset and options into a Run, reusing every stage whose key it has met lately.
///
/// Mutable, and lives on the worker: one run at a time. Keep one Pipeline for a session, so that changing an
/// option recomputes from the first stage it invalidates, and two methods share what they can.
class Pipeline {
 public:
  Pipeline();
  ~Pipeline();

  /// Throws Error for what cannot work, Cancelled when cancelled (finished stages are kept for the next run).
  /// `options` are validated first. `liveIterations`, if given, is read while the map descends: it
  /// may be changed from other threads, and the run's options then hold its last value.
  RunPtr run(DatasetPtr dataset, Options options, Observer& observer, RunControl& control,
             const std::atomic<int>* liveIterations = nullptr);

  /// The subset alone: only the stages that the sampler looks at. `positions` is a map of the dataset, N x 2;
  /// it may be empty where looksAtMap() says no. Throws as run() does.
  Sample sample(DatasetPtr dataset, Options options, std::span<const float> positions, Observer& observer,
                RunControl& control);

  /// The run of a folder, as it was: map, history, guidance, sigma, exemplars, work, times, keys and warnings
  /// are the folder's. Features, neighbours, the counts of the sigma search, territories and the assessment
  /// are computed again; what comes out differently is said in the run's warnings. `dataset` is
  /// openDatasetOf(stored). Throws as run() does, and Error where the dataset is not the run's.
  RunPtr restore(DatasetPtr dataset, const StoredRun& stored, Observer& observer, RunControl& control);

 private:
  std::unique_ptr<StageCaches> caches_;
};

}  // namespace adapsne
