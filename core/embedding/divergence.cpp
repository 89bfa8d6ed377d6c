// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/divergence.h"

#include <algorithm>
#include <cmath>

#include "core/embedding/gather_points.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"
#include "core/support/vector_log.h"

namespace adapsne {
namespace {

/// Sum of p ln(1 + d^2) over entries [first, last) of the row of the point at (x, y).
ADAPSNE_SIMD_CLONES
double stretchOfRow(const double* value, const int32_t* column, int64_t first, int64_t last,
                    const float* positions, float x, float y) {
  const auto map = reinterpret_cast<const PointBits*>(positions);
  FloatLanes sum{};
  for (int64_t e = first; e < last; e += kWideLanes) {
    const int64_t count = std::min(kWideLanes, last - e);
    // Beyond the row's end the last entry again, with p = 0.
    int32_t at[kWideLanes];
    FloatLanes p{};
    for (int64_t l = 0; l < kWideLanes; ++l) {
      at[l] = column[std::min(e + l, last - 1)];
      p[l] = l < count ? static_cast<float>(value[e + l]) : 0;
    }
    FloatLanes ox, oy;
    gatherPoints(
        map, [&at](int l) __attribute__((always_inline)) { return at[l]; }, ox, oy);
    const FloatLanes dx = x - ox, dy = y - oy;
    const FloatLanes q = 1.0f + dx * dx + dy * dy;
    // The logarithm is one of finite numbers; 0 q passes on what is none.
    sum += p * (logOfPositive(q) + 0.0f * q);
  }
  return sumOf(sum);
}

}  // namespace

double klDivergence(const Affinities& affinities, std::span<const float> positions, double normalizer,
                    RunControl& control) {
  const double stretch = orderedSum(control, affinities.points, 128, [&](int64_t begin, int64_t end) {
    double sum = 0;
    for (int64_t i = begin; i < end; ++i)
      sum +=
          stretchOfRow(affinities.value.data(), affinities.column.data(), affinities.rowStart[i],
                       affinities.rowStart[i + 1], positions.data(), positions[2 * i], positions[2 * i + 1]);
    return sum;
  });
  return affinities.sumOfLogs + stretch + affinities.sum * std::log(normalizer);
}

}  // namespace adapsne
