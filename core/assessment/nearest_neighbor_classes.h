// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The label of the nearest exemplar (Euclidean, raw features, ties to the lower row) of each row of `test`;
/// exemplars without a label are left out; empty where none has one. Both datasets have labels with the same
/// class names and the same D.
std::vector<int32_t> nearestNeighborClasses(const Dataset& train, const std::vector<int64_t>& exemplars,
                                            const Dataset& test, RunControl& control);

}  // namespace adapsne
