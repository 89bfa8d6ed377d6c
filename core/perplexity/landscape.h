// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/sigma_search.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Where evaluated perplexity passes through the target.
struct Crossing {
  double u;           ///< ln sigma
  double perplexity;  ///< What the datapath evaluates there: the nearest to the target that it can.
};

/// Where every grid point has the same perplexity, bit for bit, over more than one step of the grid: a search
/// sees no direction here. Rounding makes them in the fixed formats; the exact mathematics has none where
/// distances differ.
struct Plateau {
  double low, high;  ///< ln sigma of the first and the last grid point; it may go on for less than a step.
  double perplexity;
};

/// What a search for one point's sigma could see: Perp(u) as the datapath evaluates it, u = ln sigma on
/// distances divided by the graph's largest.
struct Landscape {
  int64_t point = 0;
  double target = 0;
  double searchedLow = 0, searchedHigh = 0;  ///< The range that searches may use.
  double featureUnit = 1;                    ///< sigma in the features' units = featureUnit * exp(u).
  std::vector<double> u, perplexity;         ///< An even grid; ascending u.
  std::vector<Crossing> trueRoots;   ///< Perplexity ascends through the target, as the mathematics has it.
  std::vector<Crossing> falseRoots;  ///< It descends: made by the datapath's rounding and saturation.
  std::vector<Plateau> plateaus;     ///< Ascending, apart from each other.

  double low() const { return u.front(); }
  double high() const { return u.back(); }
  double sigma(double atU) const;
};

/// Evaluates `samples` (>= 2) places over the datapath's range and refines every crossing between
/// neighbouring ones. Only the part of float64's very wide range is covered in which perplexity changes, and
/// every place in `covering` whatever the datapath.
Landscape landscapeOf(const NeighborGraph& graph, double target, const SearchOptions& options, int64_t point,
                      int samples, RunControl& control, std::span<const double> covering = {});

}  // namespace adapsne
