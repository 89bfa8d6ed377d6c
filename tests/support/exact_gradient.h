// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "core/embedding/affinities.h"
#include "core/support/parallel.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The exact gradient of KL(P || Q) in float64, the reference for every faster one.
struct ExactGradient {
  std::vector<double> gradient;  ///< N x 2 interleaved, with its factor 4
  double normalizer = 0;         ///< Z = sum over i != j of 1 / (1 + |y_i - y_j|^2)
  double kl = 0;                 ///< nats
};
inline ExactGradient exactGradient(const Affinities& affinities, std::span<const double> positions,
                                   RunControl& control) {
  const int64_t n = affinities.points;
  const auto weight = [&](int64_t i, int64_t j, double& dx, double& dy) {
    dx = positions[2 * i] - positions[2 * j];
    dy = positions[2 * i + 1] - positions[2 * j + 1];
    return 1 / (1 + dx * dx + dy * dy);
  };
  ExactGradient result;
  std::vector<double> repulsion(2 * n);
  result.normalizer = orderedSum(control, n, 32, [&](int64_t begin, int64_t end) {
    double z = 0, dx, dy;
    for (int64_t i = begin; i < end; ++i) {
      double rx = 0, ry = 0;
      for (int64_t j = 0; j < n; ++j) {
        if (j == i) continue;
        const double w = weight(i, j, dx, dy);
        z += w;
        rx += w * w * dx;
        ry += w * w * dy;
      }
      repulsion[2 * i] = rx;
      repulsion[2 * i + 1] = ry;
    }
    return z;
  });
  result.gradient.resize(2 * n);
  const double z = result.normalizer;
  result.kl = orderedSum(control, n, 32, [&](int64_t begin, int64_t end) {
    double kl = 0, dx, dy;
    for (int64_t i = begin; i < end; ++i) {
      double ax = 0, ay = 0;
      for (int64_t e = affinities.rowStart[i]; e < affinities.rowStart[i + 1]; ++e) {
        const double p = affinities.value[e];
        if (p <= 0) continue;
        const double w = weight(i, affinities.column[e], dx, dy);
        ax += p * w * dx;
        ay += p * w * dy;
        kl += p * (std::log(p) - std::log(w / z));
      }
      result.gradient[2 * i] = 4 * (ax - repulsion[2 * i] / z);
      result.gradient[2 * i + 1] = 4 * (ay - repulsion[2 * i + 1] / z);
    }
    return kl;
  });
  return result;
}

}  // namespace adapsne
