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

/// Lays `moving` over `reference`, so that one camera shows both. Both are N x 2, row i the same point; rows
/// in which either is not finite are left out.
///
/// Q is the rotation or reflection of the orthogonal Procrustes problem (Schoenemann 1966): least squares
/// between the centred maps. Scale and shift bring the boxes of the 0.2 to 99.8 percentiles together, centre
/// on centre and longer side on longer side: the least-squares scale would shrink a map to a spot the less it
/// agrees with the reference. A map that is a single spot, or empty, is only shifted (scale 1).
Similarity alignMaps(std::span<const float> reference, std::span<const float> moving);

}  // namespace adapsne
