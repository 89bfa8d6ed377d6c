// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/compare_methods.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "core/assessment/nearest_neighbor_classes.h"
#include "core/assessment/predictions.h"
#include "core/assessment/softmax_regression.h"
#include "core/comparison/accuracy_table.h"
#include "core/pipeline/presets.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using test::quickOptions;

/// Keeps all that it is told.
struct Listener : ComparisonObserver {
  void computed(const Cell& cell) override { cells.push_back(cell); }
  void progressed(const ComparisonProgress& p) override {
    shares.push_back(p.share);
    if (onProgress) onProgress(p);
  }
  std::vector<Cell> cells;
  std::vector<double> shares;
  std::function<void(const ComparisonProgress&)> onProgress;
};

std::vector<SubsetBudget> ratios(const std::vector<double>& values) {
  std::vector<SubsetBudget> budgets;
  for (const double value : values) budgets.push_back({value, 0});
  return budgets;
}

class Comparing : public testing::Test {
 protected:
  double nearestAccuracy(const std::vector<int64_t>& rows) {
    return accuracyOf(nearestNeighborClasses(*data_.train, rows, *data_.test, control_), data_.test->labels);
  }
  std::vector<Cell> cells(const ComparisonOptions& options, const std::vector<CellId>& known = {},
                          int threads = 1) {
    control_.setThreads(threads);
    Listener listener;
    compareMethods({data_}, options, known, listener, control_);
    shares_ = listener.shares;
    return listener.cells;
  }
  /// The rows of one classifier.
  std::vector<AccuracyRow> compare(const ComparisonOptions& options, int threads = 1,
                                   const std::string& classifier = "1-nn") {
    std::vector<AccuracyRow> rows = accuracyTable(planOf({data_}, options), cells(options, {}, threads)).rows;
    std::erase_if(rows, [&](const AccuracyRow& row) { return row.classifier != classifier; });
    return rows;
  }
  ComparisonOptions options(std::vector<std::string> methods) const {
    ComparisonOptions o;
    o.common = quickOptions();
    o.methods = std::move(methods);
    o.budgets = ratios({0.05, 0.1, 0.3});
    o.seeds = 3;
    return o;
  }
  std::string refusal(const ComparisonOptions& options) {
    try {
      compare(options);
    } catch (const Error& e) {
      return e.what();
    }
    return "compared";
  }
  RunControl control_{1};
  DatasetPtr dataset_ = test::clusteredDataset(120, 6, 1);
  HoldOut data_ = holdOut(*dataset_, 0.2, 1, control_);
  std::vector<double> shares_;
};

TEST_F(Comparing, FiguresAreThoseOfTheRunsThemselves) {
  ComparisonOptions o = options({"nms-ideal", "random", "adapsne"});
  const auto rows = compare(o);
  ASSERT_EQ(rows.size(), 9u);
  for (size_t r = 0; r < 3; ++r)
    for (size_t m = 0; m < 3; ++m) {
      const AccuracyRow& row = rows[3 * r + m];
      EXPECT_EQ(row.method, o.methods[m]);
      EXPECT_EQ(row.budget, o.budgets[r]);
      ASSERT_EQ(row.accuracies.size(), 3u);
      // A fixed target's own run at this ratio; a guided one's at the ratio that guides.
      if (m == 2 && o.budgets[r].ratio != 0.1) continue;
      for (uint64_t s = 0; s < 3; ++s) {
        Options run = o.common;
        applyMethod(run, m == 2 ? "adapsne" : "nms-ideal");
        if (m == 1) run.sampling.sampler = Sampler::Random;
        run.sampling.ratio = o.budgets[r].ratio;
        run.seed = o.common.seed + s;
        const RunPtr result = test::runOnce(data_.train, run);
        EXPECT_EQ(row.exemplars, static_cast<int64_t>(result->subset->rows.size()));
        EXPECT_EQ(row.accuracies[s], nearestAccuracy(result->subset->rows))
            << row.method << " at " << row.budget.ratio;
      }
    }
}

