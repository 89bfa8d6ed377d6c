// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/rounded_map.h"

#include <algorithm>
#include <limits>

#include "core/embedding/map_bounds.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kGrain = 16384;
constexpr float kLargest = 32767;

ADAPSNE_SIMD_CLONES
void roundPoints(const float* positions, int64_t begin, int64_t end, float centreX, float centreY,
                 float perUnit, uint32_t* points) {
  for (int64_t i = begin; i < end; ++i) {
    // Shifted to where halves are rounded up by cutting off.
    const auto x = static_cast<int32_t>((positions[2 * i] - centreX) * perUnit + (kLargest + 1.5f)) - 32768;
    const auto y =
        static_cast<int32_t>((positions[2 * i + 1] - centreY) * perUnit + (kLargest + 1.5f)) - 32768;
    points[i] = (static_cast<uint32_t>(x) & 0xffffu) | static_cast<uint32_t>(y) << 16;
  }
}

}  // namespace

void RoundedMap::assign(std::span<const float> positions, RunControl& control) {
  const MapBounds bounds = boundsOf(positions, control);
  const float side = bounds.side();
  unit_ = side / (2 * kLargest);
  points_.clear();
  if (!(unit_ <= kCoarsest)) return;  // NaN as well
  const int64_t n = std::ssize(positions) / 2;
  points_.resize(n);
  for (int d = 0; d < 2; ++d) centre_[d] = bounds.low[d] + 0.5f * (bounds.high[d] - bounds.low[d]);
  // Of a unit below the normal numbers there would be no reciprocal: the map is one point then.
  const float perUnit = unit_ >= std::numeric_limits<float>::min() ? 1 / unit_ : 0;
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    roundPoints(positions.data(), begin, end, centre_[0], centre_[1], perUnit, points_.data());
  });
}

}  // namespace adapsne
