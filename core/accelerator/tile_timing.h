// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/accelerator/count.h"

namespace adapsne {

/// A run of equal tiles, in order: what each loads, computes and stores.
struct TileRun {
  Count count = 0;
  double loadBytes = 0;
  Count computeCycles = 0;
  double storeBytes = 0;
  /// How often it stands here: of the middle one of three equal sequences of runs, that many in a row.
  Count times = 1;
};

/// Cycles of a sequence of tiles with double-buffered loads and stores over one shared DRAM channel.
struct TileTiming {
  Count total = 0, compute = 0, transfer = 0;
};

/// A closed form (docs/accelerator.md#tiles-and-stalls): while a tile computes, the next is loaded and the
/// last stored. max(sum compute, sum transfer) <= total <= sum compute + sum transfer + latency * tiles.
/// Throws Error where 128 bits do not hold them.
TileTiming timeTiles(const std::vector<TileRun>& runs, double bytesPerCycle, int latency);

}  // namespace adapsne
