// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/geometry/distance_tile.h"
#include "core/support/parallel.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Squared Euclidean distances between points of one set, a tile at a time: what samplers that look at all
/// pairs are made of. Summed in float32 around the points' mean, never negative; those of one query do not
/// depend on which other queries or points are asked for with them.
class DistanceSweep {
 public:
  /// Points that every group of a visit has; distances beyond the last point are infinite.
  static constexpr int64_t kGroup = kTilePoints;

  /// `values`: points x dimensions, row-major; it is copied. Throws Cancelled.
  DistanceSweep(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control);

  int64_t points() const { return centred_.points(); }
  /// Some of the points, laid out to be compared with.
  TiledPoints tiled(std::span<const int64_t> places, RunControl& control) const;
  /// All of them.
  const TiledPoints& all() const { return all_; }

  /// Calls visit(q, first, distances) for each of the queries, which are places, and each group of the points
  /// `first` .. `first` + kGroup - 1 in their order: from several threads, but for one query from one alone.
  /// `progress` hears the share that is done. Throws Cancelled.
  template <typename Visit>
  void visit(std::span<const int64_t> queries, const TiledPoints& points, RunControl& control,
             const Visit& visit, const std::function<void(double)>& progress = {}) const {
    constexpr int64_t kBlock = 64 * kTileQueries;
    const int64_t count = std::ssize(queries);
    for (int64_t from = 0; from < count; from += kBlock) {
      const int64_t size = std::min(kBlock, count - from);
      parallelFor(control, size, kTileQueries, [&](int64_t begin, int64_t end) {
        const Tile tile = tileOf(queries.subspan(from + begin, end - begin));
        alignas(64) float distances[kTileQueries * kGroup];
        for (int64_t g = 0; g < points.groups(); ++g) {
          if (g % 64 == 0 && control.cancelRequested()) throw Cancelled{};
          measure(tile, points.group(g), distances);
          for (int64_t q = 0; q < end - begin; ++q)
            visit(from + begin + q, g * kGroup, distances + q * kGroup);
        }
      });
      if (progress) progress(static_cast<double>(from + size) / static_cast<double>(count));
    }
  }

 private:
  /// Up to kTileQueries queries.
  struct Tile {
    std::vector<float> doubled;  ///< dimensions x kTileQueries: twice their values
    float square[kTileQueries] = {};
  };
  Tile tileOf(std::span<const int64_t> queries) const;
  /// `distances`: kTileQueries x kGroup.
  void measure(const Tile& tile, const float* group, float* distances) const;

  CentredPoints centred_;
  TiledPoints all_;
};

}  // namespace adapsne
