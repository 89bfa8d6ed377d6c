// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Share of `test` whose nearest exemplar (Euclidean, raw features, ties to the lower row) has its label.
/// Both datasets have labels with the same class names and the same D. In [0, 1].
double nearestNeighborAccuracy(const Dataset& train, const std::vector<int64_t>& exemplars,
                               const Dataset& test, RunControl& control);

}  // namespace adapsne
