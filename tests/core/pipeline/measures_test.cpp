// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/measures.h"

#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/pipeline/run_store.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const Measure& measure(const std::string& key) {
  for (const Measure& m : measures())
    if (m.key == key) return m;
  throw std::runtime_error("no measure " + key);
}

struct MeasuresTest : ::testing::Test {
  RunPtr run = test::runOnce(test::clusteredDataset(120, 8, 1), test::quickOptions("nms-edge"));
};

TEST_F(MeasuresTest, EachIsDescribedOnceAndStandsInTheSummary) {
  const nlohmann::json summed = summary(*run);
  std::set<std::string> keys, titles;
  for (const Measure& m : measures()) {
    EXPECT_TRUE(keys.insert(m.key).second) << m.key;
    EXPECT_TRUE(titles.insert(m.title).second) << m.title;
    EXPECT_FALSE(m.help.empty()) << m.key;
    ASSERT_TRUE(summed.contains(m.key)) << m.key;
    EXPECT_EQ(summed[m.key].get<double>(), m.value(*run)) << m.key;
  }
  EXPECT_TRUE(summed["lost"].is_number_integer());
}

TEST_F(MeasuresTest, BetterDependsOnTheMeasureNotOnTheSign) {
  EXPECT_EQ(verdict(measure("trustworthiness"), 0.8, 0.9), 1);
  EXPECT_EQ(verdict(measure("lost"), 3, 9), -1);
  EXPECT_EQ(verdict(measure("lost"), 9, 3), 1);
  EXPECT_EQ(verdict(measure("lost"), 3, 3), 0);
  EXPECT_EQ(verdict(measure("kl"), 1, 2), 0) << "of two P nobody can say which map is better by KL";
  EXPECT_EQ(verdict(measure("stray"), kNaN, 2), 0);
}

TEST_F(MeasuresTest, AreSaidAsPeopleReadThem) {
  EXPECT_EQ(measureText(measure("trustworthiness"), 0.91234, *run), "0.9123");
  EXPECT_EQ(differenceText(measure("trustworthiness"), 0.9, 0.95), "+0.0500");
  EXPECT_EQ(measureText(measure("lost"), 12, *run), "12 (10.0 %)");
  EXPECT_EQ(differenceText(measure("lost"), 1200, 6), "-1,194");
  EXPECT_EQ(differenceText(measure("lost"), 6, 6), "0");
  EXPECT_EQ(measureText(measure("stray"), kNaN, *run), "—");
  EXPECT_EQ(differenceText(measure("stray"), kNaN, 1), "");
  EXPECT_EQ(measureText(measure("seconds_alone"), 4.307, *run), "4.31 s");
}

TEST_F(MeasuresTest, WithoutLabelsNothingIsSaidOfClasses) {
  Dataset plain = *run->dataset;
  plain.labels.clear();
  plain.classNames.clear();
  const RunPtr unlabelled =
      test::runOnce(std::make_shared<const Dataset>(std::move(plain)), test::quickOptions("nms-ideal"));
  EXPECT_TRUE(std::isnan(measure("stray").value(*unlabelled)));
  for (const char* key : {"stray", "classes_hit", "class_entropy", "exemplar_agreement"}) {
    EXPECT_TRUE(summary(*unlabelled)[key].is_null()) << key;
    EXPECT_EQ(measureText(measure(key), measure(key).value(*unlabelled), *unlabelled), "—") << key;
  }
}

TEST_F(MeasuresTest, WhatRoundsToNothingHasNoSignAndIsNoVerdict) {
  const Measure& trust = measure("trustworthiness");
  EXPECT_EQ(differenceText(trust, 0.98765, 0.98768), "0.0000");
  EXPECT_EQ(differenceText(trust, 0.98768, 0.98765), "0.0000");
  EXPECT_EQ(verdict(trust, 0.98765, 0.98768), 0);
  EXPECT_EQ(verdict(trust, 0.98768, 0.98765), 0);
  EXPECT_EQ(differenceText(trust, 0.9876, 0.98767), "+0.0001");
  EXPECT_EQ(verdict(trust, 0.9876, 0.98767), 1);
  EXPECT_EQ(measureText(measure("kl"), -1e-9), "0.000");
  EXPECT_EQ(differenceText(measure("seconds_alone"), 2.001, 2), "0.00 s");
}

/// One name each, that of the guide's axes and of the command line.
TEST_F(MeasuresTest, EntropiesHaveOneName) {
  EXPECT_EQ(measure("entropy_representation").title, "H_rep");
  EXPECT_EQ(measure("entropy_occupancy").title, "H_grid");
}

}  // namespace
}  // namespace adapsne
