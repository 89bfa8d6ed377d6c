// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>

#include "core/support/run_control.h"

namespace adapsne {

/// The smallest axis-parallel box around a map.
struct MapBounds {
  float low[2] = {0, 0}, high[2] = {0, 0};
  float side() const { return std::max(high[0] - low[0], high[1] - low[1]); }
};

/// `positions`: N x 2 interleaved. Where one is not finite, neither is side(). Nothing: all 0.
MapBounds boundsOf(std::span<const float> positions, RunControl& control);
/// The same on the calling thread alone.
MapBounds boundsOf(std::span<const float> positions);

}  // namespace adapsne
