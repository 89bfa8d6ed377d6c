// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/assess_stage.h"

#include <algorithm>
#include <memory>

#include "core/assessment/assessed_rows.h"
#include "core/assessment/trustworthiness.h"

namespace adapsne {
namespace {

constexpr int kTrustworthinessNeighbors = 12;

MapAssessment assessMap(const Run& run, RunControl& control) {
  const std::vector<float>& positions = run.map->positions;
  return {trustworthinessOf(*run.features, positions, control),
          measureNeighborhood(*run.graph, positions, control),
          findOutliers(*run.graph, *run.sigma, positions, run.dataset->labels, control),
          occupancyEntropy(positions)};
}

void setAssessment(Run& run, const MapAssessment& ofMap, const SubsetMeasures& ofSubset) {
  run.assessment.rows = static_cast<int64_t>(assessedRows(run.dataset->points).size());
  run.assessment.trustworthiness = ofMap.trustworthiness;
  run.assessment.neighborhood = ofMap.neighborhood;
  run.assessment.outliers = ofMap.outliers;
  run.assessment.occupancy = ofMap.occupancy;
  run.assessment.subset = ofSubset;
  run.assessment.entropyRepresentation =
      representationEntropy(run.subset->territory, std::ssize(run.subset->rows));
}

}  // namespace

double trustworthinessOf(const Features& features, std::span<const float> positions, RunControl& control) {
  const int64_t most = (features.points - 1) / 2;
  return trustworthiness(features, positions,
                         static_cast<int>(std::min<int64_t>(kTrustworthinessNeighbors, most)), control);
}

void assess(RunInProgress& progress) {
  progress.begin(Stage::Assessment);
  const double began = secondsNow();
  Run& run = *progress.run;
  // The map's own measures do not depend on the subset: kept under the embedding's key.
  auto [ofMap, mapSeconds] = progress.caches.assessments.find(progress.key(Stage::Embedding));
  auto [ofSubset, subsetSeconds] = progress.caches.subsetMeasures.find(progress.key(Stage::Assessment));
  const bool reused = ofMap && ofSubset;
  if (!reused) progress.meter.report(Stage::Assessment, 0, "");
  if (!ofMap) {
    ofMap = std::make_shared<const MapAssessment>(assessMap(run, progress.control));
    mapSeconds = secondsNow() - began;
    progress.caches.assessments.store(progress.key(Stage::Embedding), ofMap, mapSeconds);
  }
  if (!ofSubset) {
    const double subsetBegan = secondsNow();
    ofSubset = std::make_shared<const SubsetMeasures>(measureOwnSubset(progress));
    subsetSeconds = secondsNow() - subsetBegan;
    progress.caches.subsetMeasures.store(progress.key(Stage::Assessment), ofSubset, subsetSeconds);
  }
  progress.finish(Stage::Assessment, {secondsNow() - began, reused, mapSeconds + subsetSeconds});

  setAssessment(run, *ofMap, *ofSubset);
  run.work.histogram = {static_cast<int64_t>(ofMap->occupancy.side) * ofMap->occupancy.side,
                        ofMap->occupancy.cell};
}

void assessUncached(RunInProgress& progress) {
  progress.uncachedStage(Stage::Assessment, [&] {
    setAssessment(*progress.run, assessMap(*progress.run, progress.control), measureOwnSubset(progress));
    return true;
  });
}

SubsetMeasures measureOwnSubset(RunInProgress& progress) {
  const Run& run = *progress.run;
  auto kernel = progress.caches.kernels.find(progress.key(Stage::Features)).value;
  if (!kernel) {
    const double began = secondsNow();
    kernel = std::make_shared<const FeatureKernel>(featureKernel(*run.features, progress.control));
    progress.caches.kernels.store(progress.key(Stage::Features), kernel, secondsNow() - began);
  }
  return measureSubset(*run.features, *kernel, run.dataset->labels, *run.subset, progress.control);
}

}  // namespace adapsne
