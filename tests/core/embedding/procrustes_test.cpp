// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/procrustes.h"

#include <algorithm>
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

std::vector<float> centred(std::vector<float> positions) {
  double mean[2] = {0, 0};
  for (size_t i = 0; i < positions.size(); ++i)
    mean[i % 2] += 2 * positions[i] / static_cast<double>(positions.size());
  for (size_t i = 0; i < positions.size(); ++i) positions[i] -= static_cast<float>(mean[i % 2]);
  return positions;
}

TEST(Procrustes, NoRotationOrReflectionIsNearer) {
  const std::vector<float> reference = centred(cloud(100, 2)), moving = centred(cloud(100, 3));
  Similarity best = alignMaps(reference, moving);
  best.scale = 1;
  best.shift[0] = best.shift[1] = 0;
  const double least = squaredDistance(best.apply(moving), reference);
  for (int degree = 0; degree < 360; ++degree) {
    const double c = std::cos(degree * M_PI / 180), s = std::sin(degree * M_PI / 180);
    for (const bool mirrored : {false, true}) {
      Similarity other;
      const double q[] = {c, mirrored ? s : -s, s, mirrored ? -c : c};
      std::copy(std::begin(q), std::end(q), other.q);
      EXPECT_GE(squaredDistance(other.apply(moving), reference), least * (1 - 1e-6));
    }
  }
}

TEST(Procrustes, MapsThatDoNotAgreeAreStillShownEquallyLarge) {
  const std::vector<float> reference = cloud(2000, 2), moving = cloud(2000, 3);  // independent of each other
  const std::vector<float> aligned = alignMaps(reference, moving).apply(moving);
  const auto spread = [](const std::vector<float>& positions) {
    double squares = 0;
    for (const float v : centred(positions)) squares += v * static_cast<double>(v);
    return std::sqrt(squares);
  };
  EXPECT_NEAR(spread(aligned), spread(reference), 0.2 * spread(reference));
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
  EXPECT_NEAR(same.scale, 1, 0.2);
  EXPECT_NEAR(same.q[0], 1, 1e-6);
}

}  // namespace
}  // namespace adapsne
