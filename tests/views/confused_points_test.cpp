// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/confused_points.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

TEST(ConfusedPoints, ClicksTellTestedPointsFromExemplars) {
  const DatasetPtr train = test::digits(60), held = test::clusteredDataset(9, 64, 1);
  ConfusedPoints view(darkTheme());
  view.setPoints(train, held, {{4, {10, 11, 12}}, {7, {20, 21, 22}}, {8, {30}}});
  view.resize(260, 400);
  view.show();
  QSignalSpy tested(&view, &ConfusedPoints::testedClicked), exemplar(&view, &ConfusedPoints::exemplarClicked);
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.place(1).center());
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.place(1, 2).center());
  QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(250, 390));
  ASSERT_EQ(tested.count(), 1);
  ASSERT_EQ(exemplar.count(), 1);
  EXPECT_EQ(tested.front().front().toLongLong(), 7);
  EXPECT_EQ(exemplar.front().front().toLongLong(), 22);
}

TEST(ConfusedPoints, StandSideBySideWhereThereIsRoom) {
  ConfusedPoints view(darkTheme());
  const DatasetPtr data = test::digits(60);
  std::vector<ConfusedPoint> points;
  for (int64_t i = 0; i < 6; ++i) points.push_back({i, {i + 10, i + 20, i + 30, i + 40, i + 41}});
  view.setPoints(data, data, points);
  EXPECT_EQ(view.heightForWidth(200), 6 * view.heightForWidth(5000)) << "one line, or six";
  view.resize(900, 300);
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_TRUE(view.rect().contains(view.place(i, 4))) << i;
    for (size_t j = 0; j < i; ++j) EXPECT_FALSE(view.place(i).intersects(view.place(j, 4))) << i << " " << j;
  }
  EXPECT_FALSE(view.grab().isNull());
}

}  // namespace
}  // namespace adapsne
