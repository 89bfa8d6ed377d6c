// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/moderate.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/parallel.h"

namespace adapsne {

std::vector<int64_t> moderatePoints(std::span<const float> values, int64_t points, int64_t dimensions,
                                    int64_t m, const std::vector<int64_t>& start, RunControl& control) {
  std::vector<double> mean(dimensions, 0);
  for (int64_t i = 0; i < points; ++i) {
    if (i % 4096 == 0) control.checkpoint();
    for (int64_t d = 0; d < dimensions; ++d) mean[d] += values[i * dimensions + d];
  }
  for (double& v : mean) v /= static_cast<double>(points);
  std::vector<std::pair<double, int64_t>> ranked(points);
  parallelFor(control, points, 1024, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      double square = 0;
      for (int64_t d = 0; d < dimensions; ++d) {
        const double delta = values[i * dimensions + d] - mean[d];
        square += delta * delta;
      }
      ranked[i] = {square, i};
    }
  });
  std::sort(ranked.begin(), ranked.end());
  std::vector<bool> isStart(points, false);
  for (const int64_t i : start) isStart[i] = true;
  std::vector<int64_t> taken;
  // From the middle rank outwards.
  int64_t low = (points - 1) / 2, high = low + 1;
  while (std::ssize(taken) < m) {
    const bool below = high == points || (low >= 0 && points - 1 - 2 * low <= 2 * high - (points - 1));
    const int64_t place = ranked[below ? low-- : high++].second;
    if (!isStart[place]) taken.push_back(place);
  }
  return taken;
}

}  // namespace adapsne
