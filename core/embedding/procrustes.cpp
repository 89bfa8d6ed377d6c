// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/procrustes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/embedding/middle_range.h"

namespace adapsne {

namespace {

/// Where most of a map lies.
struct Box {
  double center[2] = {0, 0};
  double side = 0;  ///< the longer one

  void include(size_t axis, std::vector<float> values) {
    const auto [low, high] = middleOf(values);
    center[axis] = (low + high) / 2;
    side = std::max(side, high - low);
  }
};

}  // namespace

std::vector<float> Similarity::apply(std::span<const float> positions) const {
  std::vector<float> moved(positions.size());
  for (size_t i = 0; i + 1 < positions.size(); i += 2) {
    const double x = positions[i], y = positions[i + 1];
    moved[i] = static_cast<float>(scale * (q[0] * x + q[1] * y) + shift[0]);
    moved[i + 1] = static_cast<float>(scale * (q[2] * x + q[3] * y) + shift[1]);
  }
  return moved;
}

Similarity alignMaps(std::span<const float> reference, std::span<const float> moving) {
  const size_t n = std::min(reference.size(), moving.size()) / 2;
  const auto counts = [&](size_t i) {
    return std::isfinite(reference[2 * i]) && std::isfinite(reference[2 * i + 1]) &&
           std::isfinite(moving[2 * i]) && std::isfinite(moving[2 * i + 1]);
  };
  double used = 0, meanR[2] = {0, 0}, meanM[2] = {0, 0};
  for (size_t i = 0; i < n; ++i) {
    if (!counts(i)) continue;
    ++used;
    for (size_t d = 0; d < 2; ++d) {
      meanR[d] += reference[2 * i + d];
      meanM[d] += moving[2 * i + d];
    }
  }
  Similarity result;
  if (used == 0) return result;
  for (size_t d = 0; d < 2; ++d) {
    meanR[d] /= used;
    meanM[d] /= used;
  }
  // c[r][m] = sum over points of reference axis r times moving axis m, both centred.
  double c[2][2] = {{0, 0}, {0, 0}};
  for (size_t i = 0; i < n; ++i) {
    if (!counts(i)) continue;
    double r[2], m[2];
    for (size_t d = 0; d < 2; ++d) {
      r[d] = reference[2 * i + d] - meanR[d];
      m[d] = moving[2 * i + d] - meanM[d];
    }
    for (size_t a = 0; a < 2; ++a)
      for (size_t b = 0; b < 2; ++b) c[a][b] += r[a] * m[b];
  }
  // In the plane the best rotation and the best reflection have closed forms; the better of the two wins.
  const double rotationC = c[0][0] + c[1][1], rotationS = c[1][0] - c[0][1];
  const double reflectionC = c[0][0] - c[1][1], reflectionS = c[1][0] + c[0][1];
  const double rotation = std::hypot(rotationC, rotationS);
  const double reflection = std::hypot(reflectionC, reflectionS);
  const double best = std::max(rotation, reflection);
  if (best > 0) {
    const bool turns = rotation >= reflection;
    const double cosine = (turns ? rotationC : reflectionC) / best;
    const double sine = (turns ? rotationS : reflectionS) / best;
    result.q[0] = cosine;
    result.q[1] = turns ? -sine : sine;
    result.q[2] = sine;
    result.q[3] = turns ? cosine : -cosine;
  }
  const std::vector<float> turned = result.apply(moving);
  Box from, to;
  for (size_t d = 0; d < 2; ++d) {
    std::vector<float> r, m;
    for (size_t i = 0; i < n; ++i) {
      if (!counts(i)) continue;
      r.push_back(reference[2 * i + d]);
      m.push_back(turned[2 * i + d]);
    }
    to.include(d, std::move(r));
    from.include(d, std::move(m));
  }
  if (from.side > 0 && to.side > 0) result.scale = to.side / from.side;
  for (size_t d = 0; d < 2; ++d) result.shift[d] = to.center[d] - result.scale * from.center[d];
  return result;
}

}  // namespace adapsne
