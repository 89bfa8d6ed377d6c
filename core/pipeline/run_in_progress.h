// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/decided_rows.h"
#include "core/pipeline/observer.h"
#include "core/pipeline/progress_meter.h"
#include "core/pipeline/run.h"
#include "core/pipeline/stage_results.h"
#include "core/pipeline/starting_map.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Seconds of a clock that never goes back.
inline double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A run while it is made: what its stages share, and how one of them is timed, told of and taken from its
/// cache. What a stage computes is elsewhere.
struct RunInProgress {
  /// Plans the progress and names the keys. Reads the files that options name beside the dataset.
  RunInProgress(StageCaches& caches, DatasetPtr dataset, Options options, Observer& observer,
                RunControl& control, const std::atomic<int>* liveIterations);

  const Options& options() const { return run->options; }
  const std::string& key(Stage stage) const { return run->keys[static_cast<size_t>(stage)]; }
  /// Finds the rows that --given and --exclude name, and throws where exemplars cannot be chosen so: Error
  /// for a file, UsageError as requireChoice() does.
  void decide();
  /// Names the keys anew, after the options have changed.
  void updateKeys();
  /// Iterations of the final map as they are wanted now: they may change while it moves.
  int iterationLimit() const;
  /// What samplers look at; their designs are kept, and the progress of the sampling stage is told.
  SamplingInputs samplingInputs(std::span<const float> positions);
  /// Tells the observer of the map as it is, where it wants to know.
  void showFrame(const Embedding& embedding, int iterations, double perplexity, int candidate);
  /// Tells the observer of the warnings so far.
  void tellWarnings() const;

  /// Times a stage, tells the observer, and takes the result from the cache if it is there.
  template <typename T, typename Compute>
  std::shared_ptr<const T> stage(Stage stage, StageCache<T>& cache, const std::string& key, Compute compute) {
    begin(stage);
    const double began = secondsNow();
    auto [result, computed] = cache.find(key);
    const bool reused = result != nullptr;
    if (!reused) {
      meter.report(stage, 0, "");
      result = compute();
      computed = secondsNow() - began;
      cache.store(key, result, computed);
    }
    finish(stage, {secondsNow() - began, reused, computed});
    return result;
  }
  /// The same without a cache: for what the run's keys do not name.
  template <typename Compute>
  auto uncachedStage(Stage stage, Compute compute) {
    begin(stage);
    meter.report(stage, 0, "");
    const double began = secondsNow();
    auto result = compute();
    finish(stage, {secondsNow() - began, false, secondsNow() - began});
    return result;
  }
  void begin(Stage stage);
  void finish(Stage stage, const StageTiming& timing);

  StageCaches& caches;
  std::shared_ptr<Run> run = std::make_shared<Run>();
  SideFiles files;
  DecidedLists decided;  ///< Empty until decide() has read them.
  Observer& observer;
  RunControl& control;
  const std::atomic<int>* liveIterations;  ///< Null: as the options say.
  ProgressMeter meter;

 private:
  std::vector<float> frame_;
};

}  // namespace adapsne
