// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neighbors/nearest_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/neighbors/distance_tile.h"
#include "core/neighbors/precise_distance.h"
#include "core/support/parallel.h"

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
      const int64_t inGroup = std::min(kTilePoints, centred_.points() - g * kTilePoints);
      for (int64_t q = 0; q < count; ++q) {
        const float* row = sums + q * kTilePoints;
        if (countWithin(row, limit[q]) == 0) continue;
        for (int64_t l = 0; l < inGroup; ++l)
          if (row[l] <= limit[q]) {
            candidates[q].push_back({row[l], static_cast<int32_t>(g * kTilePoints + l)});
            limit[q] = std::min(limit[q], row[l] + margin[q]);
          }
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

}  // namespace

std::vector<int32_t> nearestPoints(std::span<const float> queries, std::span<const float> points,
                                   int64_t count, int64_t dimensions, RunControl& control) {
  const int64_t n = dimensions > 0 ? std::ssize(queries) / dimensions : 0;
  std::vector<int32_t> nearest(n, -1);
  if (count == 0) return nearest;
  const CentredPoints centred(points, count, dimensions, control);
  TiledPoints tiled(count, dimensions);
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
