// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace adapsne {

/// A run of equal tiles, in order: what each loads, computes and stores.
struct TileRun {
  int64_t count = 0;
  double loadBytes = 0;
  int64_t computeCycles = 0;
  double storeBytes = 0;
};

/// Cycles of a sequence of tiles with double-buffered loads and stores over one shared DRAM channel.
struct TileTiming {
  int64_t total = 0, compute = 0, transfer = 0;
};

/// A closed form (docs/accelerator.md#tiles-and-stalls): while a tile computes, the next is loaded and the
/// last stored. max(sum compute, sum transfer) <= total <= sum compute + sum transfer + latency * tiles.
TileTiming timeTiles(const std::vector<TileRun>& runs, double bytesPerCycle, int latency);

}  // namespace adapsne
