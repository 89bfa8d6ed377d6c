// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/lbfgs.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace adapsne {
namespace {
using Vector = std::vector<double>;

TEST(Lbfgs, FindsTheMinimumOfABadlyScaledParabola) {
  RunControl control(1);
  const auto parabola = [](const Vector& x, Vector& g) {
    double value = 3;
    for (size_t i = 0; i < x.size(); ++i) {
      const double weight = std::pow(10, static_cast<double>(i % 4)), delta = x[i] - static_cast<double>(i);
      value += weight * delta * delta;
      g[i] = 2 * weight * delta;
    }
    return value;
  };
  const LbfgsResult r = minimizeLbfgs(parabola, Vector(12, -5), {100, 10, 1e-8}, control);
  EXPECT_TRUE(r.converged);
  EXPECT_NEAR(r.value, 3, 1e-12);
  for (int i = 0; i < 12; ++i) EXPECT_NEAR(r.point[i], i, 1e-8);
  EXPECT_LT(r.iterations, 60);
}

TEST(Lbfgs, FollowsRosenbrocksValley) {
  RunControl control(1);
  const auto valley = [](const Vector& x, Vector& g) {
    const double a = 1 - x[0], b = x[1] - x[0] * x[0];
    g = {-2 * a - 400 * x[0] * b, 200 * b};
    return a * a + 100 * b * b;
  };
  const LbfgsResult r = minimizeLbfgs(valley, {-1.2, 1}, {500, 10, 1e-9}, control);
  EXPECT_TRUE(r.converged);
  EXPECT_NEAR(r.point[0], 1, 1e-8);
  EXPECT_NEAR(r.point[1], 1, 1e-8);
}

TEST(Lbfgs, StaysAtAMinimumAndWithinItsIterations) {
  RunControl control(1);
  const auto square = [](const Vector& x, Vector& g) { return g[0] = 2 * x[0], x[0] * x[0]; };
  const LbfgsResult there = minimizeLbfgs(square, {0}, {}, control);
  EXPECT_TRUE(there.converged);
  EXPECT_EQ(there.evaluations, 1);
  const auto far = [](const Vector& x, Vector& g) { return g[0] = std::exp(x[0]), std::exp(x[0]); };
  const LbfgsResult cut = minimizeLbfgs(far, {0}, {3, 10, 0}, control);
  EXPECT_EQ(cut.iterations, 3);
  EXPECT_FALSE(cut.converged);
  EXPECT_LT(cut.value, 1);
}

TEST(Lbfgs, BacksAwayFromValuesThatAreNotFinite) {
  RunControl control(1);
  // Defined for x > 0 only, minimum at 1.
  const auto barrier = [](const Vector& x, Vector& g) {
    g[0] = 1 - 1 / x[0];
    return x[0] > 0 ? x[0] - std::log(x[0]) : std::numeric_limits<double>::quiet_NaN();
  };
  const LbfgsResult r = minimizeLbfgs(barrier, {0.01}, {100, 10, 1e-9}, control);
  EXPECT_TRUE(r.converged);
  EXPECT_NEAR(r.point[0], 1, 1e-8);
}

TEST(Lbfgs, CanBeCancelled) {
  RunControl control(1);
  int evaluations = 0;
  const auto endless = [&](const Vector& x, Vector& g) {
    if (++evaluations == 5) control.cancel();
    return g[0] = std::exp(x[0]), std::exp(x[0]);
  };
  EXPECT_THROW(minimizeLbfgs(endless, {0}, {1000, 10, 0}, control), Cancelled);
  EXPECT_EQ(evaluations, 5);
}

}  // namespace
}  // namespace adapsne
