// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/entropy.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

TEST(RepresentationEntropy, ByHand) {
  EXPECT_DOUBLE_EQ(representationEntropy(std::vector<int32_t>{0, 1, 2, 0, 1, 2}, 3), 1);
  EXPECT_DOUBLE_EQ(representationEntropy(std::vector<int32_t>{1, 1, 1, 1}, 2), 0);
  // Shares 1/2, 1/4, 1/4: 1.5 bits of at most log2(3).
  EXPECT_NEAR(representationEntropy(std::vector<int32_t>{0, 0, 1, 2}, 3), 1.5 / std::log2(3), 1e-15);
  // Shares 3/4, 1/4 of two exemplars: 0.8113 bits of 1.
  EXPECT_NEAR(representationEntropy(std::vector<int32_t>{0, 0, 1, 0}, 2), 0.811278124459133, 1e-12);
  EXPECT_EQ(representationEntropy(std::vector<int32_t>{0, 0}, 1), 1);
  EXPECT_EQ(representationEntropy({}, 0), 1);
}

/// m x m points in the middles of square cells.
std::vector<float> lattice(int side) {
  std::vector<float> map;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      map.insert(map.end(), {static_cast<float>(x), 1.37f * static_cast<float>(y)});
  return map;
}

TEST(OccupancyEntropy, AnEvenMapFillsItsBoxAndAClusteredOneDoesNot) {
  const Occupancy even = occupancyEntropy(lattice(40));
  EXPECT_EQ(even.side, 18);  // ceil(sqrt(1600 / 5))
  EXPECT_GT(even.entropy, 0.97);
  EXPECT_LE(even.entropy, 1);
  // Three tight clusters: only a few of the 324 cells hold anything.
  RandomStream random(1);
  std::vector<float> clusters;
  for (int i = 0; i < 1600; ++i)
    for (int axis = 0; axis < 2; ++axis)
      clusters.push_back(static_cast<float>(100 * ((i % 3) * (axis == 0 ? 1 : 0.3)) + random.normal()));
  EXPECT_LT(occupancyEntropy(clusters).entropy, 0.8);
}

TEST(OccupancyEntropy, ByHandFromItsCells) {
  const std::vector<float> map = test::randomMap(300, 1);
  const Occupancy o = occupancyEntropy(map);
  EXPECT_EQ(o.side, 8);
  std::vector<double> counts(64, 0);
  double inside = 0, entropy = 0;
  for (int32_t c : o.cell) {
    ASSERT_LT(c, 64);
    if (c < 0) continue;
    ++counts[c];
    ++inside;
  }
  for (double c : counts)
    if (c > 0) entropy -= c / inside * std::log(c / inside);
  EXPECT_NEAR(o.entropy, entropy / std::log(64.0), 1e-12);
  EXPECT_LT(inside, 300) << "the tails are cut";
  EXPECT_GT(inside, 290);
}

TEST(OccupancyEntropy, DoesNotDependOnRotationByRightAnglesMirroringScaleOrPlace) {
  std::vector<float> map = test::randomMap(1500, 2);
  for (size_t i = 0; i < map.size(); i += 2) map[i] *= 2;  // clear principal axes
  const double expected = occupancyEntropy(map).entropy;
  std::vector<float> turned, mirrored, scaled, moved;
  for (size_t i = 0; i < map.size(); i += 2) {
    turned.insert(turned.end(), {-map[i + 1], map[i]});
    mirrored.insert(mirrored.end(), {map[i], -map[i + 1]});
    scaled.insert(scaled.end(), {map[i] * 1024, map[i + 1] * 1024});
    moved.insert(moved.end(), {map[i] + 4096, map[i + 1] - 256});
  }
  // Points on the border of a cell may change sides by rounding; only a few of 1,500 can.
  EXPECT_NEAR(occupancyEntropy(turned).entropy, expected, 2e-3);
  EXPECT_NEAR(occupancyEntropy(mirrored).entropy, expected, 2e-3);
  EXPECT_NEAR(occupancyEntropy(scaled).entropy, expected, 1e-12);
  EXPECT_NEAR(occupancyEntropy(moved).entropy, expected, 5e-3);
}

