// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace adapsne {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
void add(Vector& to, double factor, const Vector& v) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += factor * v[i];
}
double largest(const Vector& v) {
  double result = 0;
  for (double x : v) result = std::max(result, std::abs(x));
  return result;
}

/// A step and what it did to the gradient.
struct Pair {
  Vector step, change;
  double inverseProduct = 0;  ///< 1 / (step . change)
};

/// Minus the estimated inverse Hessian times the gradient.
Vector direction(const Vector& gradient, const std::deque<Pair>& pairs) {
  Vector d = gradient;
  for (double& x : d) x = -x;
  if (pairs.empty()) return d;
  std::vector<double> weight(pairs.size());
  for (size_t i = pairs.size(); i-- > 0;) {
    weight[i] = pairs[i].inverseProduct * dot(pairs[i].step, d);
    add(d, -weight[i], pairs[i].change);
  }
  const Pair& last = pairs.back();
  const double scale = 1 / (last.inverseProduct * dot(last.change, last.change));
  for (double& x : d) x *= scale;
  for (size_t i = 0; i < pairs.size(); ++i)
    add(d, weight[i] - pairs[i].inverseProduct * dot(pairs[i].change, d), pairs[i].step);
  return d;
}

}  // namespace

LbfgsResult minimizeLbfgs(const std::function<double(const Vector&, Vector&)>& function, Vector start,
                          const LbfgsOptions& options, RunControl& control) {
  constexpr int kMostHalvings = 40;
  constexpr double kSufficient = 1e-4;  // Armijo's share of the decrease that the slope promises.
  LbfgsResult result;
  result.point = std::move(start);
  Vector gradient(result.point.size()), nextGradient(result.point.size());
  const auto evaluate = [&](const Vector& point, Vector& at) {
    control.checkpoint();
    ++result.evaluations;
    return function(point, at);
  };
  result.value = evaluate(result.point, gradient);
  std::deque<Pair> pairs;
  while (result.iterations < options.iterations) {
    if (largest(gradient) <= options.tolerance) break;
    Vector step = direction(gradient, pairs);
    double slope = dot(gradient, step);
    if (!(slope < 0)) {  // Rounding has spoilt the estimate.
      pairs.clear();
      step = direction(gradient, pairs);
      slope = dot(gradient, step);
    }
    // The first step knows no curvature: one of length 1 at most.
    double length = pairs.empty() ? std::min(1.0, 1 / std::sqrt(-slope)) : 1;
    bool better = false;
    for (int halving = 0; halving < kMostHalvings && !better; ++halving, length /= 2) {
      Vector next = result.point;
      add(next, length, step);
      const double value = evaluate(next, nextGradient);
      better = std::isfinite(value) && value <= result.value + kSufficient * length * slope;
      if (!better) continue;
      Pair pair{next, nextGradient, 0};
      add(pair.step, -1, result.point);
      add(pair.change, -1, gradient);
      const double product = dot(pair.step, pair.change);
      // Only positive curvature keeps the estimate positive definite.
      if (product > 1e-12 * dot(pair.change, pair.change)) {
        pair.inverseProduct = 1 / product;
        pairs.push_back(std::move(pair));
        if (pairs.size() > static_cast<size_t>(options.memory)) pairs.pop_front();
      }
      result.point = std::move(next);
      result.value = value;
      gradient = nextGradient;
    }
    if (!better) break;
    ++result.iterations;
  }
  result.converged = largest(gradient) <= options.tolerance;
  return result;
}

}  // namespace adapsne
