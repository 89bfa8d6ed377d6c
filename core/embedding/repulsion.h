// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/support/run_control.h"

namespace adapsne {

/// How the repulsion between all pairs is summed. Auto: Exact below kMeshFrom points, else Mesh.
enum class RepulsionMethod { Auto, Exact, Mesh, BarnesHut };

struct RepulsionOptions {
  RepulsionMethod method = RepulsionMethod::Auto;
  /// Mesh: map units between grid points, or as much finer and coarser where near pairs are summed one by
  /// one. Larger is faster and coarser: the force's relative RMS error on final maps of 1,797 to 70,000
  /// points is 0.7 % at 0.36, 0.9 % at 0.4 and 1.6 % at 0.5.
  double spacing = 0.4;
  /// Barnes-Hut: a cell that looks smaller than this (side over distance) acts as one point. 0 is exact.
  double theta = 0.5;
};

/// Where Mesh becomes faster than Exact: bench_map measures it.
constexpr int64_t kMeshFrom = 1500;
/// What Auto comes to for N points.
RepulsionMethod resolved(RepulsionMethod method, int64_t points);

/// What summing really took, added up over calls.
struct RepulsionWork {
  int64_t interactions = 0;  ///< two points, or a point and a cell of the tree
  int64_t nearPairs = 0;     ///< two points beside a mesh, by the near part of the kernel
  int64_t butterflies =
      0;  ///< of complex radix-2 transforms of the lengths that ran, a real one counted as half
  int64_t splinePoints = 0;  ///< grid points that charges were spread to or potentials read from
  int64_t gridPoints = 0;    ///< of the grids, with the zeros beside them

  RepulsionWork& operator+=(const RepulsionWork& o) {
    interactions += o.interactions;
    nearPairs += o.nearPairs;
    butterflies += o.butterflies;
    splinePoints += o.splinePoints;
    gridPoints += o.gridPoints;
    return *this;
  }
};

/// Sums over all pairs of a map that one iteration needs. Holds scratch memory, so each user has its own.
class Repulsion {
 public:
  virtual ~Repulsion() = default;
  /// With w_ij = 1 / (1 + |y_i - y_j|^2): force_i = sum over j of w_ij^2 (y_i - y_j), N x 2, and Z = sum over
  /// i != j of w_ij. `positions`: N x 2, around 0: Mesh needs no coordinate beyond a few sides of the map.
  /// The same bits at any number of threads. NaN where a position is not finite. Throws Cancelled.
  virtual double compute(std::span<const float> positions, std::span<float> force, RunControl& control) = 0;
  /// Of the last call of compute().
  const RepulsionWork& work() const { return work_; }

 protected:
  RepulsionWork work_;
};

std::unique_ptr<Repulsion> makeRepulsion(const RepulsionOptions& options, int64_t points);

}  // namespace adapsne
