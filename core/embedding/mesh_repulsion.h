// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/embedding/mesh_convolution.h"
#include "core/embedding/repulsion.h"

namespace adapsne {

/// Repulsion by particle mesh. Every point is a charge; the potential phi of 1 / (1 + r^2) gives Z = sum
/// phi(y_i) - N (each point sees itself) and, because that kernel's gradient is -2 r / (1 + r^2)^2, force_i =
/// -grad phi(y_i) / 2: one convolution serves both. In O(N + A log A), A the map's area over the spacing
/// squared.
class MeshRepulsion : public Repulsion {
 public:
  /// Map units between grid points, for maps of up to kMostCells spacings; wider ones get a coarser grid.
  explicit MeshRepulsion(double spacing) : spacing_(spacing) {}
  double compute(std::span<const float> positions, std::span<float> force, RunControl& control) override;

  static constexpr int kLeastSide = 32, kMostCells = 2500;

 private:
  /// A grid over the present map: the corner (map units) of the grid point (0, 0), its spacing, its
  /// convolution.
  struct Grid {
    float originX, originY, spacing;
    MeshConvolution* convolution;
  };
  Grid gridOver(std::span<const float> positions, RunControl& control);
  void spread(std::span<const float> positions, const Grid& grid, RunControl& control);

  double spacing_;
  std::vector<std::unique_ptr<MeshConvolution>> recent_;  ///< latest first
  /// The charges of a run of points: the rows of the grid that they touch.
  struct Part {
    int firstRow = 0, endRow = 0;
    std::vector<float> charges;
  };
  std::vector<Part> parts_;
};

}  // namespace adapsne
