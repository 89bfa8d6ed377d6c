// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/pipeline.h"

#include <memory>
#include <utility>

#include "core/pipeline/affinity_stage.h"
#include "core/pipeline/assess_stage.h"
#include "core/pipeline/descend_stage.h"
#include "core/pipeline/guide_stage.h"
#include "core/pipeline/input_stages.h"
#include "core/pipeline/restore_run.h"
#include "core/pipeline/run_in_progress.h"
#include "core/pipeline/run_manifest.h"
#include "core/support/error.h"
#include "core/support/process.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

std::shared_ptr<const std::vector<float>> startOf(RunInProgress& progress) {
  StageCache<std::vector<float>>& starts = progress.caches.starts;
  const std::string key = startingMapKey(progress.run->keys, progress.options(), progress.files.start.hash);
  auto start = starts.find(key).value;
  if (!start) {
    const double began = secondsNow();
    start = std::make_shared<const std::vector<float>>(
        startingMap(progress.options(), *progress.run->features, progress.files.start, progress.control));
    starts.store(key, start, secondsNow() - began);
  }
  progress.files.start.bytes = {};
  return start;
}

/// The target perplexity: fixed, or what the guide concludes.
void setTarget(RunInProgress& progress, const std::vector<float>& start) {
  Run& run = *progress.run;
  run.targetPerplexity = run.options.perplexity;
  if (run.targetPerplexity != 0) return;
  const auto guidance = guide(progress, start);
  run.guidance = guidance->records;
  run.guidanceCurve = guidance->curve;
  run.targetPerplexity = guidance->curve.target();
  run.work.searches = guidance->searches;
  run.work.descents = guidance->descents;
}

RunPtr runAllStages(RunInProgress& progress) {
  const double began = secondsNow();
  Run& run = *progress.run;
  progress.decide();
  prepareFeatures(progress);
  // Before the costly stages: a starting map that does not fit is said at once.
  const auto start = startOf(progress);
  connectNeighbors(progress);
  setTarget(progress, *start);
  const auto affinities = affinitiesOf(progress);
  run.sigma = affinities->sigma;
  run.work.searches.push_back(affinities->work);
  warnOfMissedTargets(run);
  descend(progress, *affinities, *start);
  run.subset = progress.stage(Stage::Sampling, progress.caches.subsets, progress.key(Stage::Sampling), [&] {
    return chooseExemplars(progress.samplingInputs(run.map->positions), run.options.sampling,
                           run.options.seed, progress.control);
  });
  run.work.sampling = {run.subset->scans, std::ssize(run.subset->rows)};
  assess(progress);

  run.seconds = secondsNow() - began;
  run.peakMemoryBytes = peakMemoryBytes();
  run.threads = progress.control.threads();
  run.instructionSet = instructionSet();
  progress.tellWarnings();
  return progress.run;
}

Sample sampleAlone(RunInProgress& progress, std::span<const float> positions) {
  Run& run = *progress.run;
  progress.decide();
  const bool connects = looksAtGraph(run.options.sampling, run.dataset->points);
  for (const Stage unused : {Stage::Guidance, Stage::Affinities, Stage::Embedding})
    progress.meter.plan(unused, 0);
  if (!connects) progress.meter.plan(Stage::Neighbors, 0);
  prepareFeatures(progress);
  if (connects) connectNeighbors(progress);
  // The run's keys name a map that these exemplars did not come from.
  run.subset = progress.uncachedStage(Stage::Sampling, [&] {
    return chooseExemplars(progress.samplingInputs(positions), run.options.sampling, run.options.seed,
                           progress.control);
  });
  Sample sample = progress.uncachedStage(Stage::Assessment, [&] {
    return Sample{run.options, run.dataset, run.features, run.subset, measureOwnSubset(progress)};
  });
  progress.tellWarnings();
  return sample;
}

}  // namespace

Pipeline::Pipeline() : caches_(std::make_unique<StageCaches>()) {}
Pipeline::~Pipeline() = default;

RunPtr Pipeline::run(DatasetPtr dataset, Options options, Observer& observer, RunControl& control,
                     const std::atomic<int>* liveIterations) {
  validate(options, dataset->points, dataset->hasLabels());
  control.setThreads(options.threads);
  RunInProgress progress(*caches_, std::move(dataset), std::move(options), observer, control, liveIterations);
  return runAllStages(progress);
}

Sample Pipeline::sample(DatasetPtr dataset, Options options, std::span<const float> positions,
                        Observer& observer, RunControl& control) {
  validate(options, dataset->points, dataset->hasLabels());
  control.setThreads(options.threads);
  RunInProgress progress(*caches_, std::move(dataset), std::move(options), observer, control, nullptr);
  return sampleAlone(progress, positions);
}

RunPtr Pipeline::restore(DatasetPtr dataset, const StoredRun& stored, Observer& observer,
                         RunControl& control) {
  requireDatasetOf(stored, *dataset);
  try {
    validate(stored.options, dataset->points, dataset->hasLabels());
  } catch (const UsageError& e) {  // Nobody used an option wrongly: the folder does not fit its data.
    throw Error((stored.folder / "manifest.json").string() + ", /options", e.what(), kRunAgain);
  }
  control.setThreads(stored.options.threads);
  RunInProgress progress(*caches_, std::move(dataset), stored.options, observer, control, nullptr);
  return restoreRun(progress, stored);
}

}  // namespace adapsne
