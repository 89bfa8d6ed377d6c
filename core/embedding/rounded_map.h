// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// A map in 16 bits a coordinate, so that twice as many points lie in each cache: what looks up points all
/// over the map waits for little else. For sums over many points; a coordinate is off by at most unit() / 2.
class RoundedMap {
 public:
  /// Map units between neighbouring values; maps that would need more are not rounded.
  static constexpr float kCoarsest = 1.0f / 128;

  /// `positions`: N x 2 interleaved, around 0: no coordinate beyond a few sides of the map. Empty afterwards if
  /// the map is too wide or not finite.
  void assign(std::span<const float> positions, RunControl& control);

  bool empty() const { return points_.empty(); }
  /// N values: x in the lower, y in the upper 16 bits, both signed. Coordinate d is centre(d) + unit() *
  /// value.
  const uint32_t* points() const { return points_.data(); }
  float centre(int d) const { return centre_[d]; }
  float unit() const { return unit_; }

 private:
  std::vector<uint32_t> points_;
  float centre_[2] = {0, 0}, unit_ = 0;
};

}  // namespace adapsne
