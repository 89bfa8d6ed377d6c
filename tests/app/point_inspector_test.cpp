// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/point_inspector.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/support/eventually.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct PointInspectorTest : ::testing::Test {
  RunPtr run = test::runOnce(test::clusteredDataset(40, 4, 1), test::quickOptions());
  PointInspector inspector;
  std::vector<int64_t> points;
  std::vector<QString> problems;

  PointInspectorTest() {
    QObject::connect(
        &inspector, &PointInspector::sceneReady, &inspector,
        [this](const std::shared_ptr<const FireworksScene>& scene) { points.push_back(scene->point); });
    QObject::connect(
        &inspector, &PointInspector::failed, &inspector,
        [this](const QString&, const QString& problem, const QString&) { problems.push_back(problem); });
  }
  /// A run whose search throws std::invalid_argument: it names no datapath.
  RunPtr broken() const {
    adapsne::Run wrong = *run;
    wrong.options.search.arithmetic = static_cast<Arithmetic>(99);
    return std::make_shared<const adapsne::Run>(wrong);
  }
};

TEST_F(PointInspectorTest, DeliversTheSceneOfThePointThatWasAskedForLast) {
  inspector.inspect(run, nullptr, 3);
  inspector.inspect(run, nullptr, 5);
  ASSERT_TRUE(eventually([&] { return !points.empty() && points.back() == 5; }));
  EXPECT_TRUE(problems.empty());
}

TEST_F(PointInspectorTest, WhatASearchThrowsIsReportedAndTheNextPointIsDelivered) {
  inspector.inspect(broken(), nullptr, 3);
  ASSERT_TRUE(eventually([&] { return !problems.empty(); }));
  EXPECT_FALSE(problems[0].isEmpty());
  EXPECT_TRUE(points.empty());
  inspector.inspect(run, nullptr, 4);
  ASSERT_TRUE(eventually([&] { return !points.empty(); }));
  EXPECT_EQ(points, std::vector<int64_t>{4});
}

TEST_F(PointInspectorTest, WhatWasCancelledHasNotFailed) {
  inspector.inspect(broken(), nullptr, 3);
  inspector.cancel();
  inspector.inspect(run, nullptr, 4);
  ASSERT_TRUE(eventually([&] { return !points.empty(); }));
  EXPECT_TRUE(problems.empty());
}

}  // namespace
}  // namespace adapsne
