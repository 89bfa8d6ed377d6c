// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/divergence.h"

#include <algorithm>
#include <cmath>

#include "core/support/parallel.h"
#include "core/support/simd_clones.h"
#include "core/support/vector_log.h"

namespace adapsne {
namespace {

/// Sum of p ln(1 + d^2) over entries [first, last) of the row of the point at (x, y).
ADAPSNE_SIMD_CLONES
double stretchOfRow(const double* value, const int32_t* column, int64_t first, int64_t last,
                    const float* positions, float x, float y) {
  FloatLanes sum{};
  for (int64_t e = first; e < last; e += kWideLanes) {
    const int64_t count = std::min(kWideLanes, last - e);
    // Beyond the row's end the point itself, with p = 0.
    float values[kWideLanes], columns[2][kWideLanes];
    for (int64_t l = 0; l < kWideLanes; ++l) {
      values[l] = l < count ? static_cast<float>(value[e + l]) : 0;
      columns[0][l] = l < count ? positions[2 * column[e + l]] : x;
      columns[1][l] = l < count ? positions[2 * column[e + l] + 1] : y;
    }
    const FloatLanes p = loadLanes(values), ox = loadLanes(columns[0]), oy = loadLanes(columns[1]);
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
