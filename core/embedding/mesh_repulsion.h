// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/embedding/map_bounds.h"
#include "core/embedding/mesh_convolution.h"
#include "core/embedding/near_pairs.h"
#include "core/embedding/repulsion.h"
#include "core/embedding/tree_repulsion.h"

namespace adapsne {

/// Repulsion by particle mesh. Every point is a charge; the potential phi of 1 / (1 + r^2) gives Z = sum
/// phi(y_i) - N (each point sees itself) and, because that kernel's gradient is -2 r / (1 + r^2)^2, force_i =
/// -grad phi(y_i) / 2: one convolution serves both.
///
/// Where the map is thin, its near pairs are summed one by one and the mesh, for the smooth rest of the
/// kernel (KernelSplit), is coarser (particle-particle particle-mesh, Hockney and Eastwood 1988, ch. 8). How
/// far "near" reaches is decided from the map alone: where the estimated cost is lowest. A map that is too
/// wide for any grid, such as one with a point far away, is summed by a tree.
class MeshRepulsion : public Repulsion {
 public:
  /// `spacing`: map units between grid points where no pairs are summed one by one, and as many times finer
  /// or coarser than usual where they are.
  explicit MeshRepulsion(double spacing) : spacing_(spacing) {}
  double compute(std::span<const float> positions, std::span<float> force, RunControl& control) override;

  /// No grid has more spacings along a side: it would be beyond the memory's reason.
  static constexpr int kLeastSide = 32, kMostCells = 2500;
  static constexpr double kUsualSpacing = 0.4;

 private:
  /// A grid over the present map: the corner (map units) of the grid point (0, 0), its spacing, its
  /// convolution.
  struct Grid {
    float originX, originY, spacing;
    MeshConvolution* convolution;
  };
  Grid gridOver(const MapBounds& bounds, double spacing, const KernelSplit& split, RunControl& control);
  void spread(std::span<const float> positions, const Grid& grid, RunControl& control);

  double spacing_;
  std::vector<std::unique_ptr<MeshConvolution>> recent_;  ///< latest first
  NearPairs near_;
  TreeRepulsion tooWide_{0.2};  ///< At 0.5 Z would be 1 % off on such maps.
  /// The charges of a run of points: the part of the grid that they touch.
  struct Part {
    int firstRow = 0, endRow = 0, firstColumn = 0, columns = 0;
    std::vector<float> charges;
  };
  std::vector<Part> parts_;
};

}  // namespace adapsne
