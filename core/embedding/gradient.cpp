// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/gradient.h"

#include <cmath>

#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {

ExactGradient exactGradient(const Affinities& affinities, std::span<const double> positions,
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

namespace {

/// kLanes floats that the compiler maps onto whatever registers the machine has.
typedef float Lane __attribute__((vector_size(kLanes * sizeof(float))));

inline float sumOf(const Lane& lane) {
  float sum = 0;
  for (int64_t l = 0; l < kLanes; ++l) sum += lane[l];
  return sum;
}

inline Lane loadLane(const float* from) {
  Lane lane;
  __builtin_memcpy(&lane, from, sizeof lane);
  return lane;
}

}  // namespace

ADAPSNE_SIMD_CLONES
void exactRows(const float* x, const float* y, int64_t n, int64_t begin, int64_t end, const float* dense,
               int64_t stride, const RowSums& sums) {
  const int64_t whole = n / kLanes * kLanes;
  for (int64_t i = begin; i < end; ++i) {
    const float xi = x[i], yi = y[i];
    const float* p = dense ? dense + i * stride : nullptr;
    Lane rx{}, ry{}, ax{}, ay{}, z{};
    for (int64_t j = 0; j < whole; j += kLanes) {
      const Lane dx = xi - loadLane(x + j), dy = yi - loadLane(y + j);
      const Lane w = 1.0f / (1.0f + dx * dx + dy * dy);
      const Lane w2 = w * w;
      z += w;
      rx += w2 * dx;
      ry += w2 * dy;
      if (p) {
        const Lane pw = loadLane(p + j) * w;
        ax += pw * dx;
        ay += pw * dy;
      }
    }
    float rxSum = sumOf(rx), rySum = sumOf(ry), axSum = sumOf(ax), aySum = sumOf(ay), zSum = sumOf(z);
    for (int64_t j = whole; j < n; ++j) {
      const float dx = xi - x[j], dy = yi - y[j];
      const float w = 1.0f / (1.0f + dx * dx + dy * dy);
      zSum += w;
      rxSum += w * w * dx;
      rySum += w * w * dy;
      if (p) {
        axSum += p[j] * w * dx;
        aySum += p[j] * w * dy;
      }
    }
    sums.repulsionX[i] = rxSum;
    sums.repulsionY[i] = rySum;
    if (p) {
      sums.attractionX[i] = axSum;
      sums.attractionY[i] = aySum;
    }
    sums.normalizer[i] = zSum - 1;  // the point itself has weight 1
  }
}

}  // namespace adapsne
