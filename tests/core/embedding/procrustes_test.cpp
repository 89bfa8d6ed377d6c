// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/procrustes.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

std::vector<float> cloud(int n, uint64_t seed) {
  RandomStream random(seed);
  std::vector<float> positions;
  for (int i = 0; i < n; ++i) {
    positions.push_back(static_cast<float>(3 * random.normal()));
    positions.push_back(static_cast<float>(random.normal() + 5));
  }
  return positions;
}

double squaredDistance(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * static_cast<double>(a[i] - b[i]);
  return sum;
}

TEST(Procrustes, UndoesEverySimilarity) {
  const std::vector<float> reference = cloud(200, 1);
  for (const bool mirrored : {false, true}) {
    for (const double angle : {0.0, 0.7, 2.5, -3.0}) {
      Similarity move;
      move.scale = 0.4;
      const double c = std::cos(angle), s = std::sin(angle);
      const double q[] = {c, mirrored ? s : -s, s, mirrored ? -c : c};
      std::copy(std::begin(q), std::end(q), move.q);
      move.shift[0] = 11;
      move.shift[1] = -7;
      const std::vector<float> moved = move.apply(reference);
      const Similarity back = alignMaps(reference, moved);
      EXPECT_NEAR(back.scale, 2.5, 1e-5);
      EXPECT_LT(squaredDistance(back.apply(moved), reference), 1e-6);
    }
  }
}

TEST(Procrustes, NoSimilarityNearbyIsBetter) {
  const std::vector<float> reference = cloud(100, 2), moving = cloud(100, 3);
  const Similarity best = alignMaps(reference, moving);
  const double least = squaredDistance(best.apply(moving), reference);
  RandomStream random(4);
  for (int i = 0; i < 200; ++i) {
    Similarity other = best;
    const double angle = 0.05 * random.normal(), c = std::cos(angle), s = std::sin(angle);
    other.q[0] = c * best.q[0] - s * best.q[2];
    other.q[1] = c * best.q[1] - s * best.q[3];
    other.q[2] = s * best.q[0] + c * best.q[2];
    other.q[3] = s * best.q[1] + c * best.q[3];
    other.scale *= 1 + 0.05 * random.normal();
    other.shift[0] += 0.05 * random.normal();
    EXPECT_GE(squaredDistance(other.apply(moving), reference), least * (1 - 1e-6));
  }
}

TEST(Procrustes, KeepsItsHeadOnDegenerateMaps) {
  const Similarity none = alignMaps({}, {});
  EXPECT_EQ(none.scale, 1);
  EXPECT_TRUE(none.apply({}).empty());

  const std::vector<float> spot(20, 2.0f), reference = cloud(10, 5);
  const std::vector<float> shifted = alignMaps(reference, spot).apply(spot);
  for (const float v : shifted) EXPECT_TRUE(std::isfinite(v));

  std::vector<float> holed = reference;
  holed[6] = std::numeric_limits<float>::quiet_NaN();
  const Similarity same = alignMaps(reference, holed);
  EXPECT_NEAR(same.scale, 1, 1e-6);
  EXPECT_NEAR(same.q[0], 1, 1e-6);
}

}  // namespace
}  // namespace adapsne
