// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/gaussian_process.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

using Real = long double;
using Square = std::vector<std::vector<Real>>;

/// The textbook formulas in long double with the inverse and the determinant by Gauss-Jordan elimination.
struct SlowProcess {
  std::vector<double> x;
  std::vector<Real> centered;
  Real average = 0, length, signal;
  Square inverse;
  Real logDeterminant = 0;

  Real kernel(Real r) const {
    const Real s = std::sqrt(Real(5)) * std::abs(r) / length;
    return signal * (1 + s + s * s / 3) * std::exp(-s);
  }

  SlowProcess(std::vector<double> places, const std::vector<double>& y, Real length, Real signal, Real noise)
      : x(std::move(places)), length(length), signal(signal) {
    const size_t n = x.size();
    for (double v : y) average += Real(v) / n;
    for (double v : y) centered.push_back(v - average);
    Square a(n, std::vector<Real>(n));
    inverse = Square(n, std::vector<Real>(n, 0));
    for (size_t i = 0; i < n; ++i) {
      inverse[i][i] = 1;
      for (size_t j = 0; j < n; ++j) a[i][j] = kernel(Real(x[i]) - x[j]) + (i == j ? noise : 0);
    }
    for (size_t c = 0; c < n; ++c) {
      const Real pivot = a[c][c];  // positive definite: no need to exchange rows
      logDeterminant += std::log(pivot);
      for (size_t j = 0; j < n; ++j) {
        a[c][j] /= pivot;
        inverse[c][j] /= pivot;
      }
      for (size_t i = 0; i < n; ++i) {
        if (i == c) continue;
        const Real factor = a[i][c];
        for (size_t j = 0; j < n; ++j) {
          a[i][j] -= factor * a[c][j];
          inverse[i][j] -= factor * inverse[c][j];
        }
      }
    }
  }
  Real bilinear(const std::vector<Real>& p, const std::vector<Real>& q) const {
    Real sum = 0;
    for (size_t i = 0; i < p.size(); ++i)
      for (size_t j = 0; j < q.size(); ++j) sum += p[i] * inverse[i][j] * q[j];
    return sum;
  }
  Real logLikelihood() const {
    return -bilinear(centered, centered) / 2 - logDeterminant / 2 -
           Real(centered.size()) / 2 * std::log(2 * std::acos(Real(-1)));
  }
  std::vector<Real> cross(Real place) const {
    std::vector<Real> k;
    for (double v : x) k.push_back(kernel(place - v));
    return k;
  }
  Real mean(Real place) const { return average + bilinear(cross(place), centered); }
  Real variance(Real place) const { return signal - bilinear(cross(place), cross(place)); }
};

const std::vector<double> kLengths = {0.3, 0.7, 1.2, 2, 3.5};

struct Data {
  std::vector<double> x, y;
  double variance = 0;
};
Data randomData(uint64_t seed, int n, double noise) {
  RandomStream random(seed);
  Data data;
  double average = 0;
  for (int i = 0; i < n; ++i) {
    data.x.push_back(1.6 + 0.5 * i + 0.3 * random.uniform());
    data.y.push_back(0.9 + 0.05 * std::sin(data.x.back()) + noise * random.normal());
    average += data.y.back() / n;
  }
  for (double v : data.y) data.variance += (v - average) * (v - average) / n;
  return data;
}

TEST(GaussianProcess, EqualsTheDenseFormulaAndHasTheLargestLikelihoodOfTheGrid) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    const int n = static_cast<int>(2 + seed * 2);
    const Data d = randomData(seed, n, seed % 2 ? 0.001 : 0.02);
    const double known = seed % 3 == 0 ? 1e-5 : 0;
    std::vector<double> places;
    for (int i = 0; i <= 20; ++i) places.push_back(1 + 0.35 * i);
    const GaussianProcess found = fitGaussianProcess(d.x, d.y, kLengths, known, places);

    Real best = -std::numeric_limits<Real>::infinity();
    for (double length : kLengths)
      for (double signal : kSignals)
        for (double noise : kNoises)
          best = std::max(
              best,
              SlowProcess(d.x, d.y, length, signal * d.variance, noise * d.variance + known).logLikelihood());
    EXPECT_NEAR(found.logLikelihood, static_cast<double>(best), 1e-6) << seed;

    const SlowProcess slow(d.x, d.y, found.length, found.signal, found.noise);
    EXPECT_NEAR(found.logLikelihood, static_cast<double>(slow.logLikelihood()), 1e-6) << seed;
    for (size_t i = 0; i < places.size(); ++i) {
      EXPECT_NEAR(found.mean[i], static_cast<double>(slow.mean(places[i])), 1e-8) << seed;
      EXPECT_NEAR(found.deviation[i] * found.deviation[i], static_cast<double>(slow.variance(places[i])),
                  1e-8 * found.signal + 1e-12)
          << seed;
    }
  }
}