TEST_F(Comparing, DifferencesArePairedBySeed) {
  const auto rows = compare(options({"kmeans-pca", "random", "stratified"}));
  for (size_t r = 0; r < 3; ++r) {
    const AccuracyRow *first = &rows[3 * r], *random = &rows[3 * r + 1], *last = &rows[3 * r + 2];
    double mean = 0, squares = 0;
    std::vector<double> difference;
    for (size_t s = 0; s < 3; ++s) difference.push_back(last->accuracies[s] - random->accuracies[s]);
    for (double d : difference) mean += d / 3;
    for (double d : difference) squares += (d - mean) * (d - mean);
    EXPECT_NEAR(last->againstRandom.mean, mean, 1e-12);
    EXPECT_NEAR(last->againstRandom.standardError, std::sqrt(squares / 2 / 3), 1e-12);
    EXPECT_NEAR(last->againstFirst.mean, last->accuracy.mean - first->accuracy.mean, 1e-12);
    EXPECT_EQ(first->againstFirst.mean, 0);
    EXPECT_EQ(first->againstFirst.standardError, 0);
  }
  const auto without = compare(options({"kmeans-pca", "stratified"}));
  EXPECT_TRUE(std::isnan(without[0].againstRandom.mean));
}

TEST_F(Comparing, SameAtAnyThreadCountAndProgressNeverFalls) {
  ComparisonOptions o =
      options({"nms-edge", "adapsne-plus", "facility-location-classes", "herding", "k-center"});
  o.seeds = 2;
  const auto one = compare(o);
  ASSERT_FALSE(shares_.empty());
  EXPECT_TRUE(std::is_sorted(shares_.begin(), shares_.end()));
  EXPECT_LE(shares_.back(), 1 + 1e-9);
  for (int threads : {2, 3}) {
    o.common.threads = threads;
    const auto other = compare(o, threads);
    for (size_t i = 0; i < one.size(); ++i)
      EXPECT_EQ(other[i].accuracies, one[i].accuracies) << one[i].method;
  }
}

TEST_F(Comparing, WhatIsSetForAllGoesBeforeAPresetAndAfterABaseline) {
  ComparisonOptions o = options({"adapsne", "random"});
  o.seeds = 1;
  o.budgets = ratios({0.1});
  const auto plain = compare(o);
  o.adjust = [](Options& all) {
    all.perplexity = 10;
    all.sampling.sampler = Sampler::FarthestPoint;
  };
  const auto adjusted = compare(o);
  EXPECT_EQ(adjusted[1].accuracies, plain[1].accuracies) << "random stays random";
  Options run = o.common;
  applyMethod(run, "adapsne");
  o.adjust(run);
  run.sampling.ratio = 0.1;
  const RunPtr result = test::runOnce(data_.train, run);
  EXPECT_TRUE(result->guidance.empty());
  EXPECT_EQ(adjusted[0].accuracies[0], nearestAccuracy(result->subset->rows));
}

TEST_F(Comparing, EveryClassifierJudgesTheSameSubsets) {
  ComparisonOptions o = options({"stratified"});
  o.seeds = 1;
  o.budgets = ratios({0.1});
  const auto rows = compare(o, 1, "softmax");
  ASSERT_EQ(rows.size(), 1u);
  Options run = o.common;
  run.sampling.sampler = Sampler::Random;
  run.sampling.classes = ClassPolicy::PerClass;
  run.sampling.ratio = 0.1;
  const RunPtr result = test::runOnce(data_.train, run);
  const Preprocessor fitted(*data_.train, {}, control_);
  EXPECT_EQ(rows[0].accuracies[0],
            accuracyOf(softmaxClasses(*fitted.features(), data_.train->labels, result->subset->rows,
                                      fitted.apply(*data_.test, control_), data_.train->classes(), control_),
                       data_.test->labels));
}

