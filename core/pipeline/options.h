// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/dataset/dataset_options.h"
#include "core/embedding/embedding.h"
#include "core/features/preprocess.h"
#include "core/guidance/guide.h"
#include "core/perplexity/sigma_search.h"
#include "core/sampling/sampler.h"

namespace adapsne {

/// Everything that decides a run: one struct a stage. The schema (schema.h) describes every field.
struct Options {
  std::string method = "adapsne";  ///< The preset these options started from.
  DatasetOptions dataset;
  PreprocessOptions preprocess;
  NeighborSearch neighborSearch = NeighborSearch::Auto;
  int neighbors = 0;      ///< k; 0 = automatic, -1 = all others.
  double perplexity = 0;  ///< Target perplexity; 0 = guided by entropy.
  GuidanceOptions guidance;
  SearchOptions search;
  EmbeddingOptions embedding;
  std::string init = "pca";  ///< "pca", "random", or the path of an .npy file of N x 2.
  SamplingOptions sampling;
  uint64_t seed = 1;
  int threads = 0;  ///< 0 = as many as cores. Changes no result.
};

/// k for N points: all others up to 2,000 points, else 150, or three times a fixed perplexity above 50. The
/// same for every method with the same fixed perplexity, so that methods share the graph.
int resolveNeighbors(const Options& options, int64_t points);

/// Checks what depends on several options or on the dataset. Throws UsageError, or Error where it is too
/// small.
void validate(const Options& options, int64_t points, bool hasLabels);

}  // namespace adapsne
