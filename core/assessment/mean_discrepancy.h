// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/features/features.h"
#include "core/support/run_control.h"

namespace adapsne {

/// What maximum mean discrepancy needs of the whole dataset, whatever the subset.
struct FeatureKernel {
  /// s of k(x, y) = exp(-|x - y|^2 / (2 s^2)): the median distance between two of 1,000 fixed random points
  /// (of all where there are fewer); their mean distance where the median is 0. 0 where all of these
  /// coincide.
  double bandwidth = 0;
  double meanSelf = 0;        ///< Mean of k over all ordered pairs of `rows`, equal ones included.
  std::vector<int64_t> rows;  ///< assessedRows(N): the dataset, as far as it is looked at.
};
FeatureKernel featureKernel(const Features& features, RunControl& control);

/// Maximum mean discrepancy (Gretton et al. 2012) between dataset and subset with that kernel:
/// sqrt(mean k(x, x') - 2 mean k(x, s) + mean k(s, s')), the biased (V-statistic) form, in which equal pairs
/// count. The subset is compared with the dataset itself, not with what it was drawn from, so nothing is
/// estimated up to 20,000 points. In [0, sqrt 2]; 0 for the whole dataset. It falls with the size of a
/// subset: compare equal sizes.
double meanDiscrepancy(const Features& features, const FeatureKernel& kernel,
                       const std::vector<int64_t>& subset, RunControl& control);

}  // namespace adapsne
