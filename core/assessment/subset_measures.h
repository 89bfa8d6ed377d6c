// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/assessment/mean_discrepancy.h"
#include "core/features/features.h"
#include "core/sampling/sampler.h"

namespace adapsne {

/// How far the points are from their exemplars, Euclidean in feature space.
struct Coverage {
  double largest = 0;  ///< The covering radius: what k-center minimises.
  double mean = 0;     ///< What k-medoids minimises, divided by N.
};
Coverage coverageOf(const Features& features, const Subset& subset, RunControl& control);

/// How the classes share the exemplars.
struct ClassBalance {
  int classes = 0;     ///< Classes that the dataset has points of.
  int classesHit = 0;  ///< Classes among the exemplars.
  /// Entropy of the exemplars' classes / ln(classes): 1 = all alike. NaN with fewer than two classes. A
  /// subset that follows the dataset's own shares stays below 1 where these differ.
  double entropy = 0;
};
/// `labels` may be empty: no classes.
ClassBalance classBalanceOf(std::span<const int32_t> labels, const std::vector<int64_t>& exemplars);

/// Share of the points outside the subset whose nearest exemplar has their class: 1-nearest-neighbour
/// accuracy on the points that the subset was chosen from, so higher than on held-out data may be. NaN
/// without labels or without such points.
double exemplarAgreement(std::span<const int32_t> labels, const Subset& subset);

/// What can be said of a subset without held-out data.
struct SubsetMeasures {
  Coverage coverage;
  ClassBalance balance;
  double agreement = 0;    ///< exemplarAgreement()
  double discrepancy = 0;  ///< meanDiscrepancy()
};
SubsetMeasures measureSubset(const Features& features, const FeatureKernel& kernel,
                             std::span<const int32_t> labels, const Subset& subset, RunControl& control);

}  // namespace adapsne
