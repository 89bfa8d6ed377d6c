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
template <int kLanes>
ADAPSNE_INLINE double stretchOfRowBy(const double* value, const int32_t* column, int64_t first, int64_t last,
                                     const float* positions, float x, float y) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  Floats sum{};
  for (int64_t e = first; e < last; e += kLanes) {
    const int64_t count = std::min<int64_t>(kLanes, last - e);
    // Beyond the row's end the point itself, with p = 0.
    float values[kLanes], columns[2][kLanes];
    for (int64_t l = 0; l < kLanes; ++l) {
      values[l] = l < count ? static_cast<float>(value[e + l]) : 0;
      columns[0][l] = l < count ? positions[2 * column[e + l]] : x;
      columns[1][l] = l < count ? positions[2 * column[e + l] + 1] : y;
    }
    const Floats p = loadLanes<kLanes>(values), ox = loadLanes<kLanes>(columns[0]),
                 oy = loadLanes<kLanes>(columns[1]);
    const Floats dx = x - ox, dy = y - oy;
    const Floats q = 1.0f + dx * dx + dy * dy;
    // The logarithm is one of finite numbers; 0 q passes on what is none.
    sum += p * (logOfPositive(q) + 0.0f * q);
  }
  return sumOf(sum);
}

ADAPSNE_BY_WIDTH(double stretchOfRow(const double* value, const int32_t* column, int64_t first, int64_t last,
                                     const float* positions, float x, float y),
                 stretchOfRowBy, value, column, first, last, positions, x, y)

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
