// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stage_keys.h"

#include <algorithm>

#include "core/pipeline/starting_map.h"
#include "core/sampling/row_numbers.h"
#include "core/support/error.h"
#include "core/support/hash.h"

namespace adapsne {
namespace {

// Raise a stage's number when its code starts to give other results.
constexpr int kFeaturesVersion = 2, kNeighborsVersion = 4, kGuidanceVersion = 6, kAffinitiesVersion = 2,
              kEmbeddingVersion = 5, kSamplingVersion = 3, kAssessmentVersion = 3, kDesignVersion = 1;

Hasher after(const std::string& previousKey, int version) {
  Hasher h;
  h.text(previousKey).value(version);
  return h;
}

void addSearch(Hasher& h, const SearchOptions& s, uint64_t seed) {
  h.value(s.arithmetic).value(s.subtractNearest).value(s.search).value(s.evaluations);
  // The rest only where it is read.
  if (s.search == Search::Bisection) h.value(s.bisectionStart).value(s.bisectionKeeps);
  if (s.search == Search::Random || isFireworks(s.search)) h.value(seed);
  if (isFireworks(s.search)) h.value(s.tolerance);
  if (s.search != Search::Fireworks) return;
  h.value(s.start).value(s.fireworks).value(s.sparks).value(s.amplitude);
  h.value(s.amplify).value(s.reduce).value(s.guidingSparks);
}

/// The options as they act. Forms ask for the keys of options that no run accepts, more exemplars than points
/// or half a budget: they are taken as they are.
SamplingOptions actingSampling(const SamplingOptions& options, int64_t points) {
  try {
    return effectiveSampling(options, points);
  } catch (const UsageError&) {
    return options;
  }
}

/// Row numbers as they act, whatever their order. Those that no run accepts are taken as they are.
std::string actingRows(const std::string& text) {
  try {
    std::vector<int64_t> rows = parseRowNumbers(text, "");
    std::sort(rows.begin(), rows.end());
    return rowNumbersText(rows);
  } catch (const UsageError&) {
    return text;
  }
}

SamplingOptions actingGuidance(const SamplingOptions& options, int64_t points) {
  try {
    return guidingSampling(options, points);
  } catch (const UsageError&) {
    return options;
  }
}

void addSampling(Hasher& h, const SamplingOptions& s, const Dataset& dataset, uint64_t seed,
                 const SideHashes& files) {
  // The labels that per-class reads are part of the dataset's hash.
  const SamplingOptions e = actingSampling(s, dataset.points);
  h.value(e.count).value(e.sampler).value(e.allocation).value(e.exemplar).value(e.classes).value(seed);
  if (e.classes == ClassPolicy::Given) {
    h.text("class budget").text(e.classBudget);
    for (const std::string& name : dataset.classNames) h.text(name);  // No part of the dataset's hash.
  }
  const std::string givenRows = actingRows(s.givenRows), excludeRows = actingRows(s.excludeRows);
  if (!givenRows.empty() || !excludeRows.empty())
    h.text("decided row numbers").text(givenRows).text(excludeRows);
  else if (s.given.empty() && s.exclude.empty())
    return;
  // They are rows of the source, which are no part of the dataset's hash either.
  h.text("decided rows").text(files.given).text(files.excluded).value(dataset.sourceRows.size());
  h.bytes(dataset.sourceRows.data(), dataset.sourceRows.size() * sizeof(int64_t));
}

void addStart(Hasher& h, const Options& o, const std::string& startHash) {
  h.text(o.init);
  if (!startPath(o.init).empty())
    h.text(startHash);  // A file's contents count, not its name alone.
  else
    h.value(o.seed);
}

void addDescent(Hasher& h, const Options& o, int64_t points, const std::string& startHash) {
  const EmbeddingOptions& e = o.embedding;
  h.value(e.exaggeration).value(e.exaggerationIterations).value(e.learningRate);
  h.value(e.initialMomentum).value(e.finalMomentum);
  const RepulsionMethod method = resolved(e.repulsion.method, points);
  h.value(method);
  if (method == RepulsionMethod::Mesh) h.value(e.repulsion.spacing);
  if (method == RepulsionMethod::BarnesHut) h.value(e.repulsion.theta);
  addStart(h, o, startHash);
}

}  // namespace

StageKeys stageKeys(const Dataset& dataset, const Options& o, const SideHashes& files) {
  const auto at = [](Stage s) { return static_cast<size_t>(s); };
  StageKeys keys;
  keys[at(Stage::Dataset)] = dataset.hash;

  Hasher features = after(keys[at(Stage::Dataset)], kFeaturesVersion);
  const PreprocessOptions preprocess = resolved(o.preprocess, dataset);
  features.value(preprocess.features).value(preprocess.scale).value(preprocess.pca).value(preprocess.metric);
  keys[at(Stage::Features)] = features.digest();

  Hasher neighbors = after(keys[at(Stage::Features)], kNeighborsVersion);
  neighbors.value(resolveNeighbors(o, dataset.points)).value(o.neighborSearch);
  keys[at(Stage::Neighbors)] = neighbors.digest();

  Hasher guidance = after(keys[at(Stage::Neighbors)], kGuidanceVersion);
  if (o.perplexity == 0) {
    const GuidanceOptions& g = o.guidance;
    guidance.value(g.rule).value(g.candidates).value(g.lowest).value(g.highest).value(g.iterations);
    guidance.value(g.slack).value(g.samplerSeeds).value(g.optimizer);
    addSearch(guidance, o.search, o.seed);
    addDescent(guidance, o, dataset.points, files.start);
    addSampling(guidance, actingGuidance(o.sampling, dataset.points), dataset, o.seed, files);
  }
  keys[at(Stage::Guidance)] = guidance.digest();

  Hasher affinities = after(keys[at(Stage::Guidance)], kAffinitiesVersion);
  affinities.value(o.perplexity);
  addSearch(affinities, o.search, o.seed);
  keys[at(Stage::Affinities)] = affinities.digest();

  Hasher embedding = after(keys[at(Stage::Affinities)], kEmbeddingVersion);
  addDescent(embedding, o, dataset.points, files.start);
  embedding.value(o.embedding.iterations).value(o.embedding.stall);
  keys[at(Stage::Embedding)] = embedding.digest();

  Hasher sampling = after(keys[at(Stage::Embedding)], kSamplingVersion);
  addSampling(sampling, o.sampling, dataset, o.seed, files);
  keys[at(Stage::Sampling)] = sampling.digest();

  Hasher assessment = after(keys[at(Stage::Sampling)], kAssessmentVersion);
  keys[at(Stage::Assessment)] = assessment.digest();
  return keys;
}

std::string affinitiesKey(const StageKeys& keys, const Options& options, double targetPerplexity) {
  Hasher h = after(keys[static_cast<size_t>(Stage::Neighbors)], kAffinitiesVersion);
  h.value(targetPerplexity);
  addSearch(h, options.search, options.seed);
  return h.digest();
}

std::string resumableMapKey(const StageKeys& keys, const Options& options, int64_t points,
                            const std::string& startHash) {
  Hasher h = after(keys[static_cast<size_t>(Stage::Affinities)], kEmbeddingVersion);
  addDescent(h, options, points, startHash);
  return h.digest();
}

std::string startingMapKey(const StageKeys& keys, const Options& options, const std::string& startHash) {
  Hasher h = after(keys[static_cast<size_t>(Stage::Features)], kEmbeddingVersion);
  addStart(h, options, startHash);
  return h.digest();
}

std::string designKey(const StageKeys& keys, SamplerDesign design, const std::vector<int64_t>& rows) {
  Hasher h = after(keys[static_cast<size_t>(Stage::Features)], kDesignVersion);
  h.value(design).value(rows.size());
  h.bytes(rows.data(), rows.size() * sizeof(int64_t));
  return h.digest();
}

size_t firstDifference(const StageKeys& a, const StageKeys& b) {
  size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  return i;
}

}  // namespace adapsne
