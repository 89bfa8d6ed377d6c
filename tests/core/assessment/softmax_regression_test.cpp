// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/softmax_regression.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/assessment/predictions.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<int64_t> allRows(int64_t n) {
  std::vector<int64_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

/// The objective as its definition says, sample by sample.
double plainObjective(const std::vector<double>& samples, const std::vector<int32_t>& labels, int64_t dims,
                      int classes, double penalty, const std::vector<double>& w) {
  double sum = 0, square = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    double total = 0, own = 0;
    for (int c = 0; c < classes; ++c) {
      double score = 0;
      for (int64_t d = 0; d < dims; ++d) score += samples[i * dims + d] * w[d * classes + c];
      total += std::exp(score);
      if (c == labels[i]) own = score;
    }
    sum += std::log(total) - own;
  }
  for (int64_t j = 0; j < (dims - 1) * classes; ++j) square += w[j] * w[j];
  return (sum + penalty / 2 * square) / static_cast<double>(labels.size());
}

struct Problem {
  int64_t dims;
  int classes;
  std::vector<double> samples, weights;
  std::vector<int32_t> labels;
};
Problem randomProblem(int64_t points, int64_t features, int classes, uint64_t seed) {
  RandomStream random(seed);
  Problem p{features + 1, classes, {}, {}, {}};
  for (int64_t i = 0; i < points; ++i) {
    for (int64_t d = 0; d < features; ++d) p.samples.push_back(random.normal());
    p.samples.push_back(1);
    p.labels.push_back(static_cast<int32_t>(random.below(classes)));
  }
  for (int64_t j = 0; j < p.dims * classes; ++j) p.weights.push_back(0.5 * random.normal());
  return p;
}

TEST(SoftmaxObjective, EqualsItsDefinitionAndTheGradientItsDifferences) {
  for (const auto& [points, features, classes] : {std::tuple{1, 3, 2}, {7, 4, 3}, {300, 2, 10}, {20, 5, 1}}) {
    SCOPED_TRACE(std::to_string(points) + " x " + std::to_string(features));
    Problem p = randomProblem(points, features, classes, 5);
    RunControl control(2);
    const SoftmaxObjective objective(p.samples, p.dims, p.labels, p.classes, 0.7, control);
    std::vector<double> gradient, ignored;
    const double value = objective.evaluate(p.weights, gradient, control);
    EXPECT_NEAR(value, plainObjective(p.samples, p.labels, p.dims, p.classes, 0.7, p.weights), 1e-12);
    for (size_t j = 0; j < p.weights.size(); ++j) {
      constexpr double kStep = 1e-5;
      std::vector<double> up = p.weights, down = p.weights;
      up[j] += kStep;
      down[j] -= kStep;
      const double slope =
          (objective.evaluate(up, ignored, control) - objective.evaluate(down, ignored, control)) /
          (2 * kStep);
      EXPECT_NEAR(gradient[j], slope, 1e-8) << j;
    }
  }
}

TEST(SoftmaxObjective, StandsScoresThatWouldOverflow) {
  RunControl control(1);
  const SoftmaxObjective objective({1e4, 1}, 2, std::vector<int32_t>{1}, 2, 0, control);
  std::vector<double> gradient;
  EXPECT_DOUBLE_EQ(objective.evaluate({1, -1, 0, 0}, gradient, control), 2e4);
  for (double g : gradient) EXPECT_TRUE(std::isfinite(g));
}

TEST(Softmax, ReachesThePointWhereTheGradientVanishes) {
  const Features f = test::clusteredFeatures(150, 4, 1, 3);
  std::vector<int32_t> labels(150);
  RandomStream random(3);
  for (int32_t& label : labels) label = static_cast<int32_t>(random.below(4));
  RunControl control(1);
  const SoftmaxRegression model(f.values, 4, labels, 4, {1, 500, 1e-6}, control);
  EXPECT_TRUE(model.converged());
  const SoftmaxRegression rough(f.values, 4, labels, 4, {1, 500, 1e-4}, control);
  EXPECT_NEAR(model.objective(), rough.objective(), 1e-5);
  EXPECT_LE(model.objective(), rough.objective());
}

