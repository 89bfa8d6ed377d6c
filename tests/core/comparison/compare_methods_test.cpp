// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/compare_methods.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
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

TEST_F(Comparing, CellsHoldWhatTheyWereComputedFrom) {
  ComparisonOptions o = options({"kernel-ridge", "random"});
  o.budgets = {{0, 5}, {0, 12}, {0.3, 0}};
  o.seeds = 2;
  o.full = true;
  const std::vector<Cell> found = cells(o);
  const ComparisonPlan plan = planOf({data_}, o);
  ASSERT_EQ(found.size(), cellsOf(plan).size());
  EXPECT_EQ(found.size(), 2u * (2 * 3 + 1) * 2) << "by 1-nn and softmax";
  std::set<CellId> ids;
  for (const Cell& cell : found) {
    ids.insert(cell.id);
    ASSERT_TRUE(cell.rows && cell.predicted);
    EXPECT_EQ(std::ssize(*cell.rows), cell.exemplars);
    EXPECT_TRUE(std::is_sorted(cell.rows->begin(), cell.rows->end()));
    if (cell.id.budget.count > 0) {
      EXPECT_EQ(cell.exemplars, cell.id.budget.count);
    }
    EXPECT_EQ(cell.accuracy, accuracyOf(*cell.predicted, data_.test->labels));
    if (cell.id.method == kFullData) {
      EXPECT_EQ(cell.exemplars, data_.train->points);
      continue;
    }
    // A method whose order serves all budgets chooses what it would for this budget alone.
    Options run = methodOptions(data_, o, cell.id.method);
    run.seed = cell.id.seed;
    run.sampling.count = cell.id.budget.count;
    run.sampling.ratio = cell.id.budget.count > 0 ? 0.05 : cell.id.budget.ratio;
    Pipeline pipeline;
    test::RecordingObserver quiet;
    EXPECT_EQ(pipeline.sample(data_.train, run, {}, quiet, control_).subset->rows, *cell.rows)
        << cellText(cell.id);
  }
  EXPECT_EQ(ids.size(), found.size());
  const AccuracyTable table = accuracyTable(plan, found);
  EXPECT_TRUE(table.missing.empty());
  ASSERT_EQ(table.rows.back().method, kFullData);
  EXPECT_TRUE(std::isnan(table.rows.back().againstFirst.mean));
}

TEST_F(Comparing, WhatIsKnownIsNotComputedAgain) {
  ComparisonOptions o = options({"nms-ideal", "random"});
  o.seeds = 2;
  const std::vector<Cell> all = cells(o);
  std::vector<CellId> known;
  std::set<CellId> rest;
  for (size_t i = 0; i < all.size(); ++i)
    if (i % 3 == 0)
      rest.insert(all[i].id);
    else
      known.push_back(all[i].id);
  const std::vector<Cell> again = cells(o, known);
  ASSERT_EQ(again.size(), rest.size());
  std::map<CellId, double> accuracies;
  for (const Cell& cell : all) accuracies[cell.id] = cell.accuracy;
  for (const Cell& cell : again) {
    EXPECT_EQ(rest.count(cell.id), 1u) << cellText(cell.id);
    EXPECT_EQ(cell.accuracy, accuracies.at(cell.id)) << cellText(cell.id);
  }
  for (const Cell& cell : again) known.push_back(cell.id);
  EXPECT_TRUE(cells(o, known).empty());
  EXPECT_TRUE(shares_.empty()) << "nothing was done";
}

TEST_F(Comparing, ShardsDealEachCellOnceAndASeedOfAMethodWhole) {
  ComparisonOptions o = options({"nms-ideal", "random", "stratified", "herding"});
  std::map<CellId, double> whole;
  for (const Cell& cell : cells(o)) whole[cell.id] = cell.accuracy;
  std::set<CellId> seen;
  std::map<std::pair<std::string, uint64_t>, int> dealer;
  for (int part = 1; part <= 3; ++part) {
    o.shard = {part, 3};
    const std::vector<Cell> own = cells(o);
    int maps = 0;
    for (const Cell& cell : own) {
      EXPECT_TRUE(seen.insert(cell.id).second) << cellText(cell.id);
      EXPECT_EQ(cell.accuracy, whole.at(cell.id)) << cellText(cell.id);
      EXPECT_EQ(dealer.emplace(std::pair(cell.id.method, cell.id.seed), part).first->second, part);
      maps += cell.id.method == "nms-ideal";
    }
    EXPECT_EQ(maps, 3 * 2) << "the maps, which cost most, are shared out: one seed each";
  }
  EXPECT_EQ(seen.size(), whole.size());
}

TEST_F(Comparing, EachSeedMayHaveAPoolOfItsOwn) {
  const HoldOut other = holdOut(*dataset_, 0.2, 2, control_);
  ComparisonOptions o = options({"random"});
  o.budgets = ratios({0.1});
  o.seeds = 3;
  o.classifiers = {"1-nn"};
  Listener listener;
  compareMethods({data_, other}, o, {}, listener, control_);
  ASSERT_EQ(listener.cells.size(), 3u);
  for (const Cell& cell : listener.cells) {
    EXPECT_EQ(cell.pool, static_cast<int>(cell.id.seed - 1) % 2);
    const HoldOut& pool = cell.pool == 0 ? data_ : other;
    EXPECT_EQ(cell.accuracy, accuracyOf(nearestNeighborClasses(*pool.train, *cell.rows, *pool.test, control_),
                                        pool.test->labels));
  }
  const ComparisonPlan two = planOf({data_, other}, o), one = planOf({data_}, o);
  EXPECT_NE(errorsCover(one).find("one pool"), std::string::npos);
  EXPECT_NE(errorsCover(two).find("too small"), std::string::npos);
}

/// One table of a part of the cells.
TEST(AccuracyTable, IsOfTheCellsThatThereAre) {
  const ComparisonPlan plan{{"a", "random"}, {{0, 10}}, {"1-nn"}, 1, 3};
  const auto cell = [](const char* method, uint64_t seed, double accuracy) {
    return Cell{{method, {0, 10}, seed, "1-nn"}, 10, accuracy};
  };
  const std::vector<Cell> some = {cell("random", 3, 0.5), cell("a", 1, 0.25), cell("a", 3, 0.75),
                                  cell("b", 1, 1)};
  const AccuracyTable table = accuracyTable(plan, some);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.missing.size(), 3u);
  EXPECT_EQ(table.rows[0].seeds, (std::vector<uint64_t>{1, 3}));
  EXPECT_EQ(table.rows[0].accuracy.mean, 0.5);
  EXPECT_EQ(table.rows[0].againstRandom.mean, 0.25) << "seed 3 alone has both";
  EXPECT_EQ(table.rows[0].againstRandom.values, 1);
  EXPECT_TRUE(accuracyTable(plan, {}).rows.empty());
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
