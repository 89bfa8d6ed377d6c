// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/row_search.h"

namespace adapsne {

void randomSearch(RowProblem& problem, RandomStream random, int64_t& draws) {
  problem.beginPass();
  while (problem.mayEvaluate()) {
    ++draws;
    problem.error(problem.low() + (problem.high() - problem.low()) * random.uniform(),
                  EvaluationKind::Random);
  }
}

}  // namespace adapsne
