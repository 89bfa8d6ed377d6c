// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/distance_sweep.h"

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

/// row[j] = max(0, row[j] + square)
ADAPSNE_SIMD_CLONES
void addSquare(float* row, float square) {
  for (int64_t j = 0; j < DistanceSweep::kGroup; ++j) {
    const float distance = row[j] + square;
    row[j] = distance > 0 ? distance : 0;
  }
}

}  // namespace

DistanceSweep::DistanceSweep(std::span<const float> values, int64_t points, int64_t dimensions,
                             RunControl& control)
    : centred_(values, points, dimensions, control), all_(points, dimensions, control) {
  for (int64_t i = 0; i < points; ++i) {
    if (i % 1024 == 0) control.checkpoint();
    all_.set(i, centred_.row(i));
  }
}

TiledPoints DistanceSweep::tiled(std::span<const int64_t> places, RunControl& control) const {
  TiledPoints result(std::ssize(places), centred_.dimensions, control);
  for (int64_t i = 0; i < std::ssize(places); ++i) {
    if (i % 1024 == 0) control.checkpoint();
    result.set(i, centred_.row(places[i]));
  }
  return result;
}

DistanceSweep::Tile DistanceSweep::tileOf(std::span<const int64_t> queries) const {
  Tile tile;
  tile.doubled.resize(centred_.dimensions * kTileQueries);
  for (int64_t q = 0; q < std::ssize(queries); ++q) {
    const float* row = centred_.row(queries[q]);
    double square = 0;
    for (int64_t d = 0; d < centred_.dimensions; ++d) {
      tile.doubled[d * kTileQueries + q] = 2 * row[d];
      square += static_cast<double>(row[d]) * row[d];
    }
    tile.square[q] = static_cast<float>(square);
  }
  return tile;
}

void DistanceSweep::measure(const Tile& tile, const float* group, float* distances) const {
  distanceTile(tile.doubled.data(), group, centred_.dimensions, distances);
  for (int64_t q = 0; q < kTileQueries; ++q) addSquare(distances + q * kGroup, tile.square[q]);
}

}  // namespace adapsne
