// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/sigma_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/perplexity/row_search.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr uint64_t kSearchStream = 0x73696d61;  // names this stage's random streams
constexpr int64_t kPilots = 16;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

int budgetOf(const SearchOptions& options) {
  return options.evaluations > 0 ? options.evaluations : defaultEvaluations(options.search);
}

/// Rows a chunk: as many as keep it below about 20 ms (CONTRIBUTING.md), at most 16.
int64_t rowsPerChunk(const NeighborGraph& graph, const SearchOptions& options) {
  constexpr int64_t kExponentialsPerChunk = 4'000'000;
  const int64_t perRow = std::max<int64_t>(1, int64_t{budgetOf(options)} * graph.k);
  return std::clamp<int64_t>(kExponentialsPerChunk / perRow, 1, 16);
}

/// All distances zero: any divisor does, every neighbour is equally near.
double divisor(const NeighborGraph& graph) {
  return graph.largestSquaredDistance > 0 ? graph.largestSquaredDistance : 1;
}

Reachability reachabilityOf(std::span<const float> squared, double target) {
  if (target > static_cast<double>(squared.size())) return Reachability::TooFewNeighbors;
  size_t ties = 0;
  while (ties < squared.size() && squared[ties] == squared.front()) ++ties;
  return static_cast<double>(ties) > target ? Reachability::TooManyTies : Reachability::Reachable;
}

/// ln of the distance to the neighbour whose rank is the target, on distances / largest.
double neighborScale(std::span<const float> squared, double largest, double target) {
  const auto rank = std::clamp<int64_t>(std::llround(target), 1, static_cast<int64_t>(squared.size())) - 1;
  return squared[rank] > 0 ? 0.5 * std::log(squared[rank] / largest) : kNaN;
}

struct Outcome {
  RowProblem::Point chosen;
  int evaluations, passes;
  int64_t draws;
};

Outcome searchRow(const RowEvaluator& evaluator, std::span<const float> squared, double largest,
                  double target, const SearchOptions& options, double warmOffset, uint64_t seed, int64_t row,
                  std::vector<TraceEvent>* record) {
  RowProblem problem(evaluator, target, budgetOf(options), record);
  int64_t draws = 0;
  const double scale = neighborScale(squared, largest, target);
  const RandomStream random(seed, kSearchStream, row);
  switch (options.search) {
    case Search::Bisection:
      bisect(problem, options.bisectionStart);
      break;
    case Search::Newton:
      newton(problem, scale - 1);
      break;
    case Search::Fireworks:
      fireworks(problem, options, options.start == Start::Warm ? scale + warmOffset : kNaN, random, draws);
      break;
    case Search::GoldenSection:
      goldenSection(problem);
      break;
    case Search::Random:
      randomSearch(problem, random, draws);
      break;
    case Search::Fireworks2010:
      publishedFireworks(problem, FireworksVariant::Fwa2010, options.tolerance, random, draws);
      break;
    case Search::Efwa:
      publishedFireworks(problem, FireworksVariant::Efwa, options.tolerance, random, draws);
      break;
    case Search::DynFwa:
      publishedFireworks(problem, FireworksVariant::DynFwa, options.tolerance, random, draws);
      break;
  }
  return {keepsLast(options) ? problem.last() : problem.best(), problem.evaluations(), problem.passes(),
          draws};
}

/// What the pilot rows found, and what finding it took.
struct Pilots {
  double offset = 0;
  int64_t evaluations = 0, passes = 0, draws = 0;
};

/// Pilot rows, searched cold: the median of (found u - neighbour scale) places all others' first firework.
Pilots searchPilots(const NeighborGraph& graph, double target, SearchOptions options, uint64_t seed,
                    RunControl& control) {
  Pilots result;
  if (options.search != Search::Fireworks || options.start == Start::Cold) return result;
  options.start = Start::Cold;
  const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
  std::vector<double> offsets;
  const int64_t pilots = std::min<int64_t>(kPilots, graph.points);
  for (int64_t p = 0; p < pilots; ++p) {
    control.checkpoint();
    const int64_t row = p * graph.points / pilots;
    const double scale = neighborScale(graph.distances(row), divisor(graph), target);
    if (std::isnan(scale)) continue;
    evaluator->load(graph.distances(row), divisor(graph));
    const Outcome found =
        searchRow(*evaluator, graph.distances(row), divisor(graph), target, options, 0, seed, row, nullptr);
    offsets.push_back(found.chosen.u - scale);
    result.evaluations += found.evaluations;
    result.passes += found.passes;
    result.draws += found.draws;
  }
  if (!offsets.empty()) {
    const auto middle = offsets.begin() + offsets.size() / 2;
    std::nth_element(offsets.begin(), middle, offsets.end());
    result.offset = *middle;
  }
  return result;
}

}  // namespace

