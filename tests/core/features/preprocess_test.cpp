// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/preprocess.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/features/pca.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const Features> prepared(const Dataset& dataset, Scale scale, int pca = 0) {
  RunControl control(1);
  return preprocess(dataset, {scale, pca}, control);
}

TEST(Preprocess, CosineMakesEuclideanDistancesOfAngles) {
  RunControl control(2);
  const Features f = test::clusteredFeatures(60, 7, 3);
  PreprocessOptions options;
  options.scale = Scale::None;
  options.metric = Metric::Cosine;
  const Preprocessor fitted(*test::datasetOf(f), options, control);
  const auto dot = [](std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (size_t d = 0; d < a.size(); ++d) sum += static_cast<double>(a[d]) * b[d];
    return sum;
  };
  const Features& unit = *fitted.features();
  for (int64_t i = 1; i < 60; ++i) {
    EXPECT_NEAR(dot(unit.row(i), unit.row(i)), 1, 1e-6);
    const double cosine =
        dot(f.row(i), f.row(0)) / std::sqrt(dot(f.row(i), f.row(i)) * dot(f.row(0), f.row(0)));
    double squares = 0;
    for (int64_t d = 0; d < 7; ++d) squares += std::pow(unit.row(i)[d] - unit.row(0)[d], 2);
    EXPECT_NEAR(squares, 2 - 2 * cosine, 1e-5);
  }
  EXPECT_TRUE(unit.warnings.empty());
  EXPECT_TRUE(test::sameBits(fitted.apply(*test::datasetOf(f), control).values, unit.values));
}

TEST(Preprocess, CosineOfZerosIsSaidAndStaysFinite) {
  RunControl control(1);
  PreprocessOptions options;
  options.scale = Scale::None;
  options.metric = Metric::Cosine;
  const auto features =
      preprocess(*test::datasetOf(test::featuresOf({0, 0, 3, 4, 0, 0}, 3, 2)), options, control);
  EXPECT_EQ(features->values, (std::vector<float>{0, 0, 0.6f, 0.8f, 0, 0}));
  ASSERT_EQ(features->warnings.size(), 1u);
  EXPECT_NE(features->warnings[0].find("2 of 3 points are all zeros"), std::string::npos);
}

TEST(Preprocess, NoneTakesTheValuesAsTheyAre) {
  const DatasetPtr dataset = test::clusteredDataset(30, 4, 1);
  const auto features = prepared(*dataset, Scale::None);
  EXPECT_EQ(features->values, dataset->features);
  EXPECT_EQ(features->scale, Scale::None);
  EXPECT_EQ(features->keptVariance, 1);
  EXPECT_TRUE(features->warnings.empty());
}

TEST(Preprocess, AutoIsMaximumForImagesAndStandardizeForTables) {
  Dataset dataset = *test::clusteredDataset(30, 4, 2);
  EXPECT_EQ(prepared(dataset, Scale::Auto)->scale, Scale::Standardize);
  EXPECT_EQ(prepared(dataset, Scale::Auto)->values, prepared(dataset, Scale::Standardize)->values);
  dataset.image = {2, 2, 1};
  EXPECT_EQ(prepared(dataset, Scale::Auto)->scale, Scale::Maximum);
  EXPECT_EQ(prepared(dataset, Scale::Auto)->values, prepared(dataset, Scale::Maximum)->values);
}

TEST(Preprocess, MaximumDividesByTheLargestAbsoluteValue) {
  const DatasetPtr dataset = test::datasetOf(test::featuresOf({1, -8, 2, 4, 0, 6}, 3, 2));
  EXPECT_EQ(prepared(*dataset, Scale::Maximum)->values, (std::vector<float>{0.125, -1, 0.25, 0.5, 0, 0.75}));
  const DatasetPtr zero = test::datasetOf(test::featuresOf(std::vector<float>(6, 0), 3, 2));
  EXPECT_EQ(prepared(*zero, Scale::Maximum)->values, std::vector<float>(6, 0));
}

