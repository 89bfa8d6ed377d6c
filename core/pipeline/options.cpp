// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/options.h"

#include <algorithm>
#include <cmath>

#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr int64_t kFewestPoints = 4;  // Fewer have no neighbourhood that a map could keep or lose.
constexpr int64_t kAllNeighborsUpTo = 2000;
constexpr int kAutomaticNeighbors = 150;

}  // namespace

int resolveNeighbors(const Options& options, int64_t points) {
  const int64_t others = points - 1;
  if (options.neighbors == -1) return static_cast<int>(others);
  if (options.neighbors > 0) return static_cast<int>(std::min<int64_t>(options.neighbors, others));
  if (points <= kAllNeighborsUpTo) return static_cast<int>(others);
  const int64_t wanted = std::max<int64_t>(kAutomaticNeighbors, std::llround(3 * options.perplexity));
  return static_cast<int>(std::min(wanted, others));
}

void validate(const Options& options, int64_t points, bool hasLabels) {
  if (points < kFewestPoints)
    throw Error("dataset",
                std::to_string(points) + (points == 1 ? " point is" : " points are") + " too few for a map.",
                "Give at least " + std::to_string(kFewestPoints) + " points.");
  if (options.neighbors > points - 1)
    throw UsageError("--neighbors",
                     std::to_string(options.neighbors) + " neighbours were asked for, a point has " +
                         std::to_string(points - 1) + " others.",
                     "Ask for at most that many, or all.");
  const int k = resolveNeighbors(options, points);
  if (options.perplexity > k) {
    const bool tooFewPoints = k == points - 1;
    throw UsageError("--perplexity",
                     "the target must be at most the number of neighbours, " + std::to_string(k) + " here" +
                         (tooFewPoints ? " (" + std::to_string(points) + " points)." : "."),
                     tooFewPoints ? "Lower the perplexity or give more points."
                                  : "Lower the perplexity or raise --neighbors.");
  }
  if (options.search.search == Search::Newton && options.search.arithmetic != Arithmetic::Float64)
    throw UsageError("--search", "newton needs the slope of the perplexity, which only float64 gives.",
                     "Use --search bisection or fireworks, or --arithmetic float64.");
  budget(options.sampling, points);
  requireLabelsFor(options.sampling, hasLabels);
}

}  // namespace adapsne