TEST_F(Comparing, NetworksTrainSideBySideToTheSameFigures) {
  ComparisonOptions o = options({"stratified"});
  o.seeds = 1;
  o.budgets = ratios({0.05, 0.3});
  o.classifiers = {"mlp", "1-nn"};
  const auto one = compare(o, 1, "mlp");
  ASSERT_EQ(one.size(), 2u);
  EXPECT_TRUE(std::is_sorted(shares_.begin(), shares_.end()));
  EXPECT_NEAR(shares_.back(), 1, 1e-9);
  for (const AccuracyRow& row : one) EXPECT_GT(row.accuracy.mean, 0.5) << row.method;
  const auto three = compare(o, 3, "mlp");
  ASSERT_EQ(three.size(), 2u);
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(three[i].accuracies, one[i].accuracies);
  o.classifiers = {"1-nn"};
  EXPECT_EQ(compare(o).size(), 2u);
  EXPECT_TRUE(compare(o, 1, "softmax").empty()) << "it was not asked";
}

TEST_F(Comparing, OneSeedHasNoDeviation) {
  ComparisonOptions o = options({"random"});
  o.seeds = 1;
  const auto rows = compare(o);
  EXPECT_TRUE(std::isnan(rows[0].accuracy.deviation));
  const std::string csv = accuracyCsv({"random", rows, {}});
  EXPECT_EQ(csv.find("nan"), std::string::npos);
}

TEST_F(Comparing, TheCsvReadsBack) {
  const auto rows = compare(options({"random", "stratified"}));
  ASSERT_EQ(rows.size(), 6u) << "two methods at three ratios";
  std::istringstream lines(accuracyCsv({"random", rows, {}}));
  std::string line, cell;
  std::getline(lines, line);
  EXPECT_EQ(std::count(line.begin(), line.end(), ','), 12);
  for (const AccuracyRow& row : rows) {
    ASSERT_TRUE(std::getline(lines, line));
    std::istringstream cells(line);
    std::vector<std::string> values;
    while (std::getline(cells, cell, ',')) values.push_back(cell);
    ASSERT_EQ(values.size(), 13u);
    EXPECT_EQ(values[0], row.method);
    EXPECT_EQ(std::stod(values[5]), row.accuracy.mean);
    EXPECT_EQ(values[7], "random");
    EXPECT_EQ(std::stod(values[10]), row.againstRandom.mean);
  }
  EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(Comparing, RefusesWhatCannotBeCompared) {
  const auto contains = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(contains(refusal(options({"kmean-pca"})), "Did you mean kmeans-pca?"));
  EXPECT_TRUE(contains(refusal(options({})), "--methods"));
  EXPECT_TRUE(contains(refusal(options({"random", "random"})), "twice"));
  ComparisonOptions o = options({"random"});
  o.budgets = ratios({0.1, 0.1});
  EXPECT_TRUE(contains(refusal(o), "twice"));
  o.budgets = ratios({});
  EXPECT_TRUE(contains(refusal(o), "--ratios"));
  for (double ratio : {0.0, 1.5, std::nan("")}) {
    o.budgets = ratios({ratio});
    EXPECT_TRUE(contains(refusal(o), "--ratios")) << ratio;
  }
  o = options({"random"});
  o.classifiers = {"lnet"};
  EXPECT_TRUE(contains(refusal(o), "Did you mean lenet?"));
  o.classifiers = {"lenet"};
  EXPECT_TRUE(contains(refusal(o), "it takes images"));
  o.classifiers = {"1-nn", "1-nn"};
  EXPECT_TRUE(contains(refusal(o), "twice"));
  o = options({"random"});
  o.seeds = 0;
  EXPECT_TRUE(contains(refusal(o), "--seeds"));
  const HoldOut labelled = data_;
  data_.train = test::datasetOf(test::clusteredFeatures(50, 6, 1));
  EXPECT_TRUE(contains(refusal(options({"random"})), "no labels"));
  data_ = {labelled.train, test::clusteredDataset(30, 5, 1)};
  EXPECT_TRUE(contains(refusal(options({"random"})), "does not have the features"));
}

TEST_F(Comparing, CanBeCancelled) {
  const ComparisonOptions o = options({"nms-ideal"});
  Listener listener;
  listener.onProgress = [&](const ComparisonProgress& p) {
    if (p.share > 0.1) control_.cancel();
  };
  EXPECT_THROW(compareMethods({data_}, o, {}, listener, control_), Cancelled);
}

}  // namespace
}  // namespace adapsne