TEST(OccupancyEntropy, DoesNotDependOnAnyRotation) {
  std::vector<float> map = test::randomMap(1500, 3);
  for (size_t i = 0; i < map.size(); i += 2) map[i] *= 2;
  const double expected = occupancyEntropy(map).entropy, c = std::cos(0.7), s = std::sin(0.7);
  std::vector<float> turned;
  for (size_t i = 0; i < map.size(); i += 2)
    turned.insert(turned.end(), {static_cast<float>(c * map[i] - s * map[i + 1]),
                                 static_cast<float>(s * map[i] + c * map[i + 1])});
  EXPECT_NEAR(occupancyEntropy(turned).entropy, expected, 2e-3);
}

TEST(OccupancyEntropy, DegenerateMaps) {
  EXPECT_EQ(occupancyEntropy({}).entropy, 0);
  EXPECT_EQ(occupancyEntropy(std::vector<float>{1, 2}).entropy, 0);
  EXPECT_EQ(occupancyEntropy(std::vector<float>(200, 3)).entropy, 0) << "all in one cell";
  for (int n : {2, 3, 4, 5, 6, 11}) {
    const Occupancy o = occupancyEntropy(test::randomMap(n, n));
    EXPECT_GE(o.entropy, 0) << n;
    EXPECT_LE(o.entropy, 1 + 1e-12) << n;
    EXPECT_EQ(o.cell.size(), static_cast<size_t>(n));
  }
}

TEST(RepresentationEntropy, DoesNotDependOnTheNumbersOfTheExemplars) {
  RandomStream random(6);
  for (int trial = 0; trial < 50; ++trial) {
    const int64_t m = 2 + static_cast<int64_t>(random.below(20));
    std::vector<int32_t> names(m), territory(200);
    std::iota(names.begin(), names.end(), 0);
    random.shuffle(names);
    for (int32_t& t : territory) t = static_cast<int32_t>(random.below(m));
    std::vector<int32_t> renamed;
    for (int32_t t : territory) renamed.push_back(names[t]);
    EXPECT_NEAR(representationEntropy(renamed, m), representationEntropy(territory, m), 1e-14);
    random.shuffle(territory);  // nor on which point is which
    EXPECT_NEAR(representationEntropy(renamed, m), representationEntropy(territory, m), 1e-14);
  }
}

TEST(OccupancyEntropy, DoesNotDependOnTheOrderOfThePointsNorOnScaleAndRotation) {
  RandomStream random(7);
  const std::vector<float> map = test::randomMap(3000, 7);
  std::vector<float> stretched(map);  // so that the principal axes are clear
  for (size_t i = 0; i < stretched.size(); i += 2) stretched[i] *= 2.5f;
  const double entropy = occupancyEntropy(stretched).entropy;
  std::vector<int64_t> order(3000);
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(order);
  std::vector<float> shuffled, turned, scaled;
  for (int64_t i : order) shuffled.insert(shuffled.end(), {stretched[2 * i], stretched[2 * i + 1]});
  for (size_t i = 0; i < stretched.size(); i += 2) {
    const double x = stretched[i], y = stretched[i + 1];
    turned.push_back(static_cast<float>(0.6 * x - 0.8 * y + 3));
    turned.push_back(static_cast<float>(0.8 * x + 0.6 * y - 20));
    scaled.push_back(static_cast<float>(1000 * x));
    scaled.push_back(static_cast<float>(1000 * y));
  }
  // Rounding moves a few of the 3,000 points over the border of a cell, no more.
  EXPECT_NEAR(occupancyEntropy(shuffled).entropy, entropy, 1e-4);
  EXPECT_NEAR(occupancyEntropy(scaled).entropy, entropy, 1e-4);
  EXPECT_NEAR(occupancyEntropy(turned).entropy, entropy, 1e-3);
}

}  // namespace
}  // namespace adapsne
