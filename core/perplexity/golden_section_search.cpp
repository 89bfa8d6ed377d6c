// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/row_search.h"

namespace adapsne {

void goldenSection(RowProblem& problem) {
  constexpr double kShare = 0.6180339887498949;  // (sqrt 5 - 1) / 2
  double low = problem.low(), high = problem.high();
  const auto distance = [&](double u) {
    return std::abs(std::log1p(problem.error(u, EvaluationKind::GoldenSection, low, high - low)));
  };
  double left = high - kShare * (high - low), right = low + kShare * (high - low);
  // The first two do not depend on each other.
  problem.beginPass();
  double atLeft = distance(left);
  if (!problem.mayEvaluate()) return;
  double atRight = distance(right);
  while (problem.mayEvaluate()) {
    problem.beginPass();
    // Equal, or infinite on both sides, means that sigma is too small to tell neighbours apart: to the right.
    if (atLeft < atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - kShare * (high - low);
      atLeft = distance(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + kShare * (high - low);
      atRight = distance(right);
    }
  }
}

}  // namespace adapsne