TEST(Preprocess, StandardizeGivesEveryColumnMean0AndDeviation1) {
  Features raw = test::clusteredFeatures(500, 3, 3);
  for (int64_t i = 0; i < 500; ++i) {
    raw.values[3 * i] = 1e6f + raw.values[3 * i] * 10;  // a large offset
    raw.values[3 * i + 1] *= 1e-6f;                     // a tiny unit
  }
  const auto features = prepared(*test::datasetOf(raw), Scale::Standardize);
  for (int d = 0; d < 3; ++d) {
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < 500; ++i) sum += features->row(i)[d];
    for (int64_t i = 0; i < 500; ++i) squares += std::pow(features->row(i)[d] - sum / 500, 2);
    EXPECT_NEAR(sum / 500, 0, 1e-6) << d;
    EXPECT_NEAR(squares / 500, 1, 1e-6) << d;
  }
  EXPECT_TRUE(features->warnings.empty());
}

TEST(Preprocess, ConstantColumnsBecomeZeroAndAreCounted) {
  Features raw = test::clusteredFeatures(50, 4, 4);
  for (int64_t i = 0; i < 50; ++i) {
    raw.values[4 * i] = 0;
    raw.values[4 * i + 2] = i == 7 ? std::nextafter(123456.7f, 0.0f) : 123456.7f;  // only rounding apart
  }
  const auto features = prepared(*test::datasetOf(raw), Scale::Standardize);
  for (int64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(features->row(i)[0], 0);
    EXPECT_EQ(features->row(i)[2], 0);
    EXPECT_NE(features->row(i)[1], 0);
  }
  ASSERT_EQ(features->warnings.size(), 1u);
  EXPECT_EQ(features->warnings[0], "2 of 4 columns are constant and carry no information.");
}

TEST(Preprocess, PcaFollowsTheScaling) {
  const DatasetPtr dataset = test::clusteredDataset(80, 9, 5);
  const auto scaled = prepared(*dataset, Scale::Standardize);
  const auto reduced = prepared(*dataset, Scale::Standardize, 4);
  RunControl control(1);
  const PcaResult expected = principalComponents(scaled->values, 80, 9, 4, control);
  EXPECT_EQ(reduced->dimensions, 4);
  EXPECT_EQ(reduced->values, expected.scores);
  EXPECT_DOUBLE_EQ(reduced->keptVariance, expected.keptVariance / expected.totalVariance);
  EXPECT_GT(reduced->keptVariance, 0.3);
  EXPECT_LT(reduced->keptVariance, 1);
}

/// Rows are scaled while PCA reads them: no bit may differ from PCA of a scaled copy.
TEST(Preprocess, PcaOfRowsScaledOnTheWayIsThatOfTheScaledData) {
  RunControl control(2);
  for (const DatasetPtr& dataset : {test::clusteredDataset(700, 9, 15), test::clusteredDataset(40, 90, 16),
                                    test::clusteredDataset(600, 170, 17)})
    for (const Scale scale : {Scale::None, Scale::Standardize, Scale::Maximum})
      for (const Metric metric : {Metric::Euclidean, Metric::Cosine}) {
        PreprocessOptions options{scale, 0, ImageFeatures::Raw, metric};
        const auto scaled = preprocess(*dataset, options, control);
        options.pca = 5;
        const Preprocessor fitted(*dataset, options, control);
        const PcaResult expected =
            principalComponents(scaled->values, scaled->points, scaled->dimensions, 5, control);
        EXPECT_TRUE(test::sameBits(fitted.features()->values, expected.scores));
        EXPECT_EQ(fitted.features()->keptVariance, expected.keptVariance / expected.totalVariance);
        EXPECT_TRUE(test::sameBits(fitted.apply(*dataset, control).values,
                                   projectOnto(expected, scaled->values, scaled->points, control)));
      }
}

TEST(Preprocess, PcaHasNoEffectWhereItCouldDropNothing) {
  const DatasetPtr dataset = test::clusteredDataset(80, 9, 6);
  EXPECT_EQ(prepared(*dataset, Scale::None, 9)->values, dataset->features);
  EXPECT_EQ(prepared(*dataset, Scale::None, 50)->dimensions, 9);
  const DatasetPtr few = test::clusteredDataset(8, 30, 7);  // D > N
  EXPECT_EQ(prepared(*few, Scale::None, 8)->dimensions, 30);
  EXPECT_EQ(prepared(*few, Scale::None, 7)->dimensions, 7);
}

