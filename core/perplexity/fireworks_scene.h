// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/landscape.h"
#include "core/perplexity/sigma_search.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Where a search ended.
enum class Ending {
  TrueRoot,        ///< Within 5 % of the target where perplexity ascends.
  FalseRoot,       ///< Within 5 % of the target where it descends.
  BelowFalseRoot,  ///< Off the target, on the falling side below a false root: it was lured past it.
  NoRoot,          ///< Off the target, which this datapath never reaches from below at any sigma.
  Missed,          ///< Off the target for another reason.
};

/// One search for the point's sigma, as recorded.
struct SearchPath {
  Search search = Search::Fireworks;
  bool keepsLast = false;  ///< Its result is the last evaluation, not the best.
  bool isNms = false;      ///< Bisection as NMS has it: over the whole range, the last iterate.
  SearchTrace trace;
  double reached = 0;  ///< Perplexity at trace.chosenU.
  Ending ending = Ending::Missed;

  int evaluations() const { return static_cast<int>(trace.events.size()); }
  int passes() const { return trace.events.empty() ? 0 : trace.events.back().generation + 1; }
};

/// One point's search for sigma beside the one that it competes with, on the same datapath. The comparison
/// has its own default budget.
struct FireworksScene {
  int64_t point = 0;
  double target = 0;
  Arithmetic arithmetic = Arithmetic::Float64;
  Landscape landscape;
  SearchPath fireworks;  ///< The run's own search where it is one of fireworks, else AdapSNE's.
  SearchPath classic;    ///< The run's own search where it is none of fireworks, else NMS's bisection.
  bool runIsFireworks =
      true;                 ///< Which of the two is the run's; the other is a comparison made for the view.
  bool matchesRun = false;  ///< The recomputed search ends at the run's sigma, bit for bit.

  const SearchPath& own() const { return runIsFireworks ? fireworks : classic; }
  /// Passes until both have ended: the steps of a replay.
  int steps() const;
};

/// Recomputes what the run did for `point`. `graph`, `options` and `seed` are the run's; `sigma` its result.
/// Throws Cancelled when cancelled.
std::shared_ptr<const FireworksScene> fireworksScene(const NeighborGraph& graph, const SigmaResult& sigma,
                                                     const SearchOptions& options, uint64_t seed,
                                                     int64_t point, RunControl& control);

}  // namespace adapsne
