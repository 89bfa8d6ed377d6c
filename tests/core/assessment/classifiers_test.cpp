// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/classifiers.h"

#include <map>

#include <gtest/gtest.h>

#include "core/catalogue/catalogue.h"
#include "tests/support/installed_data.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::map<std::string, SubsetAccuracy> prepared(const Dataset& train, const Dataset& test,
                                               RunControl& control) {
  std::map<std::string, SubsetAccuracy> result;
  for (const Classifier& c : classifiers())
    if (SubsetAccuracy accuracy = c.prepare(train, test, control)) result[c.name] = std::move(accuracy);
  return result;
}

TEST(Classifiers, SeparatedClustersAreTold) {
  RunControl control(1);
  const DatasetPtr data = test::clusteredDataset(120, 6, 1);
  std::vector<int64_t> all(data->points);
  for (int64_t i = 0; i < data->points; ++i) all[i] = i;
  auto of = prepared(*data, *data, control);
  EXPECT_EQ(of.size(), 2u) << "a table has no patches";
  for (const auto& [name, accuracy] : of) EXPECT_GT(accuracy(all, control), 0.95) << name;
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
  EXPECT_EQ(of.size(), 2u);
  for (const auto& [name, accuracy] : of)
    EXPECT_NEAR(accuracy(oneClass, control), share, 1e-12) << name << " knows no other class";
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
  auto with = prepared(*train, *held, one), again = prepared(*train, *held, three);
  ASSERT_EQ(with.count("softmax-patches"), 1u);
  for (const auto& [name, accuracy] : with) {
    const double share = accuracy(exemplars, one);
    EXPECT_GT(share, 0.4) << name << ": chance is a tenth";
    EXPECT_EQ(again.at(name)(exemplars, three), share) << name;
  }
}

}  // namespace
}  // namespace adapsne
