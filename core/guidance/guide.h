// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace adapsne {

/// Which curve decides the target perplexity. The third rule, a fixed target, is Options::perplexity > 0:
/// nothing is tried then.
enum class GuidanceRule { Representation, Occupancy };

/// Which perplexities are tried.
enum class GuidanceOptimizer { Grid, Fireworks };

struct GuidanceOptions {
  GuidanceRule rule = GuidanceRule::Representation;
  GuidanceOptimizer optimizer = GuidanceOptimizer::Grid;
  int candidates = 8;    ///< Perplexities tried in all.
  double lowest = 5;     ///< Smallest candidate perplexity.
  double highest = 0;    ///< Largest; 0 = automatic: N / 3, at most k / 3 where the graph is not complete.
  int iterations = 150;  ///< Map iterations a candidate, after the first.
  double slack = 0.003;  ///< Trustworthiness that may be given up.
  int samplerSeeds = 3;  ///< H_rep is the mean over this many subsets.
};

/// One candidate as it was measured.
struct GuidanceRecord {
  double perplexity = 0;
  double entropyRepresentation = 0, entropyOccupancy = 0, trustworthiness = 0, kl = 0;
  double representationDeviation = 0;  ///< Standard deviation of H_rep between sampler seeds; 0 for one seed.
  double seconds = 0;
  std::vector<float> thumbnail;  ///< The candidate's map, N x 2, aligned as computed.
};

/// Log-spaced perplexities, ascending, distinct, each at most what the graph can reach.
std::vector<double> candidatePerplexities(const GuidanceOptions& options, int64_t points, int k);

/// The entropy that the rule maximises.
double entropyOf(const GuidanceRecord& record, GuidanceRule rule);

}  // namespace adapsne
