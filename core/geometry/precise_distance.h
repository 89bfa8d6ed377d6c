// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace adapsne {

/// Squared Euclidean distance in float64, rounded once to float32: what a NeighborGraph keeps.
float preciseDistance(const float* a, const float* b, int64_t dimensions);

}  // namespace adapsne
