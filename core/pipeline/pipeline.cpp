// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/pipeline.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <utility>

#include "core/assessment/assessed_rows.h"
#include "core/assessment/trustworthiness.h"
#include "core/embedding/start.h"
#include "core/guidance/perplexity_search.h"
#include "core/pipeline/progress_meter.h"
#include "core/pipeline/refusals.h"
#include "core/pipeline/run_manifest.h"
#include "core/pipeline/stage_cache.h"
#include "core/support/format.h"
#include "core/support/process.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int kTrustworthinessNeighbors = 12;
constexpr int kMeasureEvery = 25;  // iterations between two measurements of KL

struct AffinityStage {
  std::shared_ptr<const SigmaResult> sigma;
  std::shared_ptr<const Affinities> affinities;
  WorkTrace::SigmaSearch work;
};

struct GuidanceStage {
  std::vector<GuidanceRecord> records;  // ascending perplexity
  GuidanceCurve curve;
  std::vector<WorkTrace::SigmaSearch> searches;
  std::vector<WorkTrace::Descent> descents;
};

/// A map that can be descended further; the history holds the regular measurements only.
struct DescentStage {
  Embedding embedding;
  std::vector<ConvergenceSample> history;
};

struct MapAssessment {
  double trustworthiness;
  NeighborhoodMeasures neighborhood;
  Outliers outliers;
  Occupancy occupancy;
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// k = 12, fewer where the map is too small for the measure to be defined.
double measureTrustworthiness(const Features& features, std::span<const float> positions,
                              RunControl& control) {
  const int64_t most = (features.points - 1) / 2;
  return trustworthiness(features, positions,
                         static_cast<int>(std::min<int64_t>(kTrustworthinessNeighbors, most)), control);
}

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

AffinityStage computeAffinities(const NeighborGraph& graph, double target, const Options& options,
                                bool candidate, RunControl& control) {
  AffinityStage stage;
  stage.sigma = searchSigma(graph, target, options.search, options.seed, control);
  stage.affinities = symmetrize(graph, *stage.sigma, options.search, control);
  stage.work = workOf(*stage.sigma, graph, *stage.affinities, candidate);
  return stage;
}

WorkTrace::Descent workOf(const Embedding& map, bool candidate) {
  return {candidate, map.iteration(), map.attractedEntries(), map.repulsionWork()};
}

std::vector<float> startingMap(const Options& options, const Features& features, RunControl& control) {
  if (options.init == "pca") return pcaStart(features, options.seed, control);
  if (options.init == "random") return randomStart(features.points, options.seed);
  return fileStart(options.init, features.points);
}

std::string formatPerplexity(double perplexity) {
  return format("%.4g", perplexity);
}

}  // namespace

struct StageCaches {
  StageCache<Features> features;
  StageCache<std::vector<float>> starts;
  StageCache<NeighborGraph> graphs;
  StageCache<GuidanceStage> guidance;
  StageCache<AffinityStage> affinities;
  StageCache<DescentStage> descents;
  StageCache<MapAssessment> assessments;
  StageCache<FeatureKernel> kernels;
  StageCache<SubsetMeasures> subsetMeasures;
  StageCache<Subset> subsets;
};

namespace {

/// One run in progress: the stages in order, each taken from its cache or computed.
class RunBuilder {
 public:
  RunBuilder(StageCaches& caches, DatasetPtr dataset, Options options, Observer& observer,
             RunControl& control, const std::atomic<int>* liveIterations);
  RunPtr build();
  RunPtr restore(const StoredRun& stored);
  Sample sampleOnly(std::span<const float> positions);

