// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/kmeans.h"

#include <algorithm>
#include <limits>

#include "core/geometry/kd_leaves.h"
#include "core/geometry/nearest_points.h"

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

/// k-means++ (Arthur and Vassilvitskii 2007): each next centre is a point drawn in proportion to its squared
/// distance to the nearest one so far. Points whose whole leaf of a k-d tree is nearer to their own centres
/// than to the new one are not looked at: with many centres that is nearly all.
class Seeding {
 public:
  Seeding(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control)
      : values_(values),
        dimensions_(dimensions),
        leaves_(values, points, dimensions, control),
        nearest_(points, std::numeric_limits<double>::infinity()),
        farthest_(leaves_.leaves(), std::numeric_limits<double>::infinity()),
        sum_(leaves_.leaves(), 0) {}

  /// The fixed centres, and k more.
  std::vector<float> centers(int64_t k, std::span<const float> fixed, RandomStream& random,
                             RunControl& control) {
    const int64_t points = std::ssize(nearest_);
    std::vector<float> result(fixed.begin(), fixed.end());
    result.reserve(fixed.size() + k * dimensions_);
    double left = 0;
    for (size_t f = 0; f < fixed.size(); f += dimensions_) {
      control.checkpoint();
      left = approach(fixed.data() + f);
    }
    auto chosen = left > 0 ? drawn(random.uniform() * left) : static_cast<int64_t>(random.below(points));
    for (int64_t c = 0; c < k; ++c) {
      control.checkpoint();
      const float* center = values_.data() + chosen * dimensions_;
      result.insert(result.end(), center, center + dimensions_);
      const double total = approach(center);
      // Fewer distinct points than centres: the rest repeat, and stay empty.
      chosen = total == 0 ? static_cast<int64_t>(random.below(points)) : drawn(random.uniform() * total);
    }
    return result;
  }

 private:
  /// Updates the distances for a new centre; their sum.
  double approach(const float* center) {
    padded_.assign(leaves_.padded(), 0);
    std::copy_n(center, dimensions_, padded_.begin());
    // More than the rounding of the float32 distance to a box.
    const double safety = 1 - 1e-6 * static_cast<double>(dimensions_ + 16);
    double total = 0;
    for (int64_t leaf = 0; leaf < leaves_.leaves(); ++leaf) {
      if (leaves_.pointDistance(padded_.data(), leaf) * safety < farthest_[leaf]) {
        farthest_[leaf] = sum_[leaf] = 0;
        for (int64_t p = leaves_.first(leaf); p < leaves_.first(leaf) + leaves_.count(leaf); ++p) {
          const float* point = values_.data() + leaves_.order()[p] * dimensions_;
          nearest_[p] = std::min(nearest_[p], squaredDistance(point, center, dimensions_));
          farthest_[leaf] = std::max(farthest_[leaf], nearest_[p]);
          sum_[leaf] += nearest_[p];
        }
      }
      total += sum_[leaf];
    }
    return total;
  }

  /// The row at which the distances, added up in the leaves' order, exceed `left`.
  int64_t drawn(double left) const {
    int64_t leaf = 0;
    while (leaf + 1 < leaves_.leaves() && left >= sum_[leaf]) left -= sum_[leaf++];
    const int64_t end = leaves_.first(leaf) + leaves_.count(leaf);
    int64_t last = leaves_.first(leaf);
    for (int64_t p = leaves_.first(leaf); p < end; ++p) {
      if (nearest_[p] > 0) last = p;  // Rounding may leave a rest beyond the last one that can be drawn.
      left -= nearest_[p];
      if (left < 0) break;
    }
    return leaves_.order()[last];
  }

  std::span<const float> values_;
  int64_t dimensions_;
  KdLeaves leaves_;
  std::vector<double> nearest_;         ///< by place
  std::vector<double> farthest_, sum_;  ///< of each leaf's `nearest_`
  std::vector<float> padded_;
};

}  // namespace

KMeansResult kMeans(std::span<const float> values, int64_t points, int64_t dimensions, int64_t k,
                    RandomStream random, RunControl& control, int iterations, std::span<const float> fixed) {
  KMeansResult result;
  k = std::min(k, points);
  if (k <= 0) return result;
  result.centers = Seeding(values, points, dimensions, control).centers(k, fixed, random, control);
  const int64_t fixedCount = dimensions > 0 ? std::ssize(fixed) / dimensions : 0, all = fixedCount + k;
  result.scans = all * points;
  result.assignment.assign(points, -1);

  for (int iteration = 0; iteration < iterations; ++iteration) {
    std::vector<int32_t> next = nearestPoints(values, result.centers, all, dimensions, control);
    result.scans += all * points;
    const bool settled = next == result.assignment;
    result.assignment = std::move(next);
    if (settled) break;

    std::vector<double> sum(all * dimensions, 0);
    std::vector<int64_t> count(all, 0);
    for (int64_t i = 0; i < points; ++i) {
      const int32_t c = result.assignment[i];
      ++count[c];
      for (int64_t d = 0; d < dimensions; ++d) sum[c * dimensions + d] += values[i * dimensions + d];
    }
    for (int64_t c = fixedCount; c < all; ++c)
      for (int64_t d = 0; d < dimensions && count[c] > 0; ++d)
        result.centers[c * dimensions + d] =
            static_cast<float>(sum[c * dimensions + d] / static_cast<double>(count[c]));
  }
  return result;
}

}  // namespace adapsne
