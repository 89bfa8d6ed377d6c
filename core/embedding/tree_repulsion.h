// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/embedding/repulsion.h"

namespace adapsne {

/// Repulsion by a quadtree (Barnes and Hut 1986; van der Maaten 2014): a cell whose side is less than theta
/// times its distance acts as one point at its centre of mass. O(N log N); here for comparison, Mesh being
/// faster and closer.
class TreeRepulsion : public Repulsion {
 public:
  explicit TreeRepulsion(double theta) : theta_(theta) {}
  double compute(std::span<const float> positions, std::span<float> force, RunControl& control) override;

 private:
  struct Cell {
    float x = 0, y = 0;  ///< centre of mass
    float side = 0;
    int32_t begin = 0, end = 0;  ///< its points, in the order of the codes
    int32_t next = 0;  ///< the cell to visit where this one need not be opened; a leaf's is the one after it
  };
  void build(std::span<const float> positions, RunControl& control);
  void addCell(std::span<const float> positions, int32_t begin, int32_t end, int level, float side,
               RunControl& control);

  double theta_;
  std::vector<uint32_t> codes_;  ///< by place in the order
  std::vector<int32_t> order_;
  std::vector<Cell> cells_;  ///< depth first
};

}  // namespace adapsne
