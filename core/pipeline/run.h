// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/assessment/neighborhood.h"
#include "core/assessment/outliers.h"
#include "core/assessment/subset_measures.h"
#include "core/dataset/dataset.h"
#include "core/embedding/embedding.h"
#include "core/features/features.h"
#include "core/guidance/entropy.h"
#include "core/guidance/guidance_curve.h"
#include "core/guidance/guide.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/sigma_search.h"
#include "core/pipeline/options.h"
#include "core/pipeline/stage.h"
#include "core/pipeline/stage_keys.h"
#include "core/pipeline/work_trace.h"
#include "core/sampling/sampler.h"

namespace adapsne {

/// The finished map and how it got there.
struct MapResult {
  std::vector<float> positions;            ///< N x 2
  std::vector<ConvergenceSample> history;  ///< every 25 iterations, and the last
  double kl = 0;
};

struct Assessment {
  int64_t rows = 0;            ///< Points that the measures of neighbourhoods and the discrepancy looked at.
  double trustworthiness = 0;  ///< k = 12 (fewer where N is small)
  NeighborhoodMeasures neighborhood;
  Outliers outliers;
  SubsetMeasures subset;
  double entropyRepresentation = 0;
  Occupancy occupancy;
};

struct StageTiming {
  double seconds = 0;  ///< Wall time in this run.
  bool reused = false;
  double computed = 0;  ///< What computing it took, in this run or in the one it is reused from.
};

/// What a run says of itself, beside its map and its subset. Its folder keeps it, and a run that is read back
/// has it from there.
struct RunRecord {
  Options options;                       ///< As they were when the run ended.
  std::vector<GuidanceRecord> guidance;  ///< Ascending perplexity; empty where the target was fixed.
  GuidanceCurve guidanceCurve;           ///< What was concluded from them; empty as well.
  double targetPerplexity = 0;
  WorkTrace work;
  std::array<StageTiming, kStages.size()> timing;
  StageKeys keys;  ///< Equal keys, equal results.
  std::vector<std::string> warnings;
  double seconds = 0;           ///< wall time of the whole, without reading the dataset
  int64_t peakMemoryBytes = 0;  ///< of the process
  int threads = 0;
  std::string instructionSet;  ///< Which code path of the kernels ran: results may differ between these.
};

/// Everything that a run found, immutable behind a RunPtr. Every view, export and file reads this.
struct Run : RunRecord {
  DatasetPtr dataset;
  std::shared_ptr<const Features> features;
  std::shared_ptr<const NeighborGraph> graph;
  std::shared_ptr<const SigmaResult> sigma;
  std::shared_ptr<const MapResult> map;
  std::shared_ptr<const Subset> subset;
  Assessment assessment;

  /// Short name that two runs share only if they gave the same: the last key's first 8 digits.
  std::string id() const { return keys.back().substr(0, 8); }
};
using RunPtr = std::shared_ptr<const Run>;

}  // namespace adapsne
