// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/row_search.h"

namespace adapsne {

void newton(RowProblem& problem, double startU) {
  double low = problem.low(), high = problem.high();
  double u = startU > low && startU < high ? startU : (low + high) / 2;
  while (problem.mayEvaluate()) {
    problem.beginPass();
    const double error = problem.error(u, EvaluationKind::Newton, low, high - low);
    if (std::abs(error) < 1e-13) return;
    (error > 0 ? high : low) = u;
    const double slope = problem.last().slope;
    const double next =
        slope > 1e-12 ? u - std::log1p(error) / slope : std::numeric_limits<double>::quiet_NaN();
    u = next > low && next < high ? next : (low + high) / 2;
    if (!(u > low && u < high)) return;  // The bracket has shrunk to neighbouring numbers.
  }
}

}  // namespace adapsne
