// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Limited-memory BFGS (Nocedal 1980; the two-loop recursion) with a backtracking line search, for smooth
/// functions.
struct LbfgsOptions {
  int iterations = 200;     ///< Most steps.
  int memory = 10;          ///< Past steps that the curvature is estimated from.
  double tolerance = 1e-5;  ///< Ends when no component of the gradient is larger.
};
struct LbfgsResult {
  std::vector<double> point;
  double value = 0;
  int iterations = 0, evaluations = 0;
  bool converged =
      false;  ///< The gradient came below the tolerance; false as well where no step makes progress.
};

/// Minimises from `start`. `function` returns the value at a point and writes its gradient. A value that is
/// not finite counts as too far. Checks for cancellation before every evaluation; throws Cancelled.
LbfgsResult minimizeLbfgs(
    const std::function<double(const std::vector<double>& point, std::vector<double>& gradient)>& function,
    std::vector<double> start, const LbfgsOptions& options, RunControl& control);

}  // namespace adapsne
