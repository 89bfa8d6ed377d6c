// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/guide_stage.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "core/guidance/perplexity_search.h"
#include "core/pipeline/affinity_stage.h"
#include "core/pipeline/assess_stage.h"
#include "core/pipeline/descend_stage.h"
#include "core/pipeline/refusals.h"

namespace adapsne {
namespace {

/// H_rep over the sampler's seeds: the mean, and the standard deviation between them.
void measureRepresentation(RunInProgress& progress, std::span<const float> positions,
                           GuidanceRecord& record) {
  const Options& o = progress.options();
  const SamplingOptions sampling = guidingSampling(o.sampling, progress.run->dataset->points);
  SamplingInputs inputs = progress.samplingInputs(positions);
  inputs.progress = {};  // It is the guide's own that is told.
  std::vector<double> values;
  for (int s = 0; s < o.guidance.samplerSeeds; ++s) {
    const auto subset = chooseExemplars(inputs, sampling, o.seed + s, progress.control);
    values.push_back(representationEntropy(subset->territory, static_cast<int64_t>(subset->rows.size())));
    record.entropyRepresentation += values.back() / o.guidance.samplerSeeds;
  }
  double squares = 0;
  for (const double v : values)
    squares += (v - record.entropyRepresentation) * (v - record.entropyRepresentation);
  if (values.size() > 1)
    record.representationDeviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// Embeds one candidate and measures its map. It starts from the map of the next higher perplexity that was
/// tried, the highest from the starting map: from low to high the maps would keep the fine tears of the
/// start.
void tryPerplexity(RunInProgress& progress, double perplexity, const std::vector<float>& start,
                   GuidanceStage& guidance) {
  const Options& o = progress.options();
  const double began = secondsNow();
  const auto above = std::upper_bound(guidance.records.begin(), guidance.records.end(), perplexity,
                                      [](double p, const GuidanceRecord& r) { return p < r.perplexity; });
  const bool isHighest = above == guidance.records.end();
  const AffinityStage affinity =
      computeAffinities(*progress.run->graph, perplexity, o, true, progress.control);
  EmbeddingOptions embedding = o.embedding;
  if (!isHighest) embedding.exaggerationIterations = 0;
  const int iterations = o.guidance.iterations + embedding.exaggerationIterations;
  const int index = static_cast<int>(guidance.records.size());
  const std::string detail = "perplexity " + perplexityText(perplexity) + " (" + std::to_string(index + 1) +
                             " of " + std::to_string(o.guidance.candidates) + ")";

  std::vector<float> positions = isHighest ? start : above->thumbnail;
  Embedding map(affinity.affinities, positions, embedding);
  if (isHighest) refuseLostMap(map.measure(progress.control));
  while (map.iteration() < iterations) {
    map.step(progress.control);
    progress.showFrame(map, iterations, perplexity, index);
    progress.meter.report(Stage::Guidance,
                          (index + static_cast<double>(map.iteration()) / iterations) / o.guidance.candidates,
                          detail);
  }
  map.copyPositions(positions);

  GuidanceRecord record;
  record.perplexity = perplexity;
  const ConvergenceSample sample = map.measure(progress.control);
  refuseLostMap(sample);
  record.kl = sample.kl;
  record.trustworthiness = trustworthinessOf(*progress.run->features, positions, progress.control);
  record.entropyOccupancy = occupancyEntropy(positions).entropy;
  measureRepresentation(progress, positions, record);
  record.seconds = secondsNow() - began;
  record.thumbnail = std::move(positions);
  progress.observer.candidate(record);
  guidance.records.insert(above, std::move(record));
  guidance.searches.push_back(affinity.work);
  guidance.descents.push_back(workOf(map, true));
}

}  // namespace

std::shared_ptr<const GuidanceStage> guide(RunInProgress& progress, const std::vector<float>& start) {
  return progress.stage(Stage::Guidance, progress.caches.guidance, progress.key(Stage::Guidance), [&] {
    const Options& o = progress.options();
    const NeighborGraph& graph = *progress.run->graph;
    auto result = std::make_shared<GuidanceStage>();
    PerplexitySearch search(o.guidance, graph.points, graph.k, o.seed);
    for (std::vector<double> batch = search.next({}); !batch.empty(); batch = search.next(result->records))
      for (const double perplexity : batch) tryPerplexity(progress, perplexity, start, *result);
    result->curve = guidanceCurve(result->records, o.guidance);
    return std::shared_ptr<const GuidanceStage>(result);
  });
}

}  // namespace adapsne
