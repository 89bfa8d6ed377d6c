// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/kmeans.h"

#include <algorithm>
#include <limits>

#include "core/neighbors/nearest_points.h"

namespace adapsne {
namespace {

double squaredDistance(const float* a, const float* b, int64_t dimensions) {
  double sum = 0;
  for (int64_t d = 0; d < dimensions; ++d) {
    const double delta = static_cast<double>(a[d]) - b[d];
    sum += delta * delta;
  }
  return sum;
}

/// k-means++: each next centre is a point drawn in proportion to its squared distance to the nearest one.
std::vector<float> plusPlusCenters(std::span<const float> values, int64_t points, int64_t dimensions,
                                   int64_t k, RandomStream& random, RunControl& control) {
  std::vector<float> centers;
  centers.reserve(k * dimensions);
  std::vector<double> nearest(points, std::numeric_limits<double>::infinity());
  int64_t chosen = static_cast<int64_t>(random.below(points));
  for (int64_t c = 0; c < k; ++c) {
    control.checkpoint();
    const float* center = values.data() + chosen * dimensions;
    centers.insert(centers.end(), center, center + dimensions);
    double total = 0;
    for (int64_t i = 0; i < points; ++i) {
      nearest[i] = std::min(nearest[i], squaredDistance(values.data() + i * dimensions, center, dimensions));
      total += nearest[i];
    }
    if (total == 0) {  // Fewer distinct points than centres: the rest repeat, and stay empty.
      chosen = static_cast<int64_t>(random.below(points));
      continue;
    }
    double left = random.uniform() * total;
    chosen = points - 1;
    for (int64_t i = 0; i < points; ++i) {
      left -= nearest[i];
      if (left < 0) {
        chosen = i;
        break;
      }
    }
  }
  return centers;
}

}  // namespace

KMeansResult kMeans(std::span<const float> values, int64_t points, int64_t dimensions, int64_t k,
                    RandomStream random, RunControl& control, int iterations) {
  KMeansResult result;
  k = std::min(k, points);
  if (k <= 0) return result;
  result.centers = plusPlusCenters(values, points, dimensions, k, random, control);
  result.scans = k * points;
  result.assignment.assign(points, -1);

  for (int iteration = 0; iteration < iterations; ++iteration) {
    std::vector<int32_t> next = nearestPoints(values, result.centers, k, dimensions, control);
    result.scans += k * points;
    const bool settled = next == result.assignment;
    result.assignment = std::move(next);
    if (settled) break;

    std::vector<double> sum(k * dimensions, 0);
    std::vector<int64_t> count(k, 0);
    for (int64_t i = 0; i < points; ++i) {
      const int32_t c = result.assignment[i];
      ++count[c];
      for (int64_t d = 0; d < dimensions; ++d) sum[c * dimensions + d] += values[i * dimensions + d];
    }
    for (int64_t c = 0; c < k; ++c)
      for (int64_t d = 0; d < dimensions && count[c] > 0; ++d)
        result.centers[c * dimensions + d] =
            static_cast<float>(sum[c * dimensions + d] / static_cast<double>(count[c]));
  }
  return result;
}

}  // namespace adapsne
