// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/assessment/mean_discrepancy.h"
#include "core/assessment/neighborhood.h"
#include "core/assessment/outliers.h"
#include "core/assessment/subset_measures.h"
#include "core/embedding/affinities.h"
#include "core/embedding/embedding.h"
#include "core/features/preprocess.h"
#include "core/guidance/entropy.h"
#include "core/guidance/guidance_curve.h"
#include "core/guidance/guide.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/sigma_search.h"
#include "core/pipeline/stage_cache.h"
#include "core/pipeline/work_trace.h"
#include "core/sampling/ridge_design.h"
#include "core/sampling/sampler.h"

namespace adapsne {

struct AffinityStage {
  std::shared_ptr<const SigmaResult> sigma;
  std::shared_ptr<const Affinities> affinities;
  WorkTrace::SigmaSearch work;
};

struct GuidanceStage {
  std::vector<GuidanceRecord> records;  ///< Ascending perplexity.
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

/// What a pipeline keeps of its last runs, by key.
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
  StageCache<RidgeDesign, 1> designs;  ///< 200 MB of 50,000 rows.
};

}  // namespace adapsne
