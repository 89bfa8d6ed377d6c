// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/gaussian_process.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include <Eigen/Cholesky>

namespace adapsne {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Matern 5/2 with variance 1.
double correlation(double distance, double length) {
  const double a = std::sqrt(5.0) * std::abs(distance) / length;
  return (1 + a + a * a / 3) * std::exp(-a);
}

MatrixXd correlations(std::span<const double> x, double length) {
  const Eigen::Index n = std::ssize(x);
  MatrixXd result(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) result(i, j) = correlation(x[i] - x[j], length);
  return result;
}

double logLikelihood(const Eigen::LLT<MatrixXd>& factor, const VectorXd& centered) {
  const double n = static_cast<double>(centered.size());
  const double logRoot = factor.matrixLLT().diagonal().array().log().sum();
  return -0.5 * centered.dot(factor.solve(centered)) - logRoot - 0.5 * n * std::log(2 * std::numbers::pi);
}

void refuseUnusable(std::span<const double> x, std::span<const double> y, std::span<const double> lengths,
                    double knownNoise, std::span<const double> places) {
  const auto finite = [](std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  };
  if (x.empty() || x.size() != y.size())
    throw std::invalid_argument("fitGaussianProcess: as many places as values, and at least one");
  if (lengths.empty() || !std::all_of(lengths.begin(), lengths.end(), [](double l) { return l > 0; }))
    throw std::invalid_argument("fitGaussianProcess: no length above 0");
  if (!finite(x) || !finite(y) || !finite(lengths) || !finite(places) || !(knownNoise >= 0) ||
      !std::isfinite(knownNoise))
    throw std::invalid_argument("fitGaussianProcess: a number is not finite");
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    throw std::invalid_argument("fitGaussianProcess: two values at one place");
}

}  // namespace

GaussianProcess fitGaussianProcess(std::span<const double> x, std::span<const double> y,
                                   std::span<const double> lengths, double knownNoise,
                                   std::span<const double> places) {
  refuseUnusable(x, y, lengths, knownNoise, places);
  const Eigen::Index n = std::ssize(x);
  GaussianProcess result;
  if (std::adjacent_find(y.begin(), y.end(), std::not_equal_to<>()) == y.end()) {
    result.mean.assign(places.size(), y.front());
    result.deviation.assign(places.size(), 0);
    return result;
  }
  const Eigen::Map<const VectorXd> values(y.data(), n);
  const double average = values.mean();
  const VectorXd centered = values.array() - average;
  const double variance = centered.squaredNorm() / static_cast<double>(n);

  result.logLikelihood = -std::numeric_limits<double>::infinity();
  for (const double length : lengths) {
    const MatrixXd unit = correlations(x, length);
    for (const double signal : kSignals) {
      for (const double noise : kNoises) {
        MatrixXd covariance = signal * variance * unit;
        covariance.diagonal().array() += noise * variance + knownNoise;
        const Eigen::LLT<MatrixXd> factor(covariance);
        if (factor.info() != Eigen::Success) continue;
        const double likelihood = logLikelihood(factor, centered);
        if (!(likelihood > result.logLikelihood)) continue;
        result.logLikelihood = likelihood;
        result.length = length;
        result.signal = signal * variance;
        result.noise = noise * variance + knownNoise;
      }
    }
  }

  MatrixXd covariance = result.signal * correlations(x, result.length);
  covariance.diagonal().array() += result.noise;
  const Eigen::LLT<MatrixXd> factor(covariance);
  const VectorXd weights = factor.solve(centered);
  for (const double place : places) {
    VectorXd cross(n);
    for (Eigen::Index i = 0; i < n; ++i) cross[i] = result.signal * correlation(place - x[i], result.length);
    result.mean.push_back(average + cross.dot(weights));
    const double left = result.signal - cross.dot(factor.solve(cross));
    result.deviation.push_back(std::sqrt(std::max(0.0, left)));
  }
  return result;
}

}  // namespace adapsne
