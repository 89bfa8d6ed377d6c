// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/embedding/affinities.h"
#include "core/support/run_control.h"

namespace adapsne {

/// KL(P || Q) in nats: sum of p_ij ln(p_ij / q_ij), q_ij = 1 / (1 + |y_i - y_j|^2) / Z. `positions`: N x 2,
/// by row. Logarithms of the map's distances in float32 (7 digits), sums in float64. `normalizer`: Z, see
/// Repulsion.
double klDivergence(const Affinities& affinities, std::span<const float> positions, double normalizer,
                    RunControl& control);

}  // namespace adapsne
