// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/outliers.h"

#include <gtest/gtest.h>

#include "core/assessment/nearest_neighbor_classes.h"
#include "core/assessment/predictions.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct Scene {
  Features features;
  std::vector<float> map;
  std::vector<int32_t> labels;
};

/// 200 points of two classes on a line, and a map that is that line.
Scene line() {
  Scene s;
  std::vector<float> values;
  for (int i = 0; i < 200; ++i) {
    values.push_back(static_cast<float>(i));
    s.map.insert(s.map.end(), {static_cast<float>(i), 0.0f});
    s.labels.push_back(i / 100);
  }
  s.features = test::featuresOf(values, 200, 1);
  return s;
}

Outliers find(const Scene& s, int k = 30, double target = 10) {
  RunControl control(2);
  const auto graph = exactNeighbors(s.features, k, control);
  return findOutliers(*graph, *searchSigma(*graph, target, {}, 1, control), s.map, s.labels, control);
}

TEST(Outliers, AFaithfulMapHasNone) {
  const Outliers none = find(line());
  EXPECT_EQ(none.reasons, std::vector<uint8_t>(200, 0));
  EXPECT_EQ(none.lost + none.stray + none.unreachable, 0);
}

TEST(Outliers, APointTornAwayIsLostAndStray) {
  Scene s = line();
  s.map[2 * 20] = 180.5f;  // a point of class 0 in the middle of class 1
  const Outliers found = find(s);
  EXPECT_EQ(found.reasons[20], kLost | kStray);
  EXPECT_EQ(found.lost, 1);
  EXPECT_EQ(found.stray, 1);
  s.labels.clear();
  EXPECT_EQ(find(s).reasons[20], kLost) << "without labels nothing is stray";
}

TEST(Outliers, APointThatKeepsOneNeighbourIsNotLost) {
  Scene s = line();
  s.map[2 * 20] = 180.5f;
  s.map[2 * 21] = 180.6f;  // its neighbour goes along
  const Outliers found = find(s);
  EXPECT_EQ(found.lost, 0);
  EXPECT_EQ(found.stray, 2);
}

TEST(Outliers, APointAmongStrangersInInputSpaceIsNotStray) {
  Scene s = line();
  s.labels[20] = 1;  // none of its input neighbours shares its class: the data, not the map, are to blame
  EXPECT_EQ(find(s).stray, 0);
}

TEST(Outliers, UnreachablePointsAreThoseWithoutARoot) {
  Scene s = line();
  for (int i = 0; i < 15; ++i) s.features.values[i] = -50;  // 14 ties each, the target asks for 10
  const Outliers found = find(s);
  EXPECT_EQ(found.unreachable, 15);
  EXPECT_TRUE(found.reasons[3] & kUnreachable);
  EXPECT_FALSE(found.reasons[15] & kUnreachable);
}

TEST(Outliers, SmallDataShrinkTheNeighbourhoods) {
  for (int64_t n : {2, 3, 4, 5, 12}) {
    Scene s;
    s.features = test::clusteredFeatures(n, 2, n);
    s.map = s.features.values;
    for (int64_t i = 0; i < n; ++i) s.labels.push_back(static_cast<int32_t>(i % 2));
    const Outliers found = find(s, static_cast<int>(n - 1), 1);
    EXPECT_EQ(found.reasons.size(), static_cast<size_t>(n));
    EXPECT_EQ(found.lost, 0) << "the map is the data";
  }
}

TEST(Outliers, ARandomMapLosesPoints) {
  Scene s;
  s.features = test::clusteredFeatures(1000, 5, 1);
  s.map = test::randomMap(1000, 1);
  // 60 of 999 are looked at: each of 10 neighbours is missed with 94 %, all ten with 54 %.
  EXPECT_NEAR(static_cast<double>(find(s).lost), 540, 60);
}

TEST(NearestNeighborClasses, ByHand) {
  const auto train = test::datasetOf(test::featuresOf({0, 10, 20, 30}, 4, 1), {0, 1, 0, 1}, 2);
  const auto held = test::datasetOf(test::featuresOf({1, 9, 19, 28, 100}, 5, 1), {0, 1, 0, 0, 1}, 2);
  RunControl control(2);
  EXPECT_DOUBLE_EQ(accuracyOf(nearestNeighborClasses(*train, {0, 1, 2, 3}, *held, control), held->labels),
                   0.8);
  EXPECT_DOUBLE_EQ(accuracyOf(nearestNeighborClasses(*train, {0}, *held, control), held->labels), 0.6)
      << "everything is class 0";
  EXPECT_DOUBLE_EQ(accuracyOf(nearestNeighborClasses(*train, {0, 3}, *held, control), held->labels), 0.4);
  // 5 lies exactly between rows 0 and 1: the lower row decides.
  const auto middle = test::datasetOf(test::featuresOf({5}, 1, 1), {0}, 2);
  EXPECT_DOUBLE_EQ(accuracyOf(nearestNeighborClasses(*train, {0, 1}, *middle, control), middle->labels), 1);
}

}  // namespace
}  // namespace adapsne
