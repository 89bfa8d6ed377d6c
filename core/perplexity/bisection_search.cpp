// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/row_search.h"

namespace adapsne {

void bisect(RowProblem& problem) {
  double low = problem.low(), high = problem.high();
  while (problem.mayEvaluate()) {
    const double middle = (low + high) / 2;
    problem.beginPass();
    // Assumes that perplexity rises with sigma. Where the datapath makes it fall, this walks to a false root.
    if (problem.error(middle, EvaluationKind::Bisection, low, high - low) > 0)
      high = middle;
    else
      low = middle;
  }
}

}  // namespace adapsne
