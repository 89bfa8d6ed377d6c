// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/typiclust.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "core/geometry/kmeans.h"
#include "core/geometry/precise_distance.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<int64_t> typical(const Features& f, int64_t m, const std::vector<int64_t>& start,
                             int threads = 2) {
  RunControl control(threads);
  int64_t scans = 0;
  return typicalPoints(f.values, f.points, f.dimensions, m, start, RandomStream(3), scans, {}, control);
}

/// The point of the smallest mean distance to its neighbours within `members`, all distances sorted.
int64_t plainTypical(const Features& f, const std::vector<int64_t>& members) {
  const size_t k = std::min<size_t>(20, members.size() / 2);
  int64_t best = members.front();
  double smallest = 1e300;
  for (const int64_t i : members) {
    std::vector<double> distances;
    for (const int64_t j : members)
      if (j != i)
        distances.push_back(std::sqrt(preciseDistance(f.row(i).data(), f.row(j).data(), f.dimensions)));
    std::sort(distances.begin(), distances.end());
    double sum = 0;
    for (size_t q = 0; q < k; ++q) sum += distances[q];
    if (sum < smallest - 1e-12) smallest = sum, best = i;
  }
  return best;
}

/// The rule, written for any clustering.
std::vector<int64_t> plainChoice(const Features& f, int64_t m, const std::vector<int64_t>& start) {
  RunControl control(1);
  const auto divided = kMeans(f.values, f.points, f.dimensions, std::min<int64_t>(500, m + std::ssize(start)),
                              RandomStream(3), control);
  std::map<int32_t, std::vector<int64_t>> left;
  std::map<int32_t, int64_t> size, started;
  for (int64_t i = 0; i < f.points; ++i) {
    const int32_t c = divided.assignment[i];
    ++size[c];
    if (std::find(start.begin(), start.end(), i) == start.end())
      left[c].push_back(i);
    else
      ++started[c];
  }
  std::vector<std::vector<int64_t>> order;  // started, -size, number
  for (const auto& [c, count] : size) order.push_back({started[c], -count, c});
  std::sort(order.begin(), order.end());
  std::vector<int64_t> taken;
  for (const bool small : {false, true})
    for (bool some = true; some && std::ssize(taken) < m;) {
      some = false;
      for (const auto& entry : order) {
        const auto c = static_cast<int32_t>(entry[2]);
        if (std::ssize(taken) == m || left[c].empty() || (size[c] <= 5 && !small)) continue;
        taken.push_back(plainTypical(f, left[c]));
        std::erase(left[c], taken.back());
        some = true;
      }
    }
  return taken;
}

TEST(TypiClust, TakesWhatAPlainVersionTakes) {
  const Features f = test::clusteredFeatures(200, 4, 3, 5);
  EXPECT_EQ(typical(f, 9, {}), plainChoice(f, 9, {}));
  EXPECT_EQ(typical(f, 7, {0, 5, 11}), plainChoice(f, 7, {0, 5, 11}));
  EXPECT_EQ(typical(f, 70, {}), plainChoice(f, 70, {})) << "clusters of up to five come last";
  EXPECT_EQ(typical(f, 197, {0, 5, 11}), plainChoice(f, 197, {0, 5, 11}));
}

TEST(TypiClust, OneOfEachClusterThatHasNone) {
  const Features f = test::clusteredFeatures(120, 4, 2, 4);
  std::vector<int64_t> taken = typical(f, 4, {});
  for (int64_t& row : taken) row %= 4;
  std::sort(taken.begin(), taken.end());
  EXPECT_EQ(taken, (std::vector<int64_t>{0, 1, 2, 3}));
  EXPECT_EQ(typical(f, 1, {4, 1, 2}).front() % 4, 3);
}

TEST(TypiClust, TheMostTypicalOfDegeneratePoints) {
  RunControl control(1);
  EXPECT_EQ(mostTypical({}, 1, 0, control), 0);
  EXPECT_EQ(mostTypical(std::vector<float>{1, 2}, 2, 1, control), 0);
  EXPECT_EQ(mostTypical(std::vector<float>{0, 5, 6}, 3, 1, control), 1);
  EXPECT_EQ(mostTypical(std::vector<float>(30, 1), 30, 1, control), 0);
}

TEST(TypiClust, SameAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(900, 4, 1);
  const auto expected = typical(f, 25, {}, 1);
  for (const int threads : test::kThreadCounts) EXPECT_EQ(typical(f, 25, {}, threads), expected);
}

}  // namespace
}  // namespace adapsne
