// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/confusion.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/geometry/nearest_points.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

TEST(Confusion, CountsEachClassByWhatItWasTakenFor) {
  const std::vector<int32_t> labels = {0, 0, 0, 1, 1, kUnlabelled, 2}, taken = {0, 0, 1, 1, 0, 2, 2};
  const ConfusionMatrix matrix = confusionOf(labels, taken, 4);
  EXPECT_EQ(matrix.counts, (std::vector<int64_t>{2, 1, 0, 0,  //
                                                 1, 1, 0, 0,  //
                                                 0, 0, 1, 0,  //
                                                 0, 0, 0, 0}));
  EXPECT_EQ(matrix.points(0), 3);
  EXPECT_DOUBLE_EQ(matrix.accuracy(0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(matrix.accuracy(1), 0.5);
  EXPECT_TRUE(std::isnan(matrix.accuracy(3))) << "nothing of this class was asked about";
  EXPECT_DOUBLE_EQ(matrix.accuracy(), 4.0 / 6) << "the one without a label is none of them";
  EXPECT_TRUE(std::isnan(confusionOf({}, {}, 2).accuracy()));
}

TEST(Confusion, ThePointsOfACellAreThoseThatItCounts) {
  const std::vector<int32_t> labels = {0, 1, 0, 0, 1, kUnlabelled}, taken = {1, 1, 0, 1, 0, 1};
  EXPECT_EQ(pointsTaken(labels, taken, 0, 1), (std::vector<int64_t>{0, 3}));
  EXPECT_EQ(pointsTaken(labels, taken, 1, 0), (std::vector<int64_t>{4}));
  const ConfusionMatrix matrix = confusionOf(labels, taken, 2);
  for (int truth = 0; truth < 2; ++truth)
    for (int other = 0; other < 2; ++other)
      EXPECT_EQ(std::ssize(pointsTaken(labels, taken, truth, other)), matrix.count(truth, other));
}

TEST(NearestExemplars, AreThoseOfTheClassifierThatLooksAtTheNearest) {
  const DatasetPtr train = test::clusteredDataset(60, 4, 1), held = test::clusteredDataset(20, 4, 2);
  const std::vector<int64_t> exemplars = {3, 11, 12, 30, 41, 55}, rows = {0, 7, 19};
  RunControl control(1);
  const auto nearest = nearestExemplars(*train, exemplars, *held, rows, 4, control);
  ASSERT_EQ(nearest.size(), rows.size());
  const std::vector<float> there = train->features.selectRows(exemplars, 4).floats();
  const std::vector<int32_t> first =
      nearestPoints(held->features.selectRows(rows, 4).floats(), there, std::ssize(exemplars), 4, control);
  const auto distance = [&](int64_t row, int64_t exemplar) {
    double squares = 0;
    for (int64_t d = 0; d < 4; ++d) squares += std::pow(held->value(row, d) - train->value(exemplar, d), 2);
    return squares;
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(nearest[i].size(), 4u);
    EXPECT_EQ(nearest[i].front(), exemplars[static_cast<size_t>(first[i])]);
    EXPECT_TRUE(test::allDistinct(nearest[i]));
    for (size_t n = 1; n < nearest[i].size(); ++n)
      EXPECT_LE(distance(rows[i], nearest[i][n - 1]), distance(rows[i], nearest[i][n]));
  }
  EXPECT_EQ(nearestExemplars(*train, exemplars, *held, rows, 10, control).front().size(), exemplars.size());
}

TEST(NearestExemplars, TiesGoToTheEarlierAndScalesAreThoseOfTheTrainingSet) {
  const DatasetPtr train = test::datasetOf(test::featuresOf({1, 0, 1, 5}, 4, 1), {0, 0, 0, 0}, 1);
  const DatasetPtr held = test::datasetOf(test::featuresOf({1}, 1, 1), {0}, 1);
  RunControl control(1);
  EXPECT_EQ(nearestExemplars(*train, {2, 0, 1}, *held, {0}, 2, control).front(),
            (std::vector<int64_t>{2, 0}));
}

}  // namespace
}  // namespace adapsne
