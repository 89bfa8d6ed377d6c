// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/perplexity/row_search.h"

namespace adapsne {

void bisect(RowProblem& problem, BisectionStart start) {
  constexpr double kHalfLn2 = 0.34657359027997265;  // ln sigma falls by this where beta doubles
  double low = problem.low(), high = problem.high();
  // Nothing brackets the root yet but the range itself, which doubling does not use.
  bool openBelow = start == BisectionStart::BetaOne, openAbove = openBelow;
  double u = openBelow ? std::clamp(-kHalfLn2, low, high) : (low + high) / 2;
  while (problem.mayEvaluate()) {
    problem.beginPass();
    // Assumes that perplexity rises with sigma. Where the datapath makes it fall, this walks to a false root.
    if (problem.error(u, EvaluationKind::Bisection, low, high - low) > 0) {
      high = u;
      openAbove = false;
    } else {
      low = u;
      openBelow = false;
    }
    u = (low + high) / 2;
    if (openBelow && high - kHalfLn2 > low) u = high - kHalfLn2;
    if (openAbove && low + kHalfLn2 < high) u = low + kHalfLn2;
  }
}

}  // namespace adapsne
