// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/farthest_point.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// The definition, in double, from scratch at every step.
std::vector<int64_t> slowFarthest(const Features& f, int64_t m, const std::vector<int64_t>& start) {
  std::vector<int64_t> taken = start;
  while (std::ssize(taken) < m + std::ssize(start)) {
    double farthest = -1;
    int64_t next = -1;
    for (int64_t i = 0; i < f.points; ++i) {
      if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
      double nearest = 1e300;
      for (int64_t t : taken) {
        double sum = 0;
        for (int64_t d = 0; d < f.dimensions; ++d) {
          const double delta = static_cast<double>(f.row(i)[d]) - f.row(t)[d];
          sum += delta * delta;
        }
        nearest = std::min(nearest, sum);
      }
      if (nearest > farthest) {
        farthest = nearest;
        next = i;
      }
    }
    taken.push_back(next);
  }
  taken.erase(taken.begin(), taken.begin() + std::ssize(start));
  return taken;
}

TEST(FarthestPoints, EqualTheDefinitionWithTiesAndDuplicates) {
  for (int64_t n : {1, 2, 7, 60}) {
    const Features f = test::latticeFeatures(n, 3, n, 3);
    RunControl control(1);
    for (const std::vector<int64_t>& start :
         {std::vector<int64_t>{0}, {n - 1}, {n / 2, 0}, {0, 1, 2, n - 1}}) {
      if (!test::allDistinct(start) || start.back() < 0 || std::ssize(start) > n) continue;
      const int64_t m = n - std::ssize(start);
      EXPECT_EQ(farthestPoints(f.values, n, 3, m, start, control), slowFarthest(f, m, start));
    }
  }
}

TEST(FarthestPoints, SameAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(5000, 4, 1);
  const std::vector<int64_t> kStart = {3, 70};
  RunControl one(1);
  const auto expected = farthestPoints(f.values, 5000, 4, 20, kStart, one);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    EXPECT_EQ(farthestPoints(f.values, 5000, 4, 20, kStart, control), expected);
  }
}

}  // namespace
}  // namespace adapsne