bool isFireworks(Search search) {
  switch (search) {
    case Search::Fireworks:
    case Search::Fireworks2010:
    case Search::Efwa:
    case Search::DynFwa:
      return true;
    case Search::Bisection:
    case Search::Newton:
    case Search::GoldenSection:
    case Search::Random:
      return false;
  }
  return false;
}

int defaultEvaluations(Search search) {
  switch (search) {
    case Search::Bisection:
      return 24;
    case Search::Newton:
      return 60;
    case Search::Fireworks:
    case Search::GoldenSection:
    case Search::Random:
      return 32;
    case Search::Fireworks2010:
    case Search::Efwa:
    case Search::DynFwa:
      return 600;
  }
  return 32;
}

bool keepsLast(const SearchOptions& options) {
  return options.search == Search::Bisection && options.bisectionKeeps == BisectionKeeps::Last;
}

std::shared_ptr<const SigmaResult> searchSigma(const NeighborGraph& graph, double target,
                                               const SearchOptions& options, uint64_t seed,
                                               RunControl& control) {
  const int64_t n = graph.points;
  const double largest = divisor(graph);
  auto result = std::make_shared<SigmaResult>();
  result->target = target;
  result->sigma.resize(n);
  result->chosenU.resize(n);
  result->reached.resize(n);
  result->evaluations.resize(n);
  result->passes.resize(n);
  result->reachability.resize(n);
  std::vector<int64_t> draws(n);

  const Pilots pilots = searchPilots(graph, target, options, seed, control);
  parallelFor(control, n, rowsPerChunk(graph, options), [&](int64_t begin, int64_t end) {
    const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
    for (int64_t i = begin; i < end; ++i) {
      evaluator->load(graph.distances(i), largest);
      const Outcome found = searchRow(*evaluator, graph.distances(i), largest, target, options, pilots.offset,
                                      seed, i, nullptr);
      result->chosenU[i] = found.chosen.u;
      result->sigma[i] = std::exp(found.chosen.u) * std::sqrt(largest);
      result->reached[i] = found.chosen.perplexity;
      result->evaluations[i] = static_cast<uint16_t>(found.evaluations);
      result->passes[i] = static_cast<uint16_t>(found.passes);
      result->reachability[i] = static_cast<uint8_t>(reachabilityOf(graph.distances(i), target));
      draws[i] = found.draws;
    }
  });
  result->totalEvaluations = pilots.evaluations;
  result->totalPasses = pilots.passes;
  result->randomDraws = pilots.draws;
  for (int64_t i = 0; i < n; ++i) {
    result->totalEvaluations += result->evaluations[i];
    result->totalPasses += result->passes[i];
    result->randomDraws += draws[i];
  }
  result->expCalls = result->totalEvaluations * graph.k;
  return result;
}

bool missedTarget(const SigmaResult& result, size_t point) {
  constexpr double kTolerated = 0.05;
  return !(std::abs(result.reached[point] / result.target - 1) <= kTolerated);
}

int64_t missedTargets(const SigmaResult& result) {
  int64_t missed = 0;
  for (size_t i = 0; i < result.reached.size(); ++i) missed += missedTarget(result, i);
  return missed;
}

SearchTrace traceSigma(const NeighborGraph& graph, double target, const SearchOptions& options, uint64_t seed,
                       int64_t point, RunControl& control) {
  SearchTrace trace;
  const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
  evaluator->load(graph.distances(point), divisor(graph));
  trace.point = point;
  trace.target = target;
  trace.rangeLow = evaluator->lowestU();
  trace.rangeHigh = evaluator->highestU();
  const Pilots pilots = searchPilots(graph, target, options, seed, control);
  trace.chosenU = searchRow(*evaluator, graph.distances(point), divisor(graph), target, options,
                            pilots.offset, seed, point, &trace.events)
                      .chosen.u;
  return trace;
}

}  // namespace adapsne
