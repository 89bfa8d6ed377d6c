// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/landscape.h"

#include <algorithm>
#include <cmath>

namespace adapsne {
namespace {

struct Range {
  double low, high;
};

double gridPoint(Range range, int index, int count) {
  return range.low + (range.high - range.low) * index / (count - 1);
}

/// From just below the first place where perplexity leaves its lowest value to just above the last one before
/// its highest; the whole range where it never changes.
Range changingPart(const RowEvaluator& evaluator, Range range, RunControl& control) {
  constexpr int kCoarse = 240;
  std::vector<double> perplexity(kCoarse);
  for (int i = 0; i < kCoarse; ++i) {
    control.checkpoint();
    perplexity[i] = evaluator.evaluate(gridPoint(range, i, kCoarse)).perplexity;
  }
  const auto [lowest, highest] = std::minmax_element(perplexity.begin(), perplexity.end());
  int first = 0, last = kCoarse - 1;
  while (first < kCoarse && !(perplexity[first] > 1.01 * *lowest)) ++first;
  while (last >= 0 && !(perplexity[last] < 0.99 * *highest)) --last;
  if (first == kCoarse || last < 0) return range;
  const double low = gridPoint(range, std::max(0, first - 1), kCoarse);
  const double high = gridPoint(range, std::min(kCoarse - 1, last + 1), kCoarse);
  const double pad = 0.06 * (high - low);
  return {std::max(range.low, low - pad), std::min(range.high, high + pad)};
}

/// Halves the interval until the datapath sees no difference or the doubles end.
Crossing refined(const RowEvaluator& evaluator, double target, Crossing a, Crossing b) {
  const bool above = a.perplexity >= target;
  for (int i = 0; i < 60 && b.u - a.u > 1e-13; ++i) {
    const double middle = (a.u + b.u) / 2;
    const Crossing half{middle, evaluator.evaluate(middle).perplexity};
    ((half.perplexity >= target) == above ? a : b) = half;
  }
  return std::abs(a.perplexity - target) <= std::abs(b.perplexity - target) ? a : b;
}

std::vector<Plateau> plateausOf(const std::vector<double>& u, const std::vector<double>& perplexity) {
  std::vector<Plateau> plateaus;
  for (size_t first = 0, last; first < u.size(); first = last + 1) {
    last = first;
    while (last + 1 < u.size() && perplexity[last + 1] == perplexity[first]) ++last;
    if (last - first > 1) plateaus.push_back({u[first], u[last], perplexity[first]});
  }
  return plateaus;
}

}  // namespace

double Landscape::sigma(double atU) const {
  return featureUnit * std::exp(atU);
}

Landscape landscapeOf(const NeighborGraph& graph, double target, const SearchOptions& options, int64_t point,
                      int samples, RunControl& control, std::span<const double> covering) {
  const double largest = graph.largestSquaredDistance > 0 ? graph.largestSquaredDistance : 1;
  const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
  evaluator->load(graph.distances(point), largest);

  Landscape result;
  result.point = point;
  result.target = target;
  result.featureUnit = std::sqrt(largest);
  result.searchedLow = evaluator->lowestU();
  result.searchedHigh = evaluator->highestU();
  Range range{result.searchedLow, result.searchedHigh};
  if (options.arithmetic == Arithmetic::Float64) range = changingPart(*evaluator, range, control);
  for (const double u : covering) range = {std::min(range.low, u), std::max(range.high, u)};

  for (int i = 0; i < samples; ++i) {
    control.checkpoint();
    const Crossing here{gridPoint(range, i, samples),
                        evaluator->evaluate(gridPoint(range, i, samples)).perplexity};
    if (i > 0) {
      const Crossing before{result.u.back(), result.perplexity.back()};
      const bool wasAbove = before.perplexity >= target, isAbove = here.perplexity >= target;
      if (wasAbove != isAbove)
        (isAbove ? result.trueRoots : result.falseRoots).push_back(refined(*evaluator, target, before, here));
    }
    result.u.push_back(here.u);
    result.perplexity.push_back(here.perplexity);
  }
  result.plateaus = plateausOf(result.u, result.perplexity);
  return result;
}

}  // namespace adapsne
