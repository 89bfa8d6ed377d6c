// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/fireworks_scene.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace adapsne {
namespace {

constexpr int kSamples = 640;        // About one a pixel of a wide view.
constexpr double kTolerated = 0.05;  // As missedTargets() counts.

double nearest(const std::vector<Crossing>& crossings, double u) {
  double distance = std::numeric_limits<double>::infinity();
  for (const Crossing& c : crossings) distance = std::min(distance, std::abs(c.u - u));
  return distance;
}

Ending endingOf(const SearchPath& path, const Landscape& landscape) {
  const double u = path.trace.chosenU;
  if (std::abs(path.reached / landscape.target - 1) <= kTolerated) {
    const double toTrue = nearest(landscape.trueRoots, u), toFalse = nearest(landscape.falseRoots, u);
    // Within the tolerance of a target that is never crossed: as good as a root.
    return toFalse < toTrue ? Ending::FalseRoot : Ending::TrueRoot;
  }
  if (landscape.trueRoots.empty()) return Ending::NoRoot;
  const auto above = [u](const std::vector<Crossing>& crossings) {
    const auto next =
        std::find_if(crossings.begin(), crossings.end(), [u](const Crossing& c) { return c.u > u; });
    return next == crossings.end() ? std::numeric_limits<double>::infinity() : next->u;
  };
  const bool falling =
      path.reached > landscape.target && above(landscape.falseRoots) < above(landscape.trueRoots);
  return falling ? Ending::BelowFalseRoot : Ending::Missed;
}

SearchPath pathOf(const NeighborGraph& graph, double target, const SearchOptions& options, uint64_t seed,
                  int64_t point, RunControl& control) {
  SearchPath path;
  path.target = target;
  path.search = options.search;
  path.keepsLast = keepsLast(options);
  path.isNms = path.keepsLast && options.bisectionStart == BisectionStart::Range;
  path.trace = traceSigma(graph, target, options, seed, point, control);
  for (const TraceEvent& event : path.trace.events)
    if (event.u == path.trace.chosenU) path.reached = event.perplexity;
  return path;
}

/// Whether a search for this point's sigma meets the same distances in both.
bool sameRow(const NeighborGraph& a, const NeighborGraph& b, int64_t point) {
  if (&a == &b) return true;
  return a.points == b.points && std::ranges::equal(a.neighbors(point), b.neighbors(point)) &&
         std::ranges::equal(a.distances(point), b.distances(point));
}

/// What the run's search is shown beside: NMS's bisection, or AdapSNE's fireworks.
SearchOptions comparison(SearchOptions options) {
  options.search = isFireworks(options.search) ? Search::Bisection : Search::Fireworks;
  options.evaluations = 0;
  options.bisectionStart = BisectionStart::Range;
  options.bisectionKeeps = BisectionKeeps::Last;
  return options;
}

}  // namespace

int FireworksScene::steps() const {
  return std::max(fireworks.passes(), classic.passes());
}

std::shared_ptr<const FireworksScene> fireworksScene(const SearchedRun& run,
                                                     const std::optional<SearchedRun>& other, int64_t point,
                                                     RunControl& control) {
  const NeighborGraph& graph = *run.graph;
  auto scene = std::make_shared<FireworksScene>();
  scene->point = point;
  scene->target = run.sigma->target;
  scene->arithmetic = run.options.arithmetic;
  scene->runIsFireworks = isFireworks(run.options.search);
  SearchPath own = pathOf(graph, run.sigma->target, run.options, run.seed, point, control);
  own.isRun = true;
  const bool rival = other && sameRow(*other->graph, graph, point) &&
                     other->options.arithmetic == run.options.arithmetic &&
                     other->options.subtractNearest == run.options.subtractNearest &&
                     isFireworks(other->options.search) != scene->runIsFireworks;
  SearchPath beside =
      rival ? pathOf(graph, other->sigma->target, other->options, other->seed, point, control)
            : pathOf(graph, run.sigma->target, comparison(run.options), run.seed, point, control);
  beside.isRun = rival;
  std::vector<double> visited;
  for (const SearchPath* path : {&own, &beside})
    for (const TraceEvent& event : path->trace.events) visited.push_back(event.u);
  scene->landscape = landscapeOf(graph, own.target, run.options, point, kSamples, control, visited);
  own.ending = endingOf(own, scene->landscape);
  beside.ending = endingOf(
      beside, beside.target == own.target
                  ? scene->landscape
                  : landscapeOf(graph, beside.target, run.options, point, kSamples, control, visited));
  scene->matchesRun = std::bit_cast<uint64_t>(own.trace.chosenU) ==
                      std::bit_cast<uint64_t>(run.sigma->chosenU[static_cast<size_t>(point)]);
  scene->fireworks = std::move(scene->runIsFireworks ? own : beside);
  scene->classic = std::move(scene->runIsFireworks ? beside : own);
  return scene;
}

}  // namespace adapsne
