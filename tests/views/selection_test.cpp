// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/selection.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

using Rows = std::vector<int64_t>;

TEST(Selection, GesturesReplaceAddAndSubtract) {
  const Selection none;
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(none.rows().empty());
  const Selection some = none.combined({5, 2, 9}, 10, SelectMode::Replace);
  EXPECT_EQ(some.rows(), (Rows{2, 5, 9}));
  EXPECT_TRUE(some.contains(5));
  EXPECT_FALSE(some.contains(6));
  EXPECT_EQ(some.combined({1, 2}, 10, SelectMode::Add).rows(), (Rows{1, 2, 5, 9}));
  EXPECT_EQ(some.combined({1, 2}, 10, SelectMode::Subtract).rows(), (Rows{5, 9}));
  EXPECT_EQ(some.combined({1}, 10, SelectMode::Replace).rows(), (Rows{1}));
  EXPECT_TRUE(some.combined({}, 10, SelectMode::Replace).empty());
  EXPECT_EQ(some.rows(), (Rows{2, 5, 9})) << "a value: gestures leave it as it was";
}

TEST(Selection, RowsOutsideTheDatasetAreIgnored) {
  const Selection some = Selection().combined({-1, 3, 10, 1000}, 10, SelectMode::Add);
  EXPECT_EQ(some.rows(), Rows{3});
  EXPECT_FALSE(some.contains(-1));
  EXPECT_FALSE(some.contains(10));
  EXPECT_TRUE(Selection().combined({0}, 0, SelectMode::Add).empty());
}

TEST(Selection, InvertedIsAllTheOthers) {
  const Selection some = Selection().combined({2, 5, 9}, 10, SelectMode::Replace);
  EXPECT_EQ(some.inverted(10).rows(), (Rows{0, 1, 3, 4, 6, 7, 8}));
  EXPECT_EQ(some.inverted(10).inverted(10), some);
  EXPECT_EQ(Selection().inverted(10).count(), 10);
  EXPECT_TRUE(Selection().inverted(10).inverted(10).empty());
  EXPECT_TRUE(Selection().inverted(0).empty());
}

TEST(Selection, EqualMasksAreEqual) {
  const Selection a = Selection().combined({1, 2}, 10, SelectMode::Add),
                  b = Selection().combined({2, 1}, 10, SelectMode::Replace);
  EXPECT_EQ(a, b);
  EXPECT_FALSE(a == a.combined({3}, 10, SelectMode::Add));
  EXPECT_FALSE(a == a.combined({3}, 10, SelectMode::Add).combined({1}, 10, SelectMode::Subtract));
  EXPECT_EQ(Selection(), a.combined({1, 2}, 10, SelectMode::Subtract));
}

TEST(PointsInside, APolygonCatchesWhatAPlainTestCatches) {
  RandomStream random(1);
  std::vector<float> positions;
  for (int i = 0; i < 2000; ++i) positions.push_back(static_cast<float>(random.normal()));
  // A triangle: inside = on the same side of its three edges.
  const QPointF corner[] = {{-1, -1}, {1.5, -0.5}, {0, 1.2}};
  const Rows inside = pointsInside(positions, QPolygonF({corner[0], corner[1], corner[2]}));
  Rows expected;
  for (size_t i = 0; i < 1000; ++i) {
    const QPointF p(positions[2 * i], positions[2 * i + 1]);
    int left = 0;
    for (int e = 0; e < 3; ++e) {
      const QPointF a = corner[e], along = corner[(e + 1) % 3] - a, to = p - a;
      left += along.x() * to.y() - along.y() * to.x() > 0;
    }
    if (left == 3) expected.push_back(static_cast<int64_t>(i));
  }
  EXPECT_GT(expected.size(), 50u);
  EXPECT_EQ(inside, expected);
}

TEST(PointsInside, WhatIsNoAreaCatchesNothing) {
  const std::vector<float> positions = {0, 0, std::numeric_limits<float>::quiet_NaN(), 0, 5, 5};
  EXPECT_TRUE(pointsInside(positions, {}).empty());
  EXPECT_TRUE(pointsInside(positions, QPolygonF(QList<QPointF>{{-1, -1}, {1, 1}})).empty());
  EXPECT_EQ(pointsInside(positions, QPolygonF({{-1, -1}, {1, -1}, {1, 1}, {-1, 1}})), Rows{0});
}

/// The even-odd rule over all edges, point by point.
bool insidePlainly(const QPolygonF& outline, double x, double y) {
  bool inside = false;
  for (qsizetype a = 0, b = outline.size() - 1; a < outline.size(); b = a++) {
    const QPointF &p = outline[a], &q = outline[b];
    if ((p.y() > y) != (q.y() > y) && x < (q.x() - p.x()) * (y - p.y()) / (q.y() - p.y()) + p.x())
      inside = !inside;
  }
  return inside && outline.boundingRect().contains(QPointF(x, y));
}

TEST(PointsInside, EqualTheEvenOddRuleForAnyOutline) {
  RandomStream random(7);
  std::vector<float> positions;
  for (int i = 0; i < 20000; ++i) positions.push_back(static_cast<float>(4 * random.uniform() - 2));
  for (int corners : {3, 4, 7, 60, 400}) {
    for (double jump : {0.05, 3.0}) {  // a hand's path; corners anywhere, which crosses itself
      QPolygonF outline;
      QPointF at(1, 0);
      for (int c = 0; c < corners; ++c) {
        at += QPointF(jump * (random.uniform() - 0.5), jump * (random.uniform() - 0.5));
        outline << at;
      }
      std::vector<int64_t> expected;
      for (size_t i = 0; i < positions.size() / 2; ++i)
        if (insidePlainly(outline, positions[2 * i], positions[2 * i + 1]))
          expected.push_back(static_cast<int64_t>(i));
      EXPECT_EQ(pointsInside(positions, outline), expected) << corners << " corners, " << jump;
    }
  }
}

TEST(PointsInside, FlatOutlinesAndPointsOnTheGridsLines) {
  const std::vector<float> positions = {0, 0, 0.5f, 0.5f, 1, 1, 0.25f, 0.75f};
  EXPECT_TRUE(pointsInside(positions, QPolygonF({{0, 0}, {1, 0}, {0.5, 0}})).empty());
  const QPolygonF square({{0, 0}, {1, 0}, {1, 1}, {0, 1}});
  for (const int64_t row : pointsInside(positions, square))
    EXPECT_TRUE(insidePlainly(square, positions[2 * row], positions[2 * row + 1]));
  EXPECT_EQ(pointsInside(positions, square).size(), 3u) << "the upper right corner lies outside";
}

}  // namespace
}  // namespace adapsne
