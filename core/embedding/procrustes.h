// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace adapsne {

/// A similarity of the plane: y -> scale * Q y + shift, Q a rotation or a reflection.
struct Similarity {
  double scale = 1;
  double q[4] = {1, 0, 0, 1};  ///< Q by rows.
  double shift[2] = {0, 0};

  /// Applies it to N x 2 interleaved positions.
  std::vector<float> apply(std::span<const float> positions) const;
};

/// The similarity that brings `moving` nearest to `reference` in the least-squares sense (Gower 1975, for two
/// configurations of the same points). Both are N x 2, row i the same point; rows in which either is not finite
/// are left out. A map that is a single spot, or empty, is only shifted (scale 1).
Similarity alignMaps(std::span<const float> reference, std::span<const float> moving);

}  // namespace adapsne
