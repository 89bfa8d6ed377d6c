// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/map_bounds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/support/float_lanes.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kGrain = 16384;
constexpr float kNone = std::numeric_limits<float>::infinity();

template <int kLanes>
ADAPSNE_INLINE void extendBy(const float* positions, int64_t begin, int64_t end, MapBounds& bounds) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  // Lanes hold x and y in turn. NaN compares false everywhere, so it is looked for: v - v is 0 of finite
  // numbers only.
  Floats low = Floats{} + kNone, high = Floats{} - kNone, finite{};
  int64_t c = 2 * begin;
  for (; c + kLanes <= 2 * end; c += kLanes) {
    const Floats v = loadLanes<kLanes>(positions + c);
    low = v < low ? v : low;
    high = v > high ? v : high;
    finite += v - v;
  }
  for (int64_t l = 0; c < 2 * end; ++c, ++l) {
    const float v = positions[c];
    low[l] = v < low[l] ? v : low[l];
    high[l] = v > high[l] ? v : high[l];
    finite[l] += v - v;
  }
  bounds = {{kNone, kNone}, {-kNone, -kNone}};
  for (int64_t l = 0; l < kLanes; ++l) {
    bounds.low[l % 2] = std::min(bounds.low[l % 2], low[l]);
    bounds.high[l % 2] = std::max(bounds.high[l % 2], high[l]);
  }
  for (int64_t l = 0; l < kLanes; ++l) bounds.high[l % 2] += finite[l];
}

ADAPSNE_BY_WIDTH(void extend(const float* positions, int64_t begin, int64_t end, MapBounds& bounds), extendBy,
                 positions, begin, end, bounds)

}  // namespace

MapBounds boundsOf(std::span<const float> positions) {
  MapBounds bounds;
  if (!positions.empty()) extend(positions.data(), 0, std::ssize(positions) / 2, bounds);
  return bounds;
}

MapBounds boundsOf(std::span<const float> positions, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  if (n == 0) return {};
  std::vector<MapBounds> parts((n + kGrain - 1) / kGrain);
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    extend(positions.data(), begin, end, parts[begin / kGrain]);
  });
  MapBounds bounds = parts.front();
  for (const MapBounds& part : parts)
    for (int axis = 0; axis < 2; ++axis) {
      bounds.low[axis] = std::min(bounds.low[axis], part.low[axis]);
      // Not a maximum, which would drop a NaN.
      if (!(part.high[axis] <= bounds.high[axis])) bounds.high[axis] = part.high[axis];
      if (std::isnan(part.high[axis])) return {{0, 0}, {part.high[axis], part.high[axis]}};
    }
  return bounds;
}

}  // namespace adapsne
