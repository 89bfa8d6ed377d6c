// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_in_progress.h"

#include <algorithm>

#include "core/pipeline/progress_plan.h"
#include "core/pipeline/stage_keys.h"

namespace adapsne {

RunInProgress::RunInProgress(StageCaches& kept, DatasetPtr dataset, Options options, Observer& told,
                             RunControl& controlled, const std::atomic<int>* live)
    : caches(kept),
      files(readSideFiles(options)),
      observer(told),
      control(controlled),
      liveIterations(live),
      meter(told) {
  run->dataset = std::move(dataset);
  run->options = std::move(options);
  updateKeys();
  const double reading = run->dataset->readSeconds;
  run->timing[static_cast<size_t>(Stage::Dataset)] = {reading, false, reading};
  planProgress(*run->dataset, run->options, iterationLimit(), meter);
}

void RunInProgress::updateKeys() {
  run->keys = stageKeys(*run->dataset, run->options, hashesOf(files));
}

void RunInProgress::decide() {
  const Dataset& dataset = *run->dataset;
  decided = decidedRows(dataset, run->options.sampling, files, control);
  files.given.bytes = files.excluded.bytes = {};
  requireChoice(dataset.points, dataset.labels, dataset.classNames, decided.rows(), run->options.sampling);
}

int RunInProgress::iterationLimit() const {
  return std::max(1, liveIterations ? liveIterations->load(std::memory_order_relaxed)
                                    : run->options.embedding.iterations);
}

SamplingInputs RunInProgress::samplingInputs(std::span<const float> positions) {
  SamplingInputs inputs = {*run->features,           positions,     run->graph.get(), run->dataset->labels,
                           run->dataset->classNames, decided.rows()};
  inputs.keepDesign = [this](SamplerDesign design, const std::vector<int64_t>& rows, const auto& make) {
    const std::string key = designKey(run->keys, design, rows);
    auto kept = caches.designs.find(key).value;
    if (kept) return kept;
    const double began = secondsNow();
    kept = make();
    caches.designs.store(key, kept, secondsNow() - began);
    return kept;
  };
  inputs.progress = [this](double share) { meter.report(Stage::Sampling, share, ""); };
  return inputs;
}

void RunInProgress::showFrame(const Embedding& embedding, int iterations, double perplexity, int candidate) {
  if (!observer.wantsFrame(embedding.iteration(), iterations)) return;
  embedding.copyPositions(frame_);
  observer.frame({frame_, embedding.iteration(), iterations, perplexity, candidate});
}

void RunInProgress::tellWarnings() const {
  for (const std::string& warning : run->warnings) observer.warned(warning);
}

void RunInProgress::begin(Stage stage) {
  control.checkpoint();
  observer.stageStarted(stage);
}

void RunInProgress::finish(Stage stage, const StageTiming& timing) {
  run->timing[static_cast<size_t>(stage)] = timing;
  meter.finish(stage, timing.reused);
  observer.stageFinished(stage, timing.seconds, timing.reused);
}

}  // namespace adapsne
