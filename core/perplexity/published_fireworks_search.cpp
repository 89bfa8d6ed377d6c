// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include "core/perplexity/row_search.h"

namespace adapsne {
namespace {

EvaluationKind kindOf(FireworksKind kind) {
  switch (kind) {
    case FireworksKind::Firework:
      return EvaluationKind::Firework;
    case FireworksKind::Spark:
      return EvaluationKind::Spark;
    case FireworksKind::GaussianSpark:
      return EvaluationKind::GaussianSpark;
    case FireworksKind::GuidingSpark:
      return EvaluationKind::GuidingSpark;
  }
  return EvaluationKind::Spark;
}

}  // namespace

void publishedFireworks(RowProblem& problem, FireworksVariant variant, double tolerance, RandomStream random,
                        int64_t& draws) {
  FireworksOptions options = fireworksDefaults(variant);
  options.evaluations = problem.budget();
  const double range = problem.high() - problem.low();
  std::vector<double> evaluated;  // u by the evaluation's number, where somebody watches
  Fireworks search(
      {{problem.low()}, {problem.high()}}, options,
      [&](std::span<FireworksEvent> batch) {
        problem.beginPass();
        for (FireworksEvent& event : batch) {
          const double u = event.position[0];
          const bool exploded = problem.isRecorded() && event.kind == FireworksKind::Spark;
          const double center = exploded ? evaluated[static_cast<size_t>(event.parent)] : 0;
          // Perplexity 0 gives infinity, which the optimiser ranks last.
          event.value =
              std::abs(std::log1p(problem.error(u, kindOf(event.kind), center, event.amplitude * range)));
          if (problem.isRecorded()) evaluated.push_back(u);
        }
      },
      random);
  while (!search.done() && problem.bestError() > tolerance) search.step();
  draws += search.result().draws;
}

}  // namespace adapsne
