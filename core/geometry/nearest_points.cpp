// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/nearest_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/geometry/distance_tile.h"
#include "core/geometry/kd_leaves.h"
#include "core/geometry/precise_distance.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

struct Candidate {
  float sum;
  int32_t point;
};

/// The nearest point of up to kTileQueries queries at a time.
class NearestSearch {
 public:
  NearestSearch(std::span<const float> points, const CentredPoints& centred, const TiledPoints& tiled,
                float radius)
      : points_(points), centred_(centred), tiled_(tiled), radius_(radius) {}

  void find(const float* queries, int64_t count, int32_t* nearest) {
    const int64_t dims = centred_.dimensions;
    tile_.assign(dims * kTileQueries, 0);
    float margin[kTileQueries], limit[kTileQueries];
    std::vector<Candidate> candidates[kTileQueries];
    for (int64_t q = 0; q < count; ++q) {
      double squares = 0;
      for (int64_t d = 0; d < dims; ++d) {
        const auto x = static_cast<float>(queries[q * dims + d] - centred_.mean[d]);
        tile_[d * kTileQueries + q] = 2 * x;
        squares += static_cast<double>(x) * x;
      }
      margin[q] = 2 * tileError(static_cast<float>(std::sqrt(squares)) + radius_, dims);
      limit[q] = std::numeric_limits<float>::infinity();
    }
    alignas(64) float sums[kTileQueries * kTilePoints];
    for (int64_t g = 0; g < tiled_.groups(); ++g) {
      distanceTile(tile_.data(), tiled_.group(g), dims, sums);
      const int64_t inGroup = centred_.points() - g * kTilePoints;
      for (int64_t q = 0; q < count; ++q) {
        const float* row = sums + q * kTilePoints;
        forPlaces(placesWithin(row, inGroup, limit[q]), [&](int place) {
          if (!(row[place] <= limit[q])) return;  // The limit falls on the way.
          candidates[q].push_back({row[place], static_cast<int32_t>(g * kTilePoints + place)});
          limit[q] = std::min(limit[q], row[place] + margin[q]);
        });
      }
    }
    for (int64_t q = 0; q < count; ++q) nearest[q] = settle(queries + q * dims, candidates[q], limit[q]);
  }

 private:
  /// The nearest of those that the sums cannot tell apart.
  int32_t settle(const float* query, std::vector<Candidate>& candidates, float limit) const {
    std::erase_if(candidates, [&](const Candidate& c) { return !(c.sum <= limit); });
    if (candidates.size() == 1) return candidates.front().point;
    // No sum was a number: values beyond 1e18 are compared one by one.
    if (candidates.empty())
      for (int64_t j = 0; j < centred_.points(); ++j) candidates.push_back({0, static_cast<int32_t>(j)});
    int32_t best = -1;
    float smallest = 0;
    for (const Candidate& c : candidates) {
      const float distance =
          preciseDistance(query, points_.data() + c.point * centred_.dimensions, centred_.dimensions);
      if (best >= 0 && !(distance < smallest)) continue;
      best = c.point;
      smallest = distance;
    }
    return best;
  }

  std::span<const float> points_;
  const CentredPoints& centred_;
  const TiledPoints& tiled_;
  float radius_;
  std::vector<float> tile_;
};

/// Squared distances from a query to `count` boxes (0 inside), whose bounds lie dimension after dimension.
ADAPSNE_SIMD_CLONES
void boxDistances(const float* query, const float* low, const float* high, int64_t count, int64_t dimensions,
                  float* result) {
  for (int64_t j = 0; j < count; ++j) result[j] = 0;
  for (int64_t d = 0; d < dimensions; ++d)
    for (int64_t j = 0; j < count; ++j) {
      const float below = low[d * count + j] - query[d], above = query[d] - high[d * count + j];
      const float apart = below > 0 ? below : above > 0 ? above : 0;
      result[j] += apart * apart;
    }
}

