// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/map_grid.h"

#include <algorithm>
#include <cmath>

#include "core/embedding/middle_range.h"

namespace adapsne {

MapGrid gridOf(std::span<const float> positions, int side, Outside outside) {
  const int64_t n = static_cast<int64_t>(positions.size()) / 2;
  MapGrid grid;
  grid.side = side;
  grid.cell.assign(n, 0);
  if (n == 0) return grid;

  double mx = 0, my = 0;
  for (int64_t i = 0; i < n; ++i) {
    mx += positions[2 * i];
    my += positions[2 * i + 1];
  }
  mx /= static_cast<double>(n);
  my /= static_cast<double>(n);
  double xx = 0, xy = 0, yy = 0;
  for (int64_t i = 0; i < n; ++i) {
    const double x = positions[2 * i] - mx, y = positions[2 * i + 1] - my;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
  const double c = std::cos(angle), s = std::sin(angle);

  grid.frame.corner = {mx, my};
  std::vector<int32_t> along[2];
  std::vector<double> values(n), sorted;
  for (int axis = 0; axis < 2; ++axis) {
    for (int64_t i = 0; i < n; ++i) {
      const double x = positions[2 * i] - mx, y = positions[2 * i + 1] - my;
      values[i] = axis == 0 ? c * x + s * y : c * y - s * x;
    }
    sorted = values;
    const auto [low, high] = middleOf(sorted, 0.005);
    const double direction[] = {axis == 0 ? c : -s, axis == 0 ? s : c};
    auto& step = axis == 0 ? grid.frame.across : grid.frame.up;
    for (int d = 0; d < 2; ++d) {
      grid.frame.corner[d] += low * direction[d];
      step[d] = (high - low) / side * direction[d];
    }
    along[axis].resize(n);
    for (int64_t i = 0; i < n; ++i) {
      const bool inside = values[i] >= low && values[i] <= high;
      const double scaled = high > low ? (values[i] - low) / (high - low) * side : 0;
      along[axis][i] = !inside && outside == Outside::Drop
                           ? -1
                           : static_cast<int32_t>(std::clamp(scaled, 0.0, static_cast<double>(side - 1)));
    }
  }
  for (int64_t i = 0; i < n; ++i)
    grid.cell[i] = along[0][i] < 0 || along[1][i] < 0 ? -1 : along[1][i] * side + along[0][i];
  return grid;
}

}  // namespace adapsne
