// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neighbors/distance_ranks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/geometry/distance_tile.h"
#include "core/geometry/precise_distance.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kChunkGroups = 64, kChunk = kChunkGroups * kTilePoints;

struct Counts {
  int64_t below, upTo;  ///< how many are less than `low`, and at most `high`
};

ADAPSNE_SIMD_CLONES
Counts countBetween(const float* values, int64_t count, float low, float high) {
  int32_t below = 0, upTo = 0;
  for (int64_t j = 0; j < count; ++j) {
    below += values[j] < low;
    upTo += values[j] <= high;
  }
  return {below, upTo};
}

/// A target of a query: what it is compared with.
struct Target {
  int32_t row;
  float distance;  ///< as the graph keeps it
  float sum;       ///< the same on the tile's scale: less the query's squared norm
  int64_t rank = 1;
};

/// Up to kTileQueries rows at a time against all points.
class RankCounter {
 public:
  /// `radius`: the largest norm in each chunk of kChunk points.
  RankCounter(std::span<const float> values, const CentredPoints& centred, const TiledPoints& tiled,
              const std::vector<float>& radius, int k)
      : values_(values), centred_(centred), tiled_(tiled), radius_(radius), k_(k) {}

  void count(const int64_t* rows, const int32_t* targets, int64_t queries, int32_t* ranks) {
    const int64_t dims = centred_.dimensions, n = centred_.points();
    tile_.assign(dims * kTileQueries, 0);
    targets_.resize(queries * k_);
    for (int64_t q = 0; q < queries; ++q) {
      const float* x = centred_.row(rows[q]);
      for (int64_t d = 0; d < dims; ++d) tile_[d * kTileQueries + q] = 2 * x[d];
      const float norm = centred_.norm[rows[q]];
      for (int t = 0; t < k_; ++t) {
        const int32_t j = targets[q * k_ + t];
        const float distance = precise(rows[q], j);
        targets_[q * k_ + t] = {j, distance, distance - norm * norm};
      }
    }
    for (int64_t first = 0; first < n; first += kChunk) {
      const int64_t places = std::min(kChunk, n - first);
      computeSums(first, places);
      for (int64_t q = 0; q < queries; ++q) countChunk(rows[q], q, first, places);
    }
    for (int64_t t = 0; t < queries * k_; ++t) ranks[t] = static_cast<int32_t>(targets_[t].rank);
  }

 private:
  float precise(int64_t a, int64_t b) const {
    const int64_t dims = centred_.dimensions;
    return preciseDistance(values_.data() + a * dims, values_.data() + b * dims, dims);
  }

  void computeSums(int64_t first, int64_t places) {
    sums_.resize(kTileQueries * kChunk);
    for (int64_t g = 0; g * kTilePoints < places; ++g) {
      distanceTile(tile_.data(), tiled_.group(first / kTilePoints + g), centred_.dimensions, group_);
      for (int64_t q = 0; q < kTileQueries; ++q)
        std::copy_n(group_ + q * kTilePoints, kTilePoints, &sums_[q * kChunk + g * kTilePoints]);
    }
  }

  void countChunk(int64_t row, int64_t q, int64_t first, int64_t places) {
    float* sums = &sums_[q * kChunk];
    if (row >= first && row < first + places) sums[row - first] = std::numeric_limits<float>::infinity();
    // The target's own sum is rounded too.
    const float margin = 2 * tileError(centred_.norm[row] + radius_[first / kChunk], centred_.dimensions);
    for (int t = 0; t < k_; ++t) {
      Target& target = targets_[q * k_ + t];
      const float low = target.sum - margin, high = target.sum + margin;
      const Counts counts = countBetween(sums, places, low, high);
      target.rank += counts.below;
      if (counts.below == counts.upTo) continue;
      for (int64_t l = 0; l < places; ++l) {
        if (!(sums[l] >= low && sums[l] <= high)) continue;
        const auto other = static_cast<int32_t>(first + l);
        if (other == target.row) continue;
        const float distance = precise(row, other);
        target.rank += distance < target.distance || (distance == target.distance && other < target.row);
      }
    }
  }

  std::span<const float> values_;
  const CentredPoints& centred_;
  const TiledPoints& tiled_;
  const std::vector<float>& radius_;
  int k_;
  std::vector<float> tile_, sums_;
  std::vector<Target> targets_;
  alignas(64) float group_[kTileQueries * kTilePoints];
};

}  // namespace

std::vector<int32_t> distanceRanks(std::span<const float> values, int64_t points, int64_t dimensions,
                                   const std::vector<int64_t>& rows, std::span<const int32_t> targets, int k,
                                   RunControl& control) {
  const CentredPoints centred(values, points, dimensions, control);
  TiledPoints tiled(points, dimensions, control);
  parallelFor(control, points, 4096, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) tiled.set(i, centred.row(i));
  });
  std::vector<float> radius;
  for (int64_t first = 0; first < points; first += kChunk)
    radius.push_back(*std::max_element(centred.norm.begin() + first,
                                       centred.norm.begin() + std::min(points, first + kChunk)));
  std::vector<int32_t> ranks(rows.size() * k);
  parallelFor(control, std::ssize(rows), kTileQueries, [&](int64_t begin, int64_t end) {
    RankCounter(values, centred, tiled, radius, k)
        .count(rows.data() + begin, targets.data() + begin * k, end - begin, ranks.data() + begin * k);
  });
  return ranks;
}

}  // namespace adapsne
