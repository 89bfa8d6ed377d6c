// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/descend_stage.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "core/pipeline/refusals.h"
#include "core/pipeline/stage_keys.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr int kMeasureEvery = 25;  // iterations between two measurements of KL

/// Whether a descent of its own with these options would come by this state. It may have been kept from a
/// run that stalls later or never.
bool liesOnTheWay(const DescentStage& kept, int limit, const EmbeddingOptions& how) {
  if (kept.embedding.iteration() > limit) return false;
  const std::span<const ConvergenceSample> history = kept.history;
  for (size_t i = 0; i < history.size(); ++i)
    if (history[i].iteration < kept.embedding.iteration() && stalled(history.first(i + 1), how)) return false;
  return true;
}

/// Measures KL and tells of it.
void measureInto(std::vector<ConvergenceSample>& history, Embedding& embedding, RunInProgress& progress) {
  history.push_back(embedding.measure(progress.control));
  refuseLostMap(history.back());
  progress.observer.converged(history.back());
}

/// To the end of the iterations, or until it stalls.
void descendFurther(DescentStage& state, RunInProgress& progress) {
  const EmbeddingOptions& how = progress.options().embedding;
  while (state.embedding.iteration() < progress.iterationLimit() && !stalled(state.history, how)) {
    state.embedding.step(progress.control);
    const int iteration = state.embedding.iteration(), limit = std::max(iteration, progress.iterationLimit());
    if (iteration % kMeasureEvery == 0) measureInto(state.history, state.embedding, progress);
    progress.showFrame(state.embedding, limit, progress.run->targetPerplexity, -1);
    progress.meter.report(
        Stage::Embedding, static_cast<double>(iteration) / limit,
        "iteration " + grouped(std::to_string(iteration)) + " of " + grouped(std::to_string(limit)));
  }
}

/// The map where it ended, with a last measurement.
std::shared_ptr<const MapResult> finishedMap(DescentStage& state, RunInProgress& progress) {
  auto map = std::make_shared<MapResult>();
  state.embedding.copyPositions(map->positions);
  map->history = state.history;
  if (map->history.back().iteration != state.embedding.iteration())
    measureInto(map->history, state.embedding, progress);
  map->kl = map->history.back().kl;
  return map;
}

}  // namespace

void descend(RunInProgress& progress, const AffinityStage& affinities, const std::vector<float>& start) {
  progress.begin(Stage::Embedding);
  const double began = secondsNow();
  Run& run = *progress.run;
  const EmbeddingOptions& how = run.options.embedding;
  const std::string mapKey =
      resumableMapKey(run.keys, run.options, run.dataset->points, progress.files.start.hash);
  auto [kept, keptSeconds] = progress.caches.descents.find(mapKey);
  const bool resumed = kept && liesOnTheWay(*kept, progress.iterationLimit(), how);
  DescentStage state = resumed ? *kept : DescentStage{Embedding(affinities.affinities, start, how), {}};
  kept = nullptr;
  const bool complete =
      state.embedding.iteration() == progress.iterationLimit() || stalled(state.history, how);

  for (const ConvergenceSample& sample : state.history) progress.observer.converged(sample);
  if (state.history.empty()) measureInto(state.history, state.embedding, progress);
  descendFurther(state, progress);
  run.map = finishedMap(state, progress);
  run.work.descents.push_back(workOf(state.embedding, false));

  const int reached = state.embedding.iteration(), limit = progress.iterationLimit();
  const bool stoppedEarly = stalled(state.history, how) && reached < limit;
  if (stoppedEarly)
    run.warnings.push_back("The map stopped after " + std::to_string(reached) +
                           " iterations, because KL had stalled (--stall).");
  // A live change of the iterations is part of what this run is.
  run.options.embedding.iterations = stoppedEarly ? limit : reached;
  progress.updateKeys();
  const double seconds = secondsNow() - began;
  const double computed = resumed ? keptSeconds + (complete ? 0 : seconds) : seconds;
  if (!complete || !resumed)
    progress.caches.descents.store(mapKey, std::make_shared<const DescentStage>(std::move(state)), computed);
  if (progress.observer.wantsFrame(reached, reached))
    progress.observer.frame({run.map->positions, reached, reached, run.targetPerplexity, -1});
  progress.finish(Stage::Embedding, {secondsNow() - began, resumed && complete, computed});
}

WorkTrace::Descent workOf(const Embedding& map, bool candidate) {
  return {candidate, map.iteration(), map.attractedEntries(), map.repulsionWork()};
}

}  // namespace adapsne