 private:
  void planProgress();
  void prepareFeatures();
  void connectNeighbors();
  MapAssessment assessMap();
  SubsetMeasures measureOwnSubset();
  void setAssessment(const MapAssessment& ofMap, const SubsetMeasures& ofSubset);
  std::shared_ptr<const GuidanceStage> guide(const std::vector<float>& start);
  void tryPerplexity(double perplexity, const std::vector<float>& start, GuidanceStage& guidance);
  void measureRepresentation(std::span<const float> positions, GuidanceRecord& record);
  std::shared_ptr<const AffinityStage> affinities();
  void descend(const AffinityStage& affinities, const std::vector<float>& start);
  void warnOfMissedTargets();
  void sample();
  void assess();
  SamplingInputs samplingInputs(std::span<const float> positions) const {
    return {*run_->features, positions, run_->graph.get(), run_->dataset->labels};
  }

  int iterationLimit() const {
    return std::max(1, liveIterations_ ? liveIterations_->load(std::memory_order_relaxed)
                                       : run_->options.embedding.iterations);
  }
  void showFrame(const Embedding& embedding, int iterations, double perplexity, int candidate) {
    if (!observer_.wantsFrame(embedding.iteration(), iterations)) return;
    embedding.copyPositions(frame_);
    observer_.frame({frame_, embedding.iteration(), iterations, perplexity, candidate});
  }

  /// Times a stage, tells the observer, and takes the result from the cache if it is there.
  template <typename T, typename Compute>
  std::shared_ptr<const T> stage(Stage stage, StageCache<T>& cache, const std::string& key, Compute compute) {
    control_.checkpoint();
    observer_.stageStarted(stage);
    const double began = now();
    auto [result, computed] = cache.find(key);
    const bool reused = result != nullptr;
    if (!reused) {
      meter_.report(stage, 0, "");
      result = compute();
      computed = now() - began;
      cache.store(key, result, computed);
    }
    finish(stage, {now() - began, reused, computed});
    return result;
  }
  /// The same without a cache: for what the run's keys do not name.
  template <typename Compute>
  auto uncachedStage(Stage stage, Compute compute) {
    control_.checkpoint();
    observer_.stageStarted(stage);
    meter_.report(stage, 0, "");
    const double began = now();
    auto result = compute();
    finish(stage, {now() - began, false, now() - began});
    return result;
  }
  void finish(Stage stage, const StageTiming& timing) {
    run_->timing[static_cast<size_t>(stage)] = timing;
    meter_.finish(stage, timing.reused);
    observer_.stageFinished(stage, timing.seconds, timing.reused);
  }
  const std::string& key(Stage stage) const { return run_->keys[static_cast<size_t>(stage)]; }

