// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/dataset/preprocess.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Auto: KMeans where the budget is at most 2 % of N, Grid above (METHOD.md 6).
enum class Sampler { Auto, Random, KMeans, Grid };

struct SamplingOptions {
  double ratio = 0.05;  ///< Budget m = round(ratio * N), at least 1; without effect where count > 0.
  int64_t count = 0;    ///< Budget m; 0 = by ratio.
  Sampler sampler = Sampler::Auto;
};

/// m for N points: at least 1, at most N. Throws UsageError where count exceeds N.
int64_t budget(const SamplingOptions& options, int64_t points);
/// What Auto comes to.
Sampler resolveSampler(const SamplingOptions& options, int64_t points);

/// The exemplars and whom they stand for.
struct Subset {
  std::vector<int64_t> rows;         ///< m distinct rows, ascending.
  std::vector<int32_t> territory;    ///< N: which exemplar (index into rows) is nearest in input space.
  Sampler sampler = Sampler::Random;
  int64_t scans = 0;                 ///< Points compared while choosing, for the work trace.
};

/// Chooses exactly m = budget(options, N) exemplars. `positions` is the map, N x 2.
///
/// KMeans: k-means territories in the map (k-means++ start, Lloyd), exemplar = the row nearest to its
/// territory's mean in input space. Grid: cells of the map share the budget by the square root of their
/// counts, the same exemplar rule inside each cell. Deterministic by seed.
std::shared_ptr<const Subset> chooseExemplars(const Features& features, std::span<const float> positions,
                                              const SamplingOptions& options, uint64_t seed, RunControl& control);

/// Index into `rows` of the exemplar nearest to each point in input space, ties to the lower row.
std::vector<int32_t> nearestExemplar(const Features& features, const std::vector<int64_t>& rows,
                                     RunControl& control);

}  // namespace adapsne
