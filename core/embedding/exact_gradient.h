// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/embedding/affinities.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The exact gradient of KL(P || Q) in float64, the reference for every faster one.
struct ExactGradient {
  std::vector<double> gradient;  ///< N x 2 interleaved, with its factor 4
  double normalizer = 0;         ///< Z = sum over i != j of 1 / (1 + |y_i - y_j|^2)
  double kl = 0;                 ///< nats
};
ExactGradient exactGradient(const Affinities& affinities, std::span<const double> positions,
                            RunControl& control);

}  // namespace adapsne