/// In few dimensions boxes of points are far apart, and most points need not be looked at.
class LeafNearest {
 public:
  LeafNearest(std::span<const float> points, int64_t count, int64_t dimensions, RunControl& control)
      : points_(points), dimensions_(dimensions), leaves_(points, count, dimensions, control) {
    const int64_t m = leaves_.leaves();
    low_.resize(dimensions * m);
    high_.resize(dimensions * m);
    // Places beyond the last point are far from everything.
    columns_.assign(m * dimensions * KdLeaves::kLeaf, std::numeric_limits<float>::infinity());
    for (int64_t leaf = 0; leaf < m; ++leaf)
      for (int64_t d = 0; d < dimensions; ++d) {
        low_[d * m + leaf] = leaves_.low(leaf)[d];
        high_[d * m + leaf] = leaves_.high(leaf)[d];
        for (int64_t p = 0; p < leaves_.count(leaf); ++p)
          columns_[(leaf * dimensions + d) * KdLeaves::kLeaf + p] =
              points[leaves_.order()[leaves_.first(leaf) + p] * dimensions + d];
      }
  }

  /// `boxes` is scratch.
  int32_t find(const float* query, std::vector<float>& boxes) const {
    const int64_t m = leaves_.leaves();
    boxes.resize(m);
    boxDistances(query, low_.data(), high_.data(), m, dimensions_, boxes.data());
    const int64_t first = std::min_element(boxes.begin(), boxes.end()) - boxes.begin();
    int32_t best = -1;
    float smallest = std::numeric_limits<float>::infinity();
    scan(query, first, best, smallest);
    for (int64_t leaf = 0; leaf < m; ++leaf)
      if (boxes[leaf] <= smallest * kSafety && leaf != first) scan(query, leaf, best, smallest);
    return best;
  }

 private:
  static constexpr float kSafety =
      1 + 1e-5f;  // More than the rounding of a float32 distance in few dimensions.

  void scan(const float* query, int64_t leaf, int32_t& best, float& smallest) const {
    float distance[KdLeaves::kLeaf];
    const float* columns = columns_.data() + leaf * dimensions_ * KdLeaves::kLeaf;
    // A point is a box of no extent.
    boxDistances(query, columns, columns, KdLeaves::kLeaf, dimensions_, distance);
    for (int64_t p = 0; p < leaves_.count(leaf); ++p) {
      if (!(distance[p] <= smallest * kSafety) && best >= 0) continue;
      const int32_t j = leaves_.order()[leaves_.first(leaf) + p];
      const float precise = preciseDistance(query, points_.data() + j * dimensions_, dimensions_);
      if (best >= 0 && (precise > smallest || (precise == smallest && j > best))) continue;
      best = j;
      smallest = precise;
    }
  }

  std::span<const float> points_;
  int64_t dimensions_;
  KdLeaves leaves_;
  std::vector<float> low_, high_;  ///< dimensions x leaves
  std::vector<float> columns_;     ///< leaves x dimensions x kLeaf
};

}  // namespace

std::vector<int32_t> nearestPoints(std::span<const float> queries, std::span<const float> points,
                                   int64_t count, int64_t dimensions, RunControl& control) {
  const int64_t n = dimensions > 0 ? std::ssize(queries) / dimensions : 0;
  std::vector<int32_t> nearest(n, -1);
  if (count == 0) return nearest;
  constexpr int64_t kFewDimensions = 8, kManyPoints = 512;
  if (dimensions <= kFewDimensions && count >= kManyPoints) {
    const LeafNearest search(points, count, dimensions, control);
    parallelFor(control, n, 256, [&](int64_t begin, int64_t end) {
      std::vector<float> boxes;
      for (int64_t i = begin; i < end; ++i) nearest[i] = search.find(queries.data() + i * dimensions, boxes);
    });
    return nearest;
  }
  const CentredPoints centred(points, count, dimensions, control);
  TiledPoints tiled(count, dimensions, control);
  for (int64_t j = 0; j < count; ++j) tiled.set(j, centred.row(j));
  const float radius = *std::max_element(centred.norm.begin(), centred.norm.end());
  // A chunk of queries takes some milliseconds at most.
  const int64_t grain = std::clamp<int64_t>(100'000'000 / (count * (dimensions + 4)), 1, 64) * kTileQueries;
  parallelFor(control, n, grain, [&](int64_t begin, int64_t end) {
    NearestSearch search(points, centred, tiled, radius);
    for (int64_t first = begin; first < end; first += kTileQueries)
      search.find(queries.data() + first * dimensions, std::min(kTileQueries, end - first), &nearest[first]);
  });
  return nearest;
}

}  // namespace adapsne
