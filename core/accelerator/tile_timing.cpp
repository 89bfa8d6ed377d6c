// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/tile_timing.h"

#include <algorithm>

namespace adapsne {
namespace {

struct Cycles {
  Count count, load, compute, store, times;
};

/// From one tile's start to the next one's.
Count period(Count compute, Count load, Count store, int latency) {
  const Count shared = compute + load + store + (load > 0 ? latency : 0);
  return std::max({compute, load + store, (shared + 1) / 2});
}

}  // namespace

TileTiming timeTiles(const std::vector<TileRun>& runs, double bytesPerCycle, int latency) {
  TileTiming timing;
  std::vector<Cycles> cycles;
  Count tiles = 0;
  for (const TileRun& run : runs) {
    if (run.count == 0 || run.times == 0) continue;
    const auto transfer = [&](double bytes) { return Count::ceilOf(bytes / bytesPerCycle); };
    const Cycles c{run.count, transfer(run.loadBytes), run.computeCycles, transfer(run.storeBytes),
                   run.times};
    cycles.push_back(c);
    const Count all = c.times * c.count;
    tiles += all;
    timing.compute += all * c.compute;
    timing.transfer += all * (c.load + c.store);
  }
  if (cycles.empty()) return timing;

  timing.total = cycles.front().load + (cycles.front().load > 0 ? latency : 0);
  Count previousStore = 0;
  for (size_t i = 0; i < cycles.size(); ++i) {
    const Cycles& c = cycles[i];
    if (c.count > 1) {
      timing.total += c.times * (period(c.compute, c.load, previousStore, latency) +
                                 (c.count - 2) * period(c.compute, c.load, c.store, latency));
      previousStore = c.store;
    }
    timing.total +=
        c.times * (i + 1 < cycles.size() ? period(c.compute, cycles[i + 1].load, previousStore, latency)
                                         : std::max(c.compute, previousStore) + c.store);
    previousStore = c.store;
  }
  // The closed form may leave the bounds by a rounding at few tiles; no real schedule can.
  timing.total = std::clamp(timing.total, std::max(timing.compute, timing.transfer),
                            timing.compute + timing.transfer + latency * tiles);
  return timing;
}

}  // namespace adapsne
