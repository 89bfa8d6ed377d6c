// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/candidate_grid.h"

#include <gtest/gtest.h>

#include <QMouseEvent>
#include <QSignalSpy>

#include "tests/support/eventually.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

GuidanceRecord recordAt(double perplexity) {
  GuidanceRecord record;
  record.perplexity = perplexity;
  record.trustworthiness = 0.9;
  for (int i = 0; i < 40; ++i) record.thumbnail.push_back(static_cast<float>((i * 37) % 11));
  return record;
}

struct CandidateGridTest : ::testing::Test {
  CandidateGrid grid{darkTheme()};
  void SetUp() override {
    grid.resize(600, 300);
    grid.show();
  }
};

TEST_F(CandidateGridTest, StandsInTheOrderOfPerplexityInWhicheverOrderTheyCome) {
  grid.begin(nullptr);
  for (const double perplexity : {50.0, 5.0, 16.0}) grid.addCandidate(recordAt(perplexity));
  ASSERT_EQ(grid.cells(), 3);
  EXPECT_EQ(grid.captionOf(0).toStdString(), "perplexity 5");
  EXPECT_EQ(grid.captionOf(1).toStdString(), "perplexity 16");
  EXPECT_EQ(grid.captionOf(2).toStdString(), "perplexity 50");
}

TEST_F(CandidateGridTest, CellsLieInsideAndDoNotOverlapAtAnySizeAndNumber) {
  grid.begin(nullptr);
  for (int count = 1; count <= 13; ++count) {
    grid.addCandidate(recordAt(count));
    for (const QSize size : {QSize(300, 200), QSize(600, 300), QSize(260, 700), QSize(1200, 260)}) {
      grid.resize(size);
      const QRectF room({0, 0}, QSizeF(size));
      for (int a = 0; a < count; ++a) {
        EXPECT_TRUE(count > 8 || room.contains(grid.place(a))) << count << " at " << size.width();
        for (int b = 0; b < a; ++b) EXPECT_FALSE(grid.place(a).intersects(grid.place(b)));
      }
    }
  }
}

TEST_F(CandidateGridTest, OfAGuidedRunTheChosenMapComesLastAndAFixedOneHasNone) {
  const DatasetPtr dataset = test::clusteredDataset(150, 6, 1);
  Options options = test::quickOptions("adapsne");
  options.perplexity = 0;
  options.guidance.candidates = 3;
  options.guidance.iterations = 10;
  const RunPtr guided = test::runOnce(dataset, options);
  grid.setRun(guided);
  ASSERT_EQ(grid.cells(), 4);
  EXPECT_TRUE(grid.captionOf(3).startsWith("chosen"));
  EXPECT_TRUE(eventually([&] { return grid.settled(); }));
  QSignalSpy hovered(&grid, &CandidateGrid::hovered);
  const auto moveTo = [&](int cell) {
    const QPointF at = grid.place(cell).center();
    QMouseEvent move(QEvent::MouseMove, at, grid.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&grid, &move);
  };
  moveTo(1);
  ASSERT_EQ(hovered.count(), 1);
  EXPECT_EQ(hovered[0][0].toInt(), 1);
  moveTo(3);
  EXPECT_EQ(hovered.last()[0].toInt(), -1) << "the run's own map is no candidate";
  grid.setRun(test::runOnce(dataset, test::quickOptions("nms-ideal")));
  EXPECT_EQ(grid.cells(), 0);
}

}  // namespace
}  // namespace adapsne
