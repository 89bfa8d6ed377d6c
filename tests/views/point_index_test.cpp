// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_index.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

int64_t bruteForce(const std::vector<float>& p, QPointF at, double radius) {
  int64_t best = -1;
  double bestSquared = radius * radius;
  for (size_t i = 0; i < p.size() / 2; ++i) {
    const double dx = p[2 * i] - at.x(), dy = p[2 * i + 1] - at.y(), squared = dx * dx + dy * dy;
    if (squared < bestSquared || (squared == bestSquared && best < 0)) {
      best = static_cast<int64_t>(i);
      bestSquared = squared;
    }
  }
  return best;
}

PointIndex indexOf(std::vector<float> positions) {
  return PointIndex(std::make_shared<const std::vector<float>>(std::move(positions)));
}

TEST(PointIndex, FindsWhatBruteForceFinds) {
  RandomStream random(7);
  for (const int points : {1, 2, 50, 3000}) {
    std::vector<float> positions;
    for (int i = 0; i < points; ++i) {
      // Uneven: a dense clump, and a few far away.
      const double spread = i % 50 == 0 ? 100 : 3;
      positions.push_back(static_cast<float>(random.normal() * spread));
      positions.push_back(static_cast<float>(random.normal() * spread));
    }
    const PointIndex index = indexOf(positions);
    for (int q = 0; q < 300; ++q) {
      const QPointF at(random.normal() * 8, random.normal() * 8);
      const double radius = random.uniform() * 4;
      EXPECT_EQ(index.nearest(at, radius), bruteForce(positions, at, radius));
    }
  }
}

TEST(PointIndex, TheLowerRowWinsAmongDuplicates) {
  EXPECT_EQ(indexOf({5, 5, 1, 1, 1, 1, 1, 1}).nearest({1, 1}, 0.5), 1);
}

TEST(PointIndex, NothingWithinReachIsMinusOne) {
  EXPECT_EQ(indexOf({0, 0, 1, 1}).nearest({50, 50}, 3), -1);
}

TEST(PointIndex, SurvivesLinesSinglePlacesAndNonFinitePoints) {
  EXPECT_EQ(indexOf({}).nearest({0, 0}, 1), -1);
  EXPECT_EQ(indexOf({3, 3, 3, 3}).nearest({3, 3}, 1), 0);
  EXPECT_EQ(indexOf({0, 0, 0, 1, 0, 2}).nearest({0, 1.9}, 1), 2);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(indexOf({nan, 0, 2, 2}).nearest({2, 2}, 1), 1);
  EXPECT_EQ(indexOf({nan, nan}).nearest({2, 2}, 1), -1);
}

}  // namespace
}  // namespace adapsne