  StageCaches& caches_;
  std::shared_ptr<Run> run_;
  Observer& observer_;
  RunControl& control_;
  const std::atomic<int>* liveIterations_;
  ProgressMeter meter_;
  std::vector<float> frame_;
};

RunBuilder::RunBuilder(StageCaches& caches, DatasetPtr dataset, Options options, Observer& observer,
                       RunControl& control, const std::atomic<int>* liveIterations)
    : caches_(caches),
      run_(std::make_shared<Run>()),
      observer_(observer),
      control_(control),
      liveIterations_(liveIterations),
      meter_(observer) {
  run_->dataset = std::move(dataset);
  run_->options = std::move(options);
  run_->keys = stageKeys(*run_->dataset, run_->options);
  run_->timing[static_cast<size_t>(Stage::Dataset)] = {run_->dataset->readSeconds, false,
                                                       run_->dataset->readSeconds};
}

void RunBuilder::planProgress() {
  // Units: one pair of the exact map, about 0.07 ns. The factors are rough measurements on one machine; they
  // only weigh the stages against each other until real time is known.
  const Options& o = run_->options;
  const double n = static_cast<double>(run_->dataset->points);
  const double raw = static_cast<double>(run_->dataset->dimensions);
  const PreprocessOptions features = resolved(o.preprocess, *run_->dataset);
  const int components = features.pca;
  const double dims = components > 0 ? std::min<double>(components, raw) : raw;
  // Image features: roughly a third of a microsecond a value of an image.
  const double describe = features.features == ImageFeatures::Raw ? 0 : n * raw * 200;
  const double k = resolveNeighbors(o, run_->dataset->points);
  const RepulsionMethod repulsion = o.embedding.repulsion.method;
  const bool exact = resolved(repulsion, run_->dataset->points) == RepulsionMethod::Exact ||
                     (repulsion == RepulsionMethod::Auto && k + 1 >= n);
  const double iteration = exact ? n * n + (k + 1 < n ? 10 * n * k : 0) : 1.5e7 + 10 * n * (k + 10);
  const double affinity = n * k * 700;
  const double assess =
      std::min<double>(n, n > kExactAssessment ? kSampledAssessment : n) * n * (0.5 * dims + 20);
  meter_.plan(Stage::Features, describe + (dims < raw ? n * raw * raw * 0.5 : n * raw));
  meter_.plan(Stage::Neighbors, n * n * (0.05 * dims + 1));
  if (o.perplexity == 0) {
    const double first = o.embedding.exaggerationIterations;
    meter_.plan(
        Stage::Guidance,
        o.guidance.candidates * (o.guidance.iterations * iteration + affinity + assess) + first * iteration);
  }
  meter_.plan(Stage::Affinities, affinity);
  meter_.plan(Stage::Embedding, iterationLimit() * iteration);
  meter_.plan(Stage::Sampling, n * n * 0.005 * dims);
  meter_.plan(Stage::Assessment, assess);
}

RunPtr RunBuilder::build() {
  const double began = now();
  planProgress();
  prepareFeatures();
  // Before the costly stages: a starting map that does not fit is said at once.
  const std::string startKey = startingMapKey(run_->keys, run_->options);
  std::shared_ptr<const std::vector<float>> start = caches_.starts.find(startKey).value;
  if (!start) {
    const double startBegan = now();
    start = std::make_shared<const std::vector<float>>(startingMap(run_->options, *run_->features, control_));
    caches_.starts.store(startKey, start, now() - startBegan);
  }
  connectNeighbors();

  run_->targetPerplexity = run_->options.perplexity;
  if (run_->targetPerplexity == 0) {
    const auto guidance = guide(*start);
    run_->guidance = guidance->records;
    run_->guidanceCurve = guidance->curve;
    run_->targetPerplexity = guidance->curve.target();
    run_->work.searches = guidance->searches;
    run_->work.descents = guidance->descents;
  }

  const auto affinity = affinities();
  run_->sigma = affinity->sigma;
  run_->work.searches.push_back(affinity->work);
  warnOfMissedTargets();

  descend(*affinity, *start);
  sample();
  assess();

  run_->seconds = now() - began;
  run_->peakMemoryBytes = peakMemoryBytes();
  run_->threads = control_.threads();
  run_->instructionSet = instructionSet();
  for (const std::string& w : run_->warnings) observer_.warned(w);
  return run_;
}

void RunBuilder::prepareFeatures() {
  for (const std::string& w : run_->dataset->warnings) run_->warnings.push_back(w);
  run_->features = stage(Stage::Features, caches_.features, key(Stage::Features),
                         [&] { return preprocess(*run_->dataset, run_->options.preprocess, control_); });
  refuseIdenticalPoints(*run_->features);
  refuseHugeValues(*run_->features);
  for (const std::string& w : run_->features->warnings) run_->warnings.push_back(w);
}

void RunBuilder::connectNeighbors() {
  run_->graph = stage(Stage::Neighbors, caches_.graphs, key(Stage::Neighbors), [&] {
    const int k = resolveNeighbors(run_->options, run_->dataset->points);
    refuseTooLittleMemory(*run_->features, k);
    return nearestNeighbors(*run_->features, k, run_->options.neighborSearch, control_);
  });
  const NeighborGraph& g = *run_->graph;
  run_->work.neighbors = {g.points, run_->features->dimensions, g.k, g.pairs, g.inserts};
  if (g.approximate) {
    run_->warnings.push_back(
        format("Neighbours are approximate: of the true ones, sampled rows have a share of %.4f. "
               "--neighbor-search exact finds all.",
               g.recall));
  }
}

std::shared_ptr<const GuidanceStage> RunBuilder::guide(const std::vector<float>& start) {
  return stage(Stage::Guidance, caches_.guidance, key(Stage::Guidance), [&] {
    const Options& o = run_->options;
    auto result = std::make_shared<GuidanceStage>();
    PerplexitySearch search(o.guidance, run_->graph->points, run_->graph->k, o.seed);
    for (std::vector<double> batch = search.next({}); !batch.empty(); batch = search.next(result->records))
      for (const double perplexity : batch) tryPerplexity(perplexity, start, *result);
    result->curve = guidanceCurve(result->records, o.guidance);
    return std::shared_ptr<const GuidanceStage>(result);
  });
}

/// Embeds one candidate and measures its map. It starts from the map of the next higher perplexity that was
/// tried, the highest from the starting map: from low to high the maps would keep the fine tears of the
/// start.
void RunBuilder::tryPerplexity(double perplexity, const std::vector<float>& start, GuidanceStage& guidance) {
  const Options& o = run_->options;
  const double began = now();
  const auto above = std::upper_bound(guidance.records.begin(), guidance.records.end(), perplexity,
                                      [](double p, const GuidanceRecord& r) { return p < r.perplexity; });
  const bool isHighest = above == guidance.records.end();
  const AffinityStage affinity = computeAffinities(*run_->graph, perplexity, o, true, control_);
  EmbeddingOptions embedding = o.embedding;
  if (!isHighest) embedding.exaggerationIterations = 0;
  const int iterations = o.guidance.iterations + embedding.exaggerationIterations;
  const int index = static_cast<int>(guidance.records.size());
  const std::string detail = "perplexity " + formatPerplexity(perplexity) + " (" + std::to_string(index + 1) +
                             " of " + std::to_string(o.guidance.candidates) + ")";

  std::vector<float> positions = isHighest ? start : above->thumbnail;
  Embedding map(affinity.affinities, positions, embedding);
  if (isHighest) refuseLostMap(map.measure(control_));
  while (map.iteration() < iterations) {
    map.step(control_);
    showFrame(map, iterations, perplexity, index);
    meter_.report(Stage::Guidance,
                  (index + static_cast<double>(map.iteration()) / iterations) / o.guidance.candidates,
                  detail);
  }
  map.copyPositions(positions);

  GuidanceRecord record;
  record.perplexity = perplexity;
  const ConvergenceSample sample = map.measure(control_);
  refuseLostMap(sample);
  record.kl = sample.kl;
  record.trustworthiness = measureTrustworthiness(*run_->features, positions, control_);
  record.entropyOccupancy = occupancyEntropy(positions).entropy;
  measureRepresentation(positions, record);
  record.seconds = now() - began;
  record.thumbnail = std::move(positions);
  observer_.candidate(record);
  guidance.records.insert(above, std::move(record));
  guidance.searches.push_back(affinity.work);
  guidance.descents.push_back(workOf(map, true));
}

/// H_rep over the sampler's seeds: the mean, and the standard deviation between them.
void RunBuilder::measureRepresentation(std::span<const float> positions, GuidanceRecord& record) {
  const Options& o = run_->options;
  std::vector<double> values;
  for (int s = 0; s < o.guidance.samplerSeeds; ++s) {
    const auto subset = chooseExemplars(samplingInputs(positions), o.sampling, o.seed + s, control_);
    values.push_back(representationEntropy(subset->territory, static_cast<int64_t>(subset->rows.size())));
    record.entropyRepresentation += values.back() / o.guidance.samplerSeeds;
  }
  double squares = 0;
  for (const double v : values)
    squares += (v - record.entropyRepresentation) * (v - record.entropyRepresentation);
  if (values.size() > 1)
    record.representationDeviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::shared_ptr<const AffinityStage> RunBuilder::affinities() {
  const std::string key = affinitiesKey(run_->keys, run_->options, run_->targetPerplexity);
  return stage(Stage::Affinities, caches_.affinities, key, [&] {
    meter_.report(Stage::Affinities, 0, "perplexity " + formatPerplexity(run_->targetPerplexity));
    return std::make_shared<const AffinityStage>(
        computeAffinities(*run_->graph, run_->targetPerplexity, run_->options, false, control_));
  });
}

void RunBuilder::descend(const AffinityStage& affinities, const std::vector<float>& start) {
  control_.checkpoint();
  observer_.stageStarted(Stage::Embedding);
  const double began = now();
  const std::string mapKey = resumableMapKey(run_->keys, run_->options, run_->dataset->points);
  auto [kept, keptSeconds] = caches_.descents.find(mapKey);
  if (kept && kept->embedding.iteration() > iterationLimit()) kept = nullptr;
  const bool resumed = kept != nullptr;
  DescentStage state =
      resumed ? *kept : DescentStage{Embedding(affinities.affinities, start, run_->options.embedding), {}};
  const EmbeddingOptions& how = run_->options.embedding;
  const bool complete = state.embedding.iteration() == iterationLimit() || stalled(state.history, how);

  if (state.history.empty()) {
    state.history.push_back(state.embedding.measure(control_));
    refuseLostMap(state.history.back());
  }
  for (const ConvergenceSample& sample : state.history) observer_.converged(sample);
  while (state.embedding.iteration() < iterationLimit() && !stalled(state.history, how)) {
    state.embedding.step(control_);
    const int iteration = state.embedding.iteration(), limit = std::max(iteration, iterationLimit());
    if (iteration % kMeasureEvery == 0) {
      state.history.push_back(state.embedding.measure(control_));
      refuseLostMap(state.history.back());
      observer_.converged(state.history.back());
    }
    showFrame(state.embedding, limit, run_->targetPerplexity, -1);
    meter_.report(Stage::Embedding, static_cast<double>(iteration) / limit,
                  "iteration " + std::to_string(iteration) + " of " + std::to_string(limit));
  }

  const int reached = state.embedding.iteration();  // fewer than asked for where it stalled
  auto map = std::make_shared<MapResult>();
  state.embedding.copyPositions(map->positions);
  map->history = state.history;
  if (map->history.back().iteration != state.embedding.iteration()) {
    map->history.push_back(state.embedding.measure(control_));
    refuseLostMap(map->history.back());
    observer_.converged(map->history.back());
  }
  map->kl = map->history.back().kl;
  run_->map = map;
  run_->work.descents.push_back(workOf(state.embedding, false));
  if (stalled(state.history, how) && state.embedding.iteration() < iterationLimit())
    run_->warnings.push_back("The map stopped after " + std::to_string(state.embedding.iteration()) +
                             " iterations, because KL had stalled (--stall).");
  else  // A live change of the iterations is part of what this run is.
    run_->options.embedding.iterations = state.embedding.iteration();
  run_->keys = stageKeys(*run_->dataset, run_->options);
  const double computed = resumed ? keptSeconds + (complete ? 0 : now() - began) : now() - began;
  if (!complete || !resumed)
    caches_.descents.store(mapKey, std::make_shared<const DescentStage>(std::move(state)), computed);
  if (observer_.wantsFrame(reached, reached))
    observer_.frame({map->positions, reached, reached, run_->targetPerplexity, -1});
  finish(Stage::Embedding, {now() - began, resumed && complete, computed});
}

void RunBuilder::warnOfMissedTargets() {
  const int64_t missed = missedTargets(*run_->sigma), n = run_->dataset->points;
  if (missed * 20 <= n) return;  // a few rows with ties are no news
  run_->warnings.push_back(
      "At " + std::to_string(missed) + " of " + std::to_string(n) +
      " points the perplexity that this arithmetic evaluates at the chosen sigma is more than "
      "5 % off the target " +
      formatPerplexity(run_->targetPerplexity) + ".");
}

void RunBuilder::sample() {
  run_->subset = stage(Stage::Sampling, caches_.subsets, key(Stage::Sampling), [&] {
    return chooseExemplars(samplingInputs(run_->map->positions), run_->options.sampling, run_->options.seed,
                           control_);
  });
  run_->work.sampling = {run_->subset->scans, static_cast<int64_t>(run_->subset->rows.size())};
}

void RunBuilder::assess() {
  control_.checkpoint();
  observer_.stageStarted(Stage::Assessment);
  const double began = now();
  // The map's own measures do not depend on the subset: kept under the embedding's key.
  auto [ofMap, mapSeconds] = caches_.assessments.find(key(Stage::Embedding));
  auto [ofSubset, subsetSeconds] = caches_.subsetMeasures.find(key(Stage::Assessment));
  const bool reused = ofMap && ofSubset;
  if (!reused) meter_.report(Stage::Assessment, 0, "");
  if (!ofMap) {
    ofMap = std::make_shared<const MapAssessment>(assessMap());
    mapSeconds = now() - began;
    caches_.assessments.store(key(Stage::Embedding), ofMap, mapSeconds);
  }
  if (!ofSubset) {
    const double subsetBegan = now();
    ofSubset = std::make_shared<const SubsetMeasures>(measureOwnSubset());
    subsetSeconds = now() - subsetBegan;
    caches_.subsetMeasures.store(key(Stage::Assessment), ofSubset, subsetSeconds);
  }
  finish(Stage::Assessment, {now() - began, reused, mapSeconds + subsetSeconds});

  setAssessment(*ofMap, *ofSubset);
  run_->work.histogram = {static_cast<int64_t>(ofMap->occupancy.side) * ofMap->occupancy.side,
                          ofMap->occupancy.cell};
}

MapAssessment RunBuilder::assessMap() {
  const std::vector<float>& positions = run_->map->positions;
  return {measureTrustworthiness(*run_->features, positions, control_),
          measureNeighborhood(*run_->graph, positions, control_),
          findOutliers(*run_->graph, *run_->sigma, positions, run_->dataset->labels, control_),
          occupancyEntropy(positions)};
}

void RunBuilder::setAssessment(const MapAssessment& ofMap, const SubsetMeasures& ofSubset) {
  run_->assessment.rows = static_cast<int64_t>(assessedRows(run_->dataset->points).size());
  run_->assessment.trustworthiness = ofMap.trustworthiness;
  run_->assessment.neighborhood = ofMap.neighborhood;
  run_->assessment.outliers = ofMap.outliers;
  run_->assessment.occupancy = ofMap.occupancy;
  run_->assessment.subset = ofSubset;
  run_->assessment.entropyRepresentation =
      representationEntropy(run_->subset->territory, static_cast<int64_t>(run_->subset->rows.size()));
}

SubsetMeasures RunBuilder::measureOwnSubset() {
  auto kernel = caches_.kernels.find(key(Stage::Features)).value;
  if (!kernel) {
    const double began = now();
    kernel = std::make_shared<const FeatureKernel>(featureKernel(*run_->features, control_));
    caches_.kernels.store(key(Stage::Features), kernel, now() - began);
  }
  return measureSubset(*run_->features, *kernel, run_->dataset->labels, *run_->subset, control_);
}

Sample RunBuilder::sampleOnly(std::span<const float> positions) {
  planProgress();
  for (const Stage unused : {Stage::Guidance, Stage::Affinities, Stage::Embedding}) meter_.plan(unused, 0);
  if (!looksAtGraph(run_->options.sampling, run_->dataset->points)) meter_.plan(Stage::Neighbors, 0);
  prepareFeatures();
  if (looksAtGraph(run_->options.sampling, run_->dataset->points)) connectNeighbors();
  // The run's keys name a map that these exemplars did not come from.
  run_->subset = uncachedStage(Stage::Sampling, [&] {
    return chooseExemplars(samplingInputs(positions), run_->options.sampling, run_->options.seed, control_);
  });
  Sample sample = uncachedStage(Stage::Assessment, [&] {
    return Sample{run_->options, run_->dataset, run_->features, run_->subset, measureOwnSubset()};
  });
  for (const std::string& w : run_->warnings) observer_.warned(w);
  return sample;
}

/// Features, neighbours and sigma are those that a run of this program would compute, and are kept for it.
/// The map and what follows from it are the folder's, whoever made them: they are kept under no key.
RunPtr RunBuilder::restore(const StoredRun& stored) {
  planProgress();
  for (const Stage unused : {Stage::Guidance, Stage::Embedding}) meter_.plan(unused, 0);
  prepareFeatures();
  connectNeighbors();
  run_->targetPerplexity = stored.targetPerplexity;
  const auto affinity = affinities();
  if (affinity->sigma->sigma == stored.sigma) {
    run_->sigma = affinity->sigma;
  } else {
    auto sigma = std::make_shared<SigmaResult>(*affinity->sigma);
    sigma->sigma = stored.sigma;
    run_->sigma = sigma;
  }
  run_->map = std::make_shared<const MapResult>(stored.map);
  run_->subset = uncachedStage(Stage::Sampling, [&] {
    return std::make_shared<const Subset>(Subset{stored.exemplars,
                                                 nearestExemplar(*run_->features, stored.exemplars, control_),
                                                 stored.sampler, stored.work.sampling.scans});
  });
  uncachedStage(Stage::Assessment, [&] {
    setAssessment(assessMap(), measureOwnSubset());
    return true;
  });

  run_->instructionSet = instructionSet();
  run_->warnings = stored.warnings;
  for (std::string& difference : differencesFrom(stored, *run_, *affinity->sigma, run_->keys))
    // A run that was read back and written again has said it before.
    if (std::find(run_->warnings.begin(), run_->warnings.end(), difference) == run_->warnings.end())
      run_->warnings.push_back(std::move(difference));
  run_->guidance = stored.guidance;
  run_->guidanceCurve = stored.guidanceCurve;
  run_->work = stored.work;
  run_->timing = stored.timing;
  run_->keys = stored.keys;
  run_->seconds = stored.seconds;
  run_->peakMemoryBytes = stored.peakMemoryBytes;
  run_->threads = stored.threads;
  run_->instructionSet = stored.instructionSet;
  for (const std::string& w : run_->warnings) observer_.warned(w);
  return run_;
}

}  // namespace

Pipeline::Pipeline() : caches_(std::make_unique<StageCaches>()) {}
Pipeline::~Pipeline() = default;

RunPtr Pipeline::run(DatasetPtr dataset, Options options, Observer& observer, RunControl& control,
                     const std::atomic<int>* liveIterations) {
  validate(options, dataset->points, dataset->hasLabels());
  control.setThreads(options.threads);
  return RunBuilder(*caches_, std::move(dataset), std::move(options), observer, control, liveIterations)
      .build();
}

Sample Pipeline::sample(DatasetPtr dataset, Options options, std::span<const float> positions,
                        Observer& observer, RunControl& control) {
  validate(options, dataset->points, dataset->hasLabels());
  control.setThreads(options.threads);
  return RunBuilder(*caches_, std::move(dataset), std::move(options), observer, control, nullptr)
      .sampleOnly(positions);
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
  return RunBuilder(*caches_, std::move(dataset), stored.options, observer, control, nullptr).restore(stored);
}

}  // namespace adapsne
