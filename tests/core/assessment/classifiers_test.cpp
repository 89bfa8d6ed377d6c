// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/classifiers.h"

#include <cmath>
#include <functional>
#include <map>

#include <gtest/gtest.h>

#include "core/assessment/judged_features.h"
#include "core/assessment/predictions.h"
#include "core/catalogue/catalogue.h"
#include "core/dataset/hold_out.h"
#include "core/support/random.h"
#include "tests/support/installed_data.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

using Accuracy = std::function<double(const std::vector<int64_t>&, uint64_t, RunControl&)>;

Accuracy accuracyBy(const Classifier& c, JudgedData& data, RunControl& control) {
  return [&test = data.test(), predictions = c.prepare(data, control)](const std::vector<int64_t>& exemplars,
                                                                       uint64_t seed, RunControl& each) {
    return accuracyOf(predictions(exemplars, seed, each), test.labels);
  };
}

std::map<std::string, Accuracy> prepared(const Dataset& train, const Dataset& test, RunControl& control,
                                         bool networks = true) {
  JudgedData data(train, test);
  std::map<std::string, Accuracy> result;
  for (const Classifier& c : classifiers())
    if ((networks || !c.sideBySide) && c.fits(train)) result[c.name] = accuracyBy(c, data, control);
  return result;
}

TEST(Classifiers, SeparatedClustersAreTold) {
  RunControl control(1);
  const DatasetPtr data = test::clusteredDataset(120, 6, 1);
  std::vector<int64_t> all(data->points);
  for (int64_t i = 0; i < data->points; ++i) all[i] = i;
  auto of = prepared(*data, *data, control);
  EXPECT_EQ(of.size(), 3u) << "a table has no patches and is no image";
  for (const auto& [name, accuracy] : of) EXPECT_GT(accuracy(all, 1, control), 0.95) << name;
}

TEST(Classifiers, OnlyTheExemplarsAreTrainedOn) {
  RunControl control(1);
  const DatasetPtr data = test::clusteredDataset(120, 6, 1);
  std::vector<int64_t> oneClass;
  double share = 0;
  for (int64_t i = 0; i < data->points; ++i)
    if (data->labels[i] == 1) {
      if (oneClass.size() < 5) oneClass.push_back(i);
      share += 1.0 / static_cast<double>(data->points);
    }
  const auto of = prepared(*data, *data, control);
  EXPECT_EQ(of.size(), 3u);
  for (const auto& [name, accuracy] : of)
    EXPECT_NEAR(accuracy(oneClass, 1, control), share, 1e-12) << name << " knows no other class";
}

TEST(Classifiers, ImagesAreAlsoJudgedByPatchesAndTheSameAtAnyThreadCount) {
  for (const char* name : {"fashion-mnist", "fashion-mnist-test"})
    if (const auto why = test::missingData(name); !why.empty()) GTEST_SKIP() << why;
  RunControl one(1), three(3);
  DatasetOptions options;
  options.points = 200;
  const DatasetPtr train = openDataset("fashion-mnist", options, 1, one);
  const DatasetPtr held = openDataset("fashion-mnist-test", options, 1, one);
  std::vector<int64_t> exemplars;
  for (int64_t i = 0; i < 100; ++i) exemplars.push_back(i);
  auto with = prepared(*train, *held, one, false), again = prepared(*train, *held, three, false);
  ASSERT_EQ(with.count("softmax-patches"), 1u);
  ASSERT_EQ(with.count("1-nn-patches"), 1u);
  for (const auto& [name, accuracy] : with) {
    const double share = accuracy(exemplars, 1, one);
    EXPECT_GT(share, 0.4) << name << ": chance is a tenth";
    EXPECT_EQ(again.at(name)(exemplars, 1, three), share) << name;
  }
  // The rule itself, in the space of both classifiers on patches.
  const auto in = JudgedData(*train, *held).features(ImageFeatures::Patches, one);
  int64_t hits = 0;
  for (int64_t i = 0; i < held->points; ++i) {
    double smallest = 1e300;
    int32_t label = -1;
    for (const int64_t row : exemplars) {
      double sum = 0;
      for (int64_t d = 0; d < in->test.dimensions; ++d)
        sum += std::pow(in->test.row(i)[d] - in->train->row(row)[d], 2);
      if (sum < smallest) smallest = sum, label = train->labels[row];
    }
    hits += label == held->labels[i];
  }
  EXPECT_NEAR(with.at("1-nn-patches")(exemplars, 1, one),
              static_cast<double>(hits) / static_cast<double>(held->points), 1e-12);
  EXPECT_TRUE(std::isnan(with.at("1-nn-patches")({}, 1, one)));
}

TEST(JudgedData, ClassifiersOfOneSpaceShareIt) {
  RunControl control(1);
  const DatasetPtr train = test::clusteredDataset(90, 4, 1), other = test::clusteredDataset(60, 4, 2);
  JudgedData data(*train, *other);
  const auto first = data.features(ImageFeatures::Raw, control);
  EXPECT_EQ(first->train->points, 90);
  EXPECT_EQ(first->test.points, 60);
  const auto softmax = classifier("softmax").prepare(data, control),
             mlp = classifier("mlp").prepare(data, control);
  EXPECT_EQ(data.features(ImageFeatures::Raw, control), first);
  EXPECT_EQ(first.use_count(), 4) << "this, the data and both";
}

TEST(Classifiers, NetworksJudgeSmallImagesTheSameAtAnyThreadCount) {
  RunControl one(1), three(3);
  DatasetOptions options;
  options.points = 300;
  const DatasetPtr digits = openDataset("digits", options, 1, one);
  const HoldOut data = holdOut(*digits, 0.5, 1, one);
  JudgedData judged(*data.train, *data.test);
  std::vector<int64_t> exemplars;
  for (int64_t i = 0; i < 60; ++i) exemplars.push_back(i);
  for (const char* name : {"mlp", "lenet", "cnn"}) {
    ASSERT_TRUE(classifier(name).fits(*data.train)) << name;
    const Accuracy accuracy = accuracyBy(classifier(name), judged, one);
    const double share = accuracy(exemplars, 1, one);
    EXPECT_GT(share, 0.7) << name << ": chance is a tenth";
    // The bits of the others are train_network_test's.
    if (std::string(name) != "mlp") continue;
    EXPECT_EQ(accuracy(exemplars, 1, three), share) << name;
    EXPECT_TRUE(std::isnan(accuracy({}, 1, one))) << name;
  }
  EXPECT_FALSE(mirrorKeepsClasses(*digits, one));
}

TEST(Classifiers, ImagesWithoutASideCanBeMirrored) {
  RunControl control(1);
  Dataset dataset;
  RandomStream random(1);
  dataset.points = 200;
  dataset.dimensions = 64;
  dataset.image = {8, 8, 1};
  dataset.classNames = {"dark", "bright"};
  std::vector<float> values;
  for (int i = 0; i < 200; ++i) {
    dataset.labels.push_back(i % 2);
    for (int d = 0; d < 64; ++d) values.push_back(static_cast<float>(100 * (i % 2) + 10 * random.normal()));
  }
  dataset.features = values;
  EXPECT_TRUE(mirrorKeepsClasses(dataset, control));
  // Bright at the left, or at the right.
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = (i % 8 < 4) == (dataset.labels[i / 64] == 0) ? 100.0f : 0.0f;
  dataset.features = values;
  EXPECT_FALSE(mirrorKeepsClasses(dataset, control));
  dataset.labels.clear();
  EXPECT_FALSE(mirrorKeepsClasses(dataset, control));
}

}  // namespace
}  // namespace adapsne