TEST(Preprocess, PcaOfConstantDataKeepsEverythingThereIs) {
  const DatasetPtr dataset = test::datasetOf(test::featuresOf(std::vector<float>(60, 2), 20, 3));
  EXPECT_EQ(prepared(*dataset, Scale::Standardize, 2)->keptVariance, 1);
}

TEST(Preprocess, CanBeCancelled) {
  const DatasetPtr dataset = test::clusteredDataset(50, 6, 8);
  for (Scale scale : {Scale::Standardize, Scale::Maximum}) {
    RunControl control(1);
    control.cancel();
    EXPECT_THROW(preprocess(*dataset, {scale, 0}, control), Cancelled);
  }
}

/// Rows first .. first + count - 1 of a dataset.
Dataset slice(const Dataset& dataset, int64_t first, int64_t count) {
  std::vector<int64_t> rows(count);
  for (int64_t i = 0; i < count; ++i) rows[i] = first + i;
  return selectRows(dataset, rows);
}

TEST(Preprocessor, BringsItsOwnRowsToTheSamePlace) {
  const DatasetPtr tall = test::clusteredDataset(120, 9, 9), wide = test::clusteredDataset(20, 60, 10);
  for (const DatasetPtr& dataset : {tall, wide}) {
    for (Scale scale : {Scale::None, Scale::Standardize, Scale::Maximum}) {
      for (int pca : {0, 4}) {
        RunControl control(2);
        const Preprocessor fitted(*dataset, {scale, pca}, control);
        const Features again = fitted.apply(*dataset, control);
        EXPECT_EQ(fitted.features()->values, preprocess(*dataset, {scale, pca}, control)->values);
        ASSERT_EQ(again.values.size(), fitted.features()->values.size());
        EXPECT_EQ(again.dimensions, fitted.features()->dimensions);
        EXPECT_EQ(again.scale, scale);
        EXPECT_EQ(again.keptVariance, fitted.features()->keptVariance);
        for (size_t i = 0; i < again.values.size(); ++i)
          EXPECT_NEAR(again.values[i], fitted.features()->values[i], 2e-5) << i;
      }
    }
  }
}

TEST(Preprocessor, LearnsNothingFromTheRowsItIsAppliedTo) {
  const DatasetPtr all = test::clusteredDataset(100, 6, 11);
  RunControl control(1);
  const Preprocessor fitted(slice(*all, 0, 60), {Scale::Standardize, 3}, control);
  const Features together = fitted.apply(slice(*all, 60, 40), control);
  // Each row's place depends on that row alone.
  for (int64_t i = 0; i < 40; ++i) {
    const Features alone = fitted.apply(slice(*all, 60 + i, 1), control);
    for (int64_t d = 0; d < 3; ++d) EXPECT_NEAR(alone.row(0)[d], together.row(i)[d], 1e-5);
  }
  EXPECT_EQ(fitted.apply(slice(*all, 0, 0), control).points, 0);
}

TEST(Preprocessor, ScalesHeldOutRowsByWhatItLearned) {
  RunControl control(1);
  const auto learned = test::datasetOf(test::featuresOf({0, 10, 2, 30}, 2, 2));
  const auto other = test::datasetOf(test::featuresOf({3, 60}, 1, 2));
  EXPECT_EQ(Preprocessor(*learned, {Scale::Maximum, 0}, control).apply(*other, control).values,
            (std::vector<float>{0.1f, 2}));
  EXPECT_EQ(Preprocessor(*learned, {Scale::Standardize, 0}, control).apply(*other, control).values,
            (std::vector<float>{2, 4}));
}

TEST(Preprocessor, RefusesDataOfAnotherShape) {
  RunControl control(1);
  const Preprocessor fitted(*test::clusteredDataset(30, 4, 12), {}, control);
  EXPECT_THROW(fitted.apply(*test::clusteredDataset(30, 5, 12), control), Error);
  Dataset image = *test::clusteredDataset(30, 4, 12);
  image.image = {2, 2, 1};
  EXPECT_THROW(fitted.apply(image, control), Error);
}

}  // namespace
}  // namespace adapsne
