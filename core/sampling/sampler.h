// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/features/features.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/sampling/sampling_options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// What a sampler may look at. What the options do not ask for (looksAtMap, looksAtGraph, ClassPolicy) may be
/// absent.
struct SamplingInputs {
  const Features& features;
  std::span<const float> positions = {};  ///< the map, N x 2
  const NeighborGraph* graph = nullptr;   ///< over the same features
  std::span<const int32_t> labels = {};   ///< N, each >= 0
};

/// The exemplars and whom they stand for.
struct Subset {
  std::vector<int64_t> rows;          ///< m distinct rows, ascending.
  std::vector<int32_t> territory;     ///< N: which exemplar (index into rows) is nearest in input space.
  Sampler sampler = Sampler::Random;  ///< What Auto came to.
  int64_t scans = 0;                  ///< Points compared while choosing, for the work trace.
};

/// Chooses exactly m = budget(options, N) exemplars. Three independent choices: territories (Sampler), the
/// exemplar of a territory (Exemplar), and whether each class is sampled on its own (ClassPolicy).
///
/// Deterministic by seed; Herding and FacilityLocation do not depend on it. Where coinciding points leave
/// fewer than m territories, rows drawn from the others fill up. Throws UsageError where
/// ClassPolicy::PerClass finds no labels.
std::shared_ptr<const Subset> chooseExemplars(const SamplingInputs& inputs, const SamplingOptions& options,
                                              uint64_t seed, RunControl& control);

/// Index into `rows` of the exemplar nearest to each point in input space, ties to the lower row.
std::vector<int32_t> nearestExemplar(const Features& features, const std::vector<int64_t>& rows,
                                     RunControl& control);

}  // namespace adapsne
