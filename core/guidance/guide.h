// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace adapsne {

/// Which curve decides the target perplexity.
enum class GuidanceRule { Representation, Occupancy };

struct GuidanceOptions {
  GuidanceRule rule = GuidanceRule::Representation;
  int candidates = 8;
  double lowest = 5;         ///< Smallest candidate perplexity.
  double highest = 0;        ///< Largest; 0 = automatic: N / 3, at most k / 3 where the graph is not complete.
  int iterations = 150;      ///< Map iterations a candidate, after the first.
  double slack = 0.003;      ///< Trustworthiness that may be given up.
  int samplerSeeds = 3;      ///< H_rep is the mean over this many subsets.
};

/// One candidate as it was measured.
struct GuidanceRecord {
  double perplexity = 0;
  double entropyRepresentation = 0, entropyOccupancy = 0, trustworthiness = 0, kl = 0;
  double seconds = 0;
  std::vector<float> thumbnail;  ///< The candidate's map, N x 2, aligned as computed.
};

/// Log-spaced perplexities, ascending, distinct, each at most what the graph can reach.
std::vector<double> candidatePerplexities(const GuidanceOptions& options, int64_t points, int k);

/// The index of the chosen record. Representation: the largest H_rep among those whose trustworthiness is at
/// least the best one's less the slack. Occupancy: the largest H_grid. Ties go to the smaller perplexity.
size_t chooseCandidate(const std::vector<GuidanceRecord>& records, const GuidanceOptions& options);

}  // namespace adapsne
