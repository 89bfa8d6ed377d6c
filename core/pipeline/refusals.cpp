// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/refusals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/embedding/attraction.h"
#include "core/support/error.h"
#include "core/support/format.h"
#include "core/support/memory.h"

namespace adapsne {

void refuseIdenticalPoints(const Features& features) {
  for (int64_t i = 1; i < features.points; ++i)
    if (!std::equal(features.row(i).begin(), features.row(i).end(), features.row(0).begin())) return;
  throw Error("dataset",
              "all " + std::to_string(features.points) + " points are identical after preprocessing.",
              "Give data in which points differ, or another --scale.");
}

void refuseHugeValues(const Features& features) {
  float largest = 0;
  for (float v : features.values) largest = std::max(largest, std::abs(v));
  const double square = 4.0 * static_cast<double>(features.dimensions) * largest * largest;
  if (square <= std::numeric_limits<float>::max()) return;
  throw Error("dataset",
              format("values up to %.3g are too large for their distances to be computed.",
                     static_cast<double>(largest)),
              "Use --scale standardize or --scale max.");
}

uint64_t mapMemory(int64_t points, int64_t dimensions, int k) {
  const double n = static_cast<double>(points), d = static_cast<double>(dimensions), entries = n * k;
  const bool complete = k >= points - 1;
  // Symmetrising adds the neighbours that are not mutual: about 0.6 of all in images, none of a complete
  // graph.
  const double nonzeros = complete ? entries : 1.7 * entries;
  const double graph = 8 * entries;
  // Centred, in the leaves' order, and in tiles; the box bounds are small.
  const double searching = graph + 4 * n * (3 * d + 24);
  // The transpose of p(j|i) while P (12 bytes a nonzero) is filled, and the transposition's counters.
  const double joining = graph + 12 * entries + 12 * nonzeros + 136 * n;
  const double packed = points > PackedAffinities::kMostShort ? 8 : 4;
  const double moving = graph + 12 * nonzeros + (complete ? 4 * n * n : packed * nonzeros) + 80 * n;
  return static_cast<uint64_t>(std::max({searching, joining, moving}));
}

void refuseTooLittleMemory(const Features& features, int k) {
  requireMemory(mapMemory(features.points, features.dimensions, k),
                "a map of " + std::to_string(features.points) + " points with " + std::to_string(k) +
                    " neighbours each",
                "Lower --neighbors, or use fewer points (--points).");
}

void refuseLostMap(const ConvergenceSample& sample) {
  if (std::isfinite(sample.kl)) return;
  throw Error("embedding",
              "the map has left the range of numbers by iteration " + std::to_string(sample.iteration) + ".",
              "Start from a smaller map (--init), or lower --learning-rate and --exaggeration.");
}

}  // namespace adapsne
