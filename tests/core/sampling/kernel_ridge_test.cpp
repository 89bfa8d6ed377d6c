// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/kernel_ridge.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/sampling/kernel_design.h"
#include "core/sampling/samplers.h"
#include "core/sampling/subset_ridge.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

Rows allRows(int64_t n) {
  Rows rows(n);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

std::vector<int32_t> labelsOf(int64_t n, int classes) {
  std::vector<int32_t> labels(n);
  RandomStream random(7);
  // Clusters and classes agree but for every fifth row.
  for (int64_t i = 0; i < n; ++i)
    labels[i] = static_cast<int32_t>(i % 5 == 0 ? random.below(classes) : i % classes);
  return labels;
}

/// The greedy from its definition: every candidate's regression is solved from scratch and tried on all rows.
class PlainGreedy {
 public:
  PlainGreedy(const RidgeDesign& design, const Features& features, const std::vector<int32_t>& labels,
              const ClassedRequest& request)
      : request_(request), n_(design.rows), classes_(std::ssize(request.most)), features_(features) {
    for (const int64_t row : request.rows) label_.push_back(labels[row]);
    kernel_.resize(n_ * n_);
    for (int64_t i = 0; i < n_; ++i)
      for (int64_t j = 0; j < n_; ++j)
        for (int64_t d = 0; d < design.columns; ++d)
          kernel_[i * n_ + j] += static_cast<double>(design.row(i)[d]) * design.row(j)[d];
    const std::set<int32_t> present(label_.begin(), label_.end());
    share_ = present.size() > 1 ? 1.0 / static_cast<double>(present.size()) : 0;
    present_.assign(present.begin(), present.end());
  }

  /// The places among the rows.
  std::vector<int64_t> choose() {
    for (const int64_t place : placesIn(request_.rows, request_.given)) taken_.push_back(place);
    while (std::ssize(taken_) < request_.m + std::ssize(request_.given)) {
      int64_t best = -1;
      double least = 1e300;
      for (const int64_t j : candidates()) {
        taken_.push_back(j);
        const double loss = lossOf();
        taken_.pop_back();
        if (loss < least - 1e-9) {
          least = loss;
          best = j;
        }
      }
      taken_.push_back(best);
    }
    return taken_;
  }

 private:
  double target(int64_t i, int32_t c) const { return (label_[i] == c ? 1 : 0) - share_; }
  int64_t countOf(int32_t c) const {
    return std::count_if(taken_.begin(), taken_.end(), [&](int64_t i) { return label_[i] == c; });
  }
  std::vector<int64_t> candidates() const {
    double least = 1e300;
    const auto level = [&](int32_t c) {
      return static_cast<double>(countOf(c)) / static_cast<double>(request_.weights[c]);
    };
    const auto open = [&](int32_t c) { return countOf(c) < request_.most[c]; };
    for (const int32_t c : present_)
      if (open(c)) least = std::min(least, level(c));
    std::vector<int64_t> result;
    for (int64_t i = 0; i < n_; ++i)
      if (std::find(taken_.begin(), taken_.end(), i) == taken_.end() && open(label_[i]) &&
          level(label_[i]) == least && (countOf(label_[i]) > 0 || i == mostCentral(label_[i])))
        result.push_back(i);
    return result;
  }
  std::vector<double> unit(int64_t i) const {
    const auto row = features_.row(request_.rows[i]);
    const double length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
    std::vector<double> result(row.begin(), row.end());
    for (double& v : result) v /= length;
    return result;
  }
  int64_t mostCentral(int32_t c) const {
    std::vector<double> mean(features_.dimensions, 0);
    for (int64_t i = 0; i < n_; ++i)
      if (label_[i] == c)
        for (int64_t d = 0; d < features_.dimensions; ++d) mean[d] += unit(i)[d];
    int64_t best = -1;
    double largest = -1e300;
    for (int64_t i = 0; i < n_; ++i) {
      if (label_[i] != c) continue;
      const std::vector<double> row = unit(i);
      const double product = std::inner_product(row.begin(), row.end(), mean.begin(), 0.0);
      if (product > largest) largest = product, best = i;
    }
    return best;
  }
  /// (K_SS + I) a = y_S by Gauss and Jordan, then all rows' residuals.
  double lossOf() const {
    const int64_t m = std::ssize(taken_), width = m + std::ssize(present_);
    std::vector<double> system(m * width);
    for (int64_t a = 0; a < m; ++a) {
      for (int64_t b = 0; b < m; ++b)
        system[a * width + b] = kernel_[taken_[a] * n_ + taken_[b]] + (a == b ? 1 : 0);
      for (int64_t c = m; c < width; ++c) system[a * width + c] = target(taken_[a], present_[c - m]);
    }
    for (int64_t p = 0; p < m; ++p)
      for (int64_t a = 0; a < m; ++a) {
        if (a == p) continue;
        const double factor = system[a * width + p] / system[p * width + p];
        for (int64_t b = p; b < width; ++b) system[a * width + b] -= factor * system[p * width + b];
      }
    double loss = 0;
    for (int64_t i = 0; i < n_; ++i)
      for (int64_t c = m; c < width; ++c) {
        double residual = target(i, present_[c - m]);
        for (int64_t a = 0; a < m; ++a)
          residual -= kernel_[taken_[a] * n_ + i] * system[a * width + c] / system[a * width + a];
        loss += residual * residual;
      }
    return loss;
  }

  const ClassedRequest& request_;
  int64_t n_, classes_;
  const Features& features_;
  std::vector<int32_t> label_, present_;
  std::vector<double> kernel_;
  double share_ = 0;
  std::vector<int64_t> taken_;
};

ClassedRequest equalRequest(const std::vector<int32_t>& labels, int classes, int64_t m, Rows given = {}) {
  ClassedRequest request;
  request.most.assign(classes, 0);
  request.weights.assign(classes, 1);
  for (int64_t i = 0; i < std::ssize(labels); ++i) {
    if (labels[i] == kUnlabelled) continue;
    request.rows.push_back(i);
    ++request.most[labels[i]];
  }
  request.m = m;
  request.given = std::move(given);
  return request;
}

/// Both choices, as rows, given ones first in the plain one's.
void expectPlainChoice(const Features& f, const std::vector<int32_t>& labels, const ClassedRequest& request) {
  RunControl control(2);
  const auto design = kernelDesign(f, request.rows, control);
  const Rows found = chooseByKernelRidge(*design, f, labels, request, {}, control);
  Rows expected;
  for (const int64_t place : PlainGreedy(*design, f, labels, request).choose())
    expected.push_back(request.rows[place]);
  expected.erase(expected.begin(), expected.begin() + std::ssize(request.given));
  ASSERT_EQ(std::ssize(found), request.m);
  EXPECT_EQ(found, expected);
}

TEST(KernelRidge, TakesWhatAPlainGreedyTakes) {
  for (const int classes : {1, 2, 4, 10})
    for (const uint64_t seed : {3, 11, 12}) {
      SCOPED_TRACE(testing::Message() << classes << " classes, seed " << seed);
      const Features f = test::clusteredFeatures(200, 6, seed, classes + 1);
      const std::vector<int32_t> labels = labelsOf(200, classes);
      expectPlainChoice(f, labels, equalRequest(labels, classes, classes == 10 ? 22 : 3 + 3 * classes));
    }
}

TEST(KernelRidge, GoesOnFromGivenRowsAndLooksAtLabelledOnesAlone) {
  const Features f = test::clusteredFeatures(90, 4, 5);
  std::vector<int32_t> labels = labelsOf(90, 3);
  for (int64_t i = 1; i < 90; i += 7) labels[i] = kUnlabelled;
  expectPlainChoice(f, labels, equalRequest(labels, 3, 14, {4, 6, 30, 33}));
}

TEST(KernelRidge, KeepsTheClassesToTheirWeightsAndBounds) {
  const Features f = test::clusteredFeatures(80, 4, 6);
  const std::vector<int32_t> labels = labelsOf(80, 3);
  ClassedRequest request = equalRequest(labels, 3, 14);
  request.most = request.weights = {2, 9, 3};
  expectPlainChoice(f, labels, request);
}

TEST(KernelRidge, OfDegenerateDataTakesWhatThereIs) {
  RunControl control(2);
  const auto chosen = [&](const Features& f, const std::vector<int32_t>& labels, int classes, int64_t m) {
    const ClassedRequest request = equalRequest(labels, classes, m);
    const auto design = kernelDesign(f, request.rows, control);
    Rows rows = chooseByKernelRidge(*design, f, labels, request, {}, control);
    for (const float value : design->values) EXPECT_TRUE(std::isfinite(value));
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  EXPECT_EQ(chosen(test::featuresOf({}, 0, 3), {}, 0, 0), Rows{});
  EXPECT_EQ(chosen(test::featuresOf({1, 2}, 1, 2), {0}, 1, 1), Rows{0});
  EXPECT_EQ(chosen(test::featuresOf({1, 2, 3, 4}, 2, 2), {1, 0}, 2, 2), (Rows{0, 1}));
  const Features same = test::featuresOf(std::vector<float>(40, 1), 20, 2),
                 zero = test::featuresOf(std::vector<float>(40, 0), 20, 2),
                 few = test::latticeFeatures(20, 2, 1, 2);
  for (const Features& f : {same, zero, few}) {
    EXPECT_EQ(chosen(f, labelsOf(20, 3), 3, 20), allRows(20));
    EXPECT_EQ(chosen(f, std::vector<int32_t>(20, 0), 1, 20), allRows(20));
    EXPECT_EQ(chosen(f, labelsOf(20, 3), 3, 7).size(), 7u);
    EXPECT_EQ(chosen(f, std::vector<int32_t>(20, 2), 3, 7).size(), 7u) << "classes without rows";
  }
}

TEST(KernelRidge, RefusesMoreClassesThanThereIsMemoryFor) {
  // 200,000 rows of 200,000 classes would take 640 GB.
  constexpr int64_t kPoints = 200000;
  const Features f = test::featuresOf(std::vector<float>(kPoints, 1), kPoints, 1);
  std::vector<int32_t> labels(kPoints);
  std::iota(labels.begin(), labels.end(), 0);
  SamplingOptions options;
  options.sampler = Sampler::KernelRidge;
  options.count = 10;
  RunControl control(1);
  SamplingInputs inputs{f};
  inputs.labels = labels;
  try {
    chooseExemplars(inputs, options, 1, control);
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("kernel-ridge"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("GB"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("fewer classes"), std::string::npos) << e.what();
  }
}

TEST(KernelRidge, CoincidingRowsAreTakenByTheirNumber) {
  // Each point twice: the lower row of a pair goes first.
  Features f = test::clusteredFeatures(60, 4, 5);
  for (int64_t i = 0; i < 30; ++i) std::copy_n(f.values.begin() + i * 4, 4, f.values.begin() + (i + 30) * 4);
  std::vector<int32_t> labels(60);
  for (int64_t i = 0; i < 60; ++i) labels[i] = static_cast<int32_t>(i % 30 % 3);
  RunControl control(1);
  const ClassedRequest request = equalRequest(labels, 3, 40);
  const auto design = kernelDesign(f, request.rows, control);
  const Rows taken = chooseByKernelRidge(*design, f, labels, request, {}, control);
  int64_t seconds = 0;
  for (size_t t = 0; t < taken.size(); ++t) {
    if (taken[t] < 30) continue;
    ++seconds;
    EXPECT_NE(std::find(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(t), taken[t] - 30),
              taken.begin() + static_cast<std::ptrdiff_t>(t));
  }
  EXPECT_GT(seconds, 0);
}

TEST(KernelDesign, InnerProductsAreThoseOfTheCentredKernel) {
  // With no more rows than landmarks Nystroem's coordinates give the kernel itself.
  const Features f = test::clusteredFeatures(60, 5, 2);
  RunControl control(1);
  const auto design = kernelDesign(f, allRows(60), control);
  std::vector<double> squared(3600), pairs;
  const auto unit = [&](int64_t i, int64_t d) {
    double square = 0;
    for (const float v : f.row(i)) square += static_cast<double>(v) * v;
    return f.row(i)[d] / std::sqrt(square);
  };
  for (int64_t i = 0; i < 60; ++i)
    for (int64_t j = 0; j < 60; ++j) {
      for (int64_t d = 0; d < 5; ++d) squared[i * 60 + j] += std::pow(unit(i, d) - unit(j, d), 2);
      if (j < i) pairs.push_back(squared[i * 60 + j]);
    }
  std::sort(pairs.begin(), pairs.end());
  const double width = pairs[pairs.size() / 2] / 2;
  std::vector<double> kernel(3600), mean(60, 0);
  double all = 0, trace = 0;
  for (int64_t e = 0; e < 3600; ++e) {
    kernel[e] = std::exp(-squared[e] / width);
    mean[e / 60] += kernel[e] / 60;
    all += kernel[e] / 3600;
  }
  const auto centred = [&](int64_t i, int64_t j) { return kernel[i * 60 + j] - mean[i] - mean[j] + all; };
  for (int64_t i = 0; i < 60; ++i) trace += centred(i, i) / 60;
  for (int64_t i = 0; i < 60; ++i)
    for (int64_t j = 0; j < 60; ++j) {
      double product = 0;
      for (int64_t d = 0; d < design->columns; ++d)
        product += static_cast<double>(design->row(i)[d]) * design->row(j)[d];
      ASSERT_NEAR(product, centred(i, j) / trace + 0.09, 2e-5) << i << " " << j;
    }
}

TEST(SubsetRidge, WhatItUpdatesIsWhatFreshSumsGive) {
  // After many rows the updated values are still those of their definitions.
  const int64_t n = 150;
  const Features f = test::clusteredFeatures(n, 5, 8);
  RunControl control(1);
  const auto design = kernelDesign(f, allRows(n), control);
  std::vector<double> targets(2 * n);
  RandomStream random(3);
  for (double& t : targets) t = random.normal();
  SubsetRidge ridge(*design, targets, 2, control);
  Rows order = drawRows(allRows(n), 120, RandomStream(5));
  std::vector<double> c(n * n);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      for (int64_t d = 0; d < design->columns; ++d)
        c[i * n + j] += static_cast<double>(design->row(i)[d]) * design->row(j)[d];
  for (const int64_t j : order) {
    ridge.add(j, control);
    const std::vector<double> column(c.begin() + j * n, c.begin() + (j + 1) * n);
    const double s = column[j] + 1;
    const double r0 = targets[2 * j], r1 = targets[2 * j + 1];
    for (int64_t i = 0; i < n; ++i) {
      targets[2 * i] -= column[i] * r0 / s;
      targets[2 * i + 1] -= column[i] * r1 / s;
      for (int64_t k = 0; k < n; ++k) c[i * n + k] -= column[i] * column[k] / s;
    }
  }
  for (int64_t j = 0; j < n; ++j) {
    double reach = 0, pull = 0;
    for (int64_t i = 0; i < n; ++i) {
      reach += c[i * n + j] * c[i * n + j];
      pull += c[i * n + j] * (targets[2 * i] * targets[2 * j] + targets[2 * i + 1] * targets[2 * j + 1]);
    }
    const double s = c[j * n + j] + 1,
                 square = targets[2 * j] * targets[2 * j] + targets[2 * j + 1] * targets[2 * j + 1];
    ASSERT_NEAR(ridge.residual(j)[0], targets[2 * j], 1e-10);
    ASSERT_NEAR(ridge.varianceFall(j), reach / s, 1e-10 * (1 + reach));
    ASSERT_NEAR(ridge.errorFall(j), 2 * pull / s - reach * square / s / s, 1e-10 * (1 + reach));
  }
}

TEST(KernelRidge, HasTheSameBitsAtAnyNumberOfThreadsAndTellsItsProgress) {
  const Features f = test::clusteredFeatures(300, 6, 4);
  const std::vector<int32_t> labels = labelsOf(300, 3);
  const ClassedRequest request = equalRequest(labels, 3, 12);
  RunControl one(1);
  const auto design = kernelDesign(f, request.rows, one);
  const Rows taken = chooseByKernelRidge(*design, f, labels, request, {}, one);
  for (const int threads : test::kThreadCounts) {
    RunControl control(threads);
    const auto other = kernelDesign(f, request.rows, control);
    EXPECT_TRUE(test::sameBits(other->values, design->values));
    EXPECT_TRUE(test::sameBits(other->gram, design->gram));
    EXPECT_TRUE(test::sameBits(other->reach, design->reach));
    std::vector<double> told;
    EXPECT_EQ(chooseByKernelRidge(
                  *other, f, labels, request, [&](double share) { told.push_back(share); }, control),
              taken);
    ASSERT_EQ(told.size(), 12u);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(told.back(), 1);
  }
}

}  // namespace
}  // namespace adapsne
