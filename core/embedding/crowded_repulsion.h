// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/embedding/repulsion.h"

namespace adapsne {

/// Takes the spots out of a map before another repulsion sums it: places that many points share, as equal
/// rows of the data do from the start to the end of a descent.
///
/// A mesh exerts a small force on each charge by itself, which depends on where between the grid points it
/// lies. Over a cluster such forces average out; at a spot all of them are the same, grow with the square of
/// its points, and hold it fast where the far weaker repulsion of the other spots should move it. So a spot
/// is one mass here: its pairs with all other points and spots are summed one by one, and the rest goes to
/// `other`, or is summed exactly where that is fewer than kMeshFrom points. A map without spots goes to
/// `other` as it is, and with the same bits.
class CrowdedRepulsion : public Repulsion {
 public:
  explicit CrowdedRepulsion(std::unique_ptr<Repulsion> other);
  double compute(std::span<const float> positions, std::span<float> force, RunControl& control) override;

  /// A spot holds at least one point in kMostSpots, and kFewestPoints of them.
  static constexpr int64_t kMostSpots = 256, kFewestPoints = 4;

 private:
  struct Spot {
    double x, y;    ///< the mean place
    float mass;     ///< the number of points
    int64_t begin;  ///< of its points in members_
  };
  void findSpots(std::span<const float> positions, RunControl& control);
  double sumSpots(std::span<const float> positions, std::span<float> force, RunControl& control);

  std::unique_ptr<Repulsion> other_, exact_;
  std::vector<Spot> spots_;
  std::vector<int32_t> members_, rest_;  ///< points in spots, spot by spot; all others
  std::vector<float> restPositions_, restForce_;
};

}  // namespace adapsne