TEST(GaussianProcess, PassesThroughSmoothValuesAndKnowsLessBetweenThemAndBeyond) {
  const Data d = randomData(3, 8, 0);
  std::vector<double> places = d.x;
  places.push_back((d.x[3] + d.x[4]) / 2);
  places.push_back(d.x.back() + 10);
  const GaussianProcess found = fitGaussianProcess(d.x, d.y, kLengths, 0, places);
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(found.mean[i], d.y[i], 1e-3);
    EXPECT_LT(found.deviation[i], found.deviation[8]);
  }
  EXPECT_NEAR(found.mean[8], 0.9 + 0.05 * std::sin(places[8]), 2e-3);
  EXPECT_NEAR(found.deviation[9], std::sqrt(found.signal), 1e-2 * std::sqrt(found.signal))
      << "nothing is known";
}

TEST(GaussianProcess, KnownNoiseSmooths) {
  const Data d = randomData(5, 10, 0.02);
  const auto roughness = [&](double known) {
    const GaussianProcess found = fitGaussianProcess(d.x, d.y, kLengths, known, d.x);
    double sum = 0;
    for (size_t i = 0; i < d.x.size(); ++i) sum += std::abs(found.mean[i] - d.y[i]);
    EXPECT_GE(found.noise, known);
    return sum;
  };
  EXPECT_GT(roughness(1), 1.5 * roughness(0));
}

TEST(GaussianProcess, OneValueOrEqualOnesAreAConstant) {
  const std::vector<double> places = {1, 2, 3};
  for (const auto& [x, y] : std::vector<std::pair<std::vector<double>, std::vector<double>>>{
           {{2}, {0.7}}, {{1, 2}, {0.7, 0.7}}, {{1, 2, 5}, {0.7, 0.7, 0.7}}}) {
    const GaussianProcess found = fitGaussianProcess(x, y, kLengths, 0.1, places);
    EXPECT_EQ(found.mean, (std::vector<double>(3, 0.7)));
    EXPECT_EQ(found.deviation, (std::vector<double>(3, 0)));
  }
}

TEST(GaussianProcess, TwoAndThreeValuesAreInterpolatedWithinTheirRange) {
  const std::vector<double> places = {1, 1.25, 1.5, 1.75, 2};
  for (const auto& [x, y] : std::vector<std::pair<std::vector<double>, std::vector<double>>>{
           {{1, 2}, {0.1, 0.3}}, {{1, 1.6, 2}, {0.1, 0.2, 0.3}}}) {
    const GaussianProcess found = fitGaussianProcess(x, y, kLengths, 0, places);
    for (size_t i = 0; i < places.size(); ++i) {
      EXPECT_GT(found.mean[i], 0.05);
      EXPECT_LT(found.mean[i], 0.35);
      EXPECT_TRUE(std::isfinite(found.deviation[i]));
      EXPECT_GE(found.mean[i], (i > 0 ? found.mean[i - 1] : 0) - 1e-12);
    }
  }
}

TEST(GaussianProcess, ScaleAndShiftOfTheValuesCarryOver) {
  const Data d = randomData(2, 7, 0.01);
  std::vector<double> scaled;
  for (double v : d.y) scaled.push_back(8 * v - 3);
  const GaussianProcess one = fitGaussianProcess(d.x, d.y, kLengths, 0, d.x),
                        two = fitGaussianProcess(d.x, scaled, kLengths, 0, d.x);
  EXPECT_EQ(one.length, two.length);
  for (size_t i = 0; i < d.x.size(); ++i) {
    EXPECT_NEAR(two.mean[i], 8 * one.mean[i] - 3, 1e-9);
    EXPECT_NEAR(two.deviation[i], 8 * one.deviation[i], 1e-9);
  }
}

TEST(GaussianProcess, RefusesWhatItCannotUse) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const std::vector<double> x = {1, 2}, y = {3, 4}, none;
  const auto refused = [](const std::vector<double>& x, const std::vector<double>& y, double noise,
                          const std::vector<double>& places) {
    EXPECT_THROW(fitGaussianProcess(x, y, kLengths, noise, places), std::invalid_argument);
  };
  refused(none, none, 0, x);
  refused(x, {3}, 0, x);
  refused({1, nan}, y, 0, x);
  refused(x, {3, nan}, 0, x);
  refused(x, {inf, 4}, 0, x);
  refused(x, y, nan, x);
  refused(x, y, -1, x);
  refused(x, y, 0, {nan});
  refused({2, 2}, y, 0, x);
  EXPECT_THROW(fitGaussianProcess(x, y, none, 0, x), std::invalid_argument);
  EXPECT_THROW(fitGaussianProcess(x, y, std::vector<double>{0}, 0, x), std::invalid_argument);
  EXPECT_NO_THROW(fitGaussianProcess(x, y, kLengths, 0, none));
}

}  // namespace
}  // namespace adapsne
