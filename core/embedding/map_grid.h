// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// What to do with the points outside the grid's box.
enum class Outside { Drop, Clamp };

/// Where the cells of a grid lie in the map: cell (column, row) is the parallelogram at
/// corner + column * across + row * up.
struct GridFrame {
  std::array<double, 2> corner{}, across{}, up{};
};

/// A square grid over a map: axes along the map's principal directions, the box from the 0.5 to the 99.5
/// percentile on each, side x side cells.
struct MapGrid {
  int side = 0;
  GridFrame frame;
  std::vector<int32_t> cell;  ///< N: row * side + column, or -1 outside (with Outside::Drop).
};
MapGrid gridOf(std::span<const float> positions, int side, Outside outside);

}  // namespace adapsne
