// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// A line around the densest parts of a map: inside lie about `share` of the points.
struct DensityContour {
  double share = 0;             ///< in (0, 1)
  double density = 0;           ///< points per unit of area along the line
  std::vector<float> segments;  ///< S x 4: x0, y0, x1, y1 of each piece, map coordinates
};

/// Kernel density estimate of a map: counts on a 192 x 192 grid over the 0.2 to 99.8 percentiles and a
/// margin, smoothed by a Gaussian of standard deviation `bandwidth`.
struct MapDensity {
  double bandwidth = 0;                  ///< map units: Scott's rule, halved because maps have clusters
  std::vector<float> atPoint;            ///< N, points per unit of area; 0 outside the grid
  std::vector<DensityContour> contours;  ///< ascending density: shares .95, .75, .5, .25
};

/// `positions` are N x 2. Fewer than 8 points, or all at one spot: no contours.
MapDensity mapDensity(std::span<const float> positions);

}  // namespace adapsne
