// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/affinity_stage.h"

#include <map>
#include <utility>

#include "core/pipeline/stage_keys.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

WorkTrace::SigmaSearch workOf(const SigmaResult& sigma, const NeighborGraph& graph,
                              const Affinities& affinities, bool candidate) {
  WorkTrace::SigmaSearch work;
  work.target = sigma.target;
  work.candidate = candidate;
  work.points = graph.points;
  work.neighborsPerPoint = graph.k;
  work.evaluations = sigma.totalEvaluations;
  work.passes = sigma.totalPasses;
  work.expCalls = sigma.expCalls;
  work.randomDraws = sigma.randomDraws;
  work.nonzeros = affinities.nonzeros();
  std::map<std::pair<int64_t, int64_t>, int64_t> points;
  for (size_t i = 0; i < sigma.evaluations.size(); ++i) ++points[{sigma.evaluations[i], sigma.passes[i]}];
  for (const auto& [took, count] : points) work.groups.push_back({took.first, took.second, count});
  return work;
}

}  // namespace

AffinityStage computeAffinities(const NeighborGraph& graph, double target, const Options& options,
                                bool candidate, RunControl& control) {
  AffinityStage stage;
  stage.sigma = searchSigma(graph, target, options.search, options.seed, control);
  stage.affinities = symmetrize(graph, *stage.sigma, options.search, control);
  stage.work = workOf(*stage.sigma, graph, *stage.affinities, candidate);
  return stage;
}

std::shared_ptr<const AffinityStage> affinitiesOf(RunInProgress& progress) {
  const Run& run = *progress.run;
  const std::string key = affinitiesKey(run.keys, run.options, run.targetPerplexity);
  return progress.stage(Stage::Affinities, progress.caches.affinities, key, [&] {
    progress.meter.report(Stage::Affinities, 0, "perplexity " + perplexityText(run.targetPerplexity));
    return std::make_shared<const AffinityStage>(
        computeAffinities(*run.graph, run.targetPerplexity, run.options, false, progress.control));
  });
}

void warnOfMissedTargets(Run& run) {
  const int64_t missed = missedTargets(*run.sigma), n = run.dataset->points;
  if (missed * 20 <= n) return;  // a few rows with ties are no news
  run.warnings.push_back(
      "At " + grouped(std::to_string(missed)) + " of " + grouped(std::to_string(n)) +
      " points the perplexity that this arithmetic evaluates at the chosen sigma is more than "
      "5 % off the target " +
      perplexityText(run.targetPerplexity) + ".");
}

std::string perplexityText(double perplexity) {
  return format("%.4g", perplexity);
}

}  // namespace adapsne