double share(const Features& train, const std::vector<int32_t>& labels, const std::vector<int64_t>& exemplars,
             const Features& test, const std::vector<int32_t>& testLabels, int classes) {
  RunControl control(1);
  return accuracyOf(softmaxClasses(train, labels, exemplars, test, classes, control), testLabels);
}

TEST(Softmax, SeparatesWhatIsSeparable) {
  const Features f = test::clusteredFeatures(200, 5, 2, 4), other = test::clusteredFeatures(400, 5, 2, 4);
  std::vector<int32_t> labels, otherLabels;
  for (int i = 0; i < 200; ++i) labels.push_back(i % 4);
  for (int i = 0; i < 400; ++i) otherLabels.push_back(i % 4);
  EXPECT_EQ(share(f, labels, allRows(200), f, labels, 4), 1);
  EXPECT_GT(share(f, labels, {0, 1, 2, 3, 4, 5, 6, 7}, other, otherLabels, 4), 0.95);
}

TEST(Softmax, DoesNotDependOnTheUnitOrOriginOfTheFeatures) {
  Features f = test::clusteredFeatures(120, 3, 4);
  std::vector<int32_t> labels;
  RandomStream random(4);
  for (int i = 0; i < 120; ++i) labels.push_back(static_cast<int32_t>(random.below(3)));
  RunControl control(1);
  const SoftmaxRegression model(f.values, 3, labels, 3, {}, control);
  const auto before = model.predict(f.values, control);
  for (float& v : f.values) v = 1024 * v + 512;
  const SoftmaxRegression moved(f.values, 3, labels, 3, {}, control);
  EXPECT_NEAR(moved.objective(), model.objective(), 1e-6);
  EXPECT_EQ(moved.predict(f.values, control), before);
}

TEST(Softmax, APenaltyThatGrowsShrinksToTheClassesShares) {
  const Features f = test::clusteredFeatures(90, 3, 5);
  std::vector<int32_t> labels(90, 0);
  for (int i = 0; i < 30; ++i) labels[i] = 1;
  RunControl control(1);
  const SoftmaxRegression model(f.values, 3, labels, 2, {1e9, 500, 1e-10}, control);
  const double entropy = -(std::log(1 / 3.0) / 3 + 2 * std::log(2 / 3.0) / 3);
  EXPECT_NEAR(model.objective(), entropy, 1e-6);
  EXPECT_EQ(model.predict(f.values, control), std::vector<int32_t>(90, 0));
}

TEST(Softmax, DegenerateSamples) {
  const Features f = test::clusteredFeatures(12, 3, 6);
  const std::vector<int32_t> ones(12, 1);
  // One class, of several: always predicted.
  EXPECT_EQ(share(f, ones, allRows(12), f, ones, 3), 1);
  // A single sample.
  EXPECT_EQ(share(f, ones, {4}, f, ones, 3), 1);
  // Nothing.
  EXPECT_TRUE(std::isnan(share(f, ones, {}, f, ones, 3)));
  EXPECT_TRUE(std::isnan(share(f, ones, {1}, test::featuresOf({}, 0, 3), {}, 3)));
  // Constant features: the most frequent class.
  const Features flat = test::featuresOf(std::vector<float>(15, 3), 5, 3);
  const std::vector<int32_t> mixed = {2, 0, 2, 1, 2};
  EXPECT_DOUBLE_EQ(share(flat, mixed, allRows(5), flat, mixed, 3), 0.6);
}

TEST(Softmax, SameBitsAtAnyThreadCount) {
  const Features f = test::clusteredFeatures(700, 6, 7, 5);
  std::vector<int32_t> labels;
  RandomStream random(7);
  for (int i = 0; i < 700; ++i) labels.push_back(static_cast<int32_t>(random.below(5)));
  RunControl one(1);
  const SoftmaxRegression model(f.values, 6, labels, 5, {}, one);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    const SoftmaxRegression other(f.values, 6, labels, 5, {}, control);
    EXPECT_EQ(other.objective(), model.objective()) << threads;
    EXPECT_EQ(other.predict(f.values, control), model.predict(f.values, one)) << threads;
  }
}

TEST(Softmax, CanBeCancelled) {
  RunControl control(1);
  control.cancel();
  const Features f = test::clusteredFeatures(30, 3, 8);
  EXPECT_THROW(softmaxClasses(f, std::vector<int32_t>(30, 0), allRows(30), f, 2, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
