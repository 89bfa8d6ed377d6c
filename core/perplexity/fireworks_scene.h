// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

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
  double target = 0;       ///< Perplexity that it searched for.
  bool isRun = false;      ///< A run's own; else a comparison that no run made.
  SearchTrace trace;
  double reached = 0;  ///< Perplexity at trace.chosenU.
  Ending ending = Ending::Missed;

  int evaluations() const { return static_cast<int>(trace.events.size()); }
  int passes() const { return trace.events.empty() ? 0 : trace.events.back().generation + 1; }
};

/// What a run's search is repeated from. Points into the run, which must outlive it.
struct SearchedRun {
  const NeighborGraph* graph = nullptr;
  const SigmaResult* sigma = nullptr;
  SearchOptions options;
  uint64_t seed = 1;
};

/// One point's search for sigma beside the one that it competes with, on the same datapath: another run's
/// own, or a comparison with its own default budget at the same target.
struct FireworksScene {
  int64_t point = 0;
  double target = 0;  ///< Of the run that is shown.
  Arithmetic arithmetic = Arithmetic::Float64;
  Landscape landscape;
  SearchPath
      fireworks;  ///< The run's own search where it is one of fireworks, else the other run's or AdapSNE's.
  SearchPath classic;  ///< The run's own search where it is none of fireworks, else the other run's or NMS's.
  bool runIsFireworks =
      true;                 ///< Which of the two is the run's; the other is a comparison made for the view.
  bool matchesRun = false;  ///< The recomputed search ends at the run's sigma, bit for bit.

  const SearchPath& own() const { return runIsFireworks ? fireworks : classic; }
  /// Passes until both have ended: the steps of a replay.
  int steps() const;
};

/// Recomputes what `run` did for `point`, a row of its graph. `other` is shown beside it where it searched on
/// the same graph and datapath by the other kind of search. Throws Cancelled when cancelled.
std::shared_ptr<const FireworksScene> fireworksScene(const SearchedRun& run,
                                                     const std::optional<SearchedRun>& other, int64_t point,
                                                     RunControl& control);

}  // namespace adapsne
