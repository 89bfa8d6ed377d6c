// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "core/guidance/guide.h"

namespace adapsne {

/// What the guide concludes from the perplexities that it has tried: the rule's entropy and the
/// trustworthiness as Gaussian processes over ln perplexity (gaussian_process.h), and the target perplexity
/// that follows.
struct GuidanceCurve {
  std::vector<double> perplexity;  ///< Ascending, evenly on a logarithmic scale, lowest to highest tried.
  std::vector<double> entropy, entropyDeviation;  ///< Posterior of H_rep or H_grid, as the rule says.
  /// Posterior; empty where no trustworthiness is defined.
  std::vector<double> trustworthiness, trustworthinessDeviation;
  /// The rule's constraint: the largest posterior trustworthiness less the slack; NaN where there is none.
  double leastTrustworthiness = std::numeric_limits<double>::quiet_NaN();
  size_t chosen =
      0;  ///< The largest entropy among the places that the constraint allows, ties to the smallest.

  bool empty() const { return perplexity.empty(); }
  /// The target perplexity; it may lie between those that were tried.
  double target() const { return perplexity[chosen]; }
  bool allowed(size_t place) const {
    return trustworthiness.empty() || !(trustworthiness[place] < leastTrustworthiness);
  }
};

/// The rule's constraint on a posterior trustworthiness: its largest value less the slack; NaN where the rule
/// has no constraint or nothing is defined.
double leastTrustworthiness(const std::vector<double>& trustworthiness, const GuidanceOptions& options);

/// `records` in any order, at least one, each with a perplexity of its own. Measures that are not finite are
/// left out. The noise that the process is told is the variance of a mean over the sampler's seeds, pooled
/// over the records: what can be measured without embedding twice. Noise beyond it (of the maps) is estimated
/// with the other hyperparameters. Deterministic.
GuidanceCurve guidanceCurve(const std::vector<GuidanceRecord>& records, const GuidanceOptions& options);

}  // namespace adapsne
