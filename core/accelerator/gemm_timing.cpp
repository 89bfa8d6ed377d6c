// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/gemm_timing.h"

#include <algorithm>

namespace adapsne {

GemmMapping mapGemm(const Gemm& g, int rows, int columns, Dataflow dataflow) {
  GemmMapping map;
  switch (dataflow) {
    case Dataflow::OutputStationary:
      map = {g.m, g.n, g.k, 0, 0};
      break;
    case Dataflow::WeightStationary:
      map = {g.k, g.n, g.m, 0, 0};
      break;
    case Dataflow::InputStationary:
      map = {g.k, g.m, g.n, 0, 0};
      break;
  }
  map.foldRows = ceilDivide(map.spreadRows, rows);
  map.foldColumns = ceilDivide(map.spreadColumns, columns);
  return map;
}

GemmTiming timeGemm(const Gemm& g, int rows, int columns, Dataflow dataflow, Drain drain) {
  const GemmMapping map = mapGemm(g, rows, columns, dataflow);
  const Count r = rows, c = columns, t = map.streamed, folds = map.folds();
  GemmTiming timing;
  switch (drain) {
    case Drain::Serial:
      timing.totalCycles = folds * (2 * r + c + t - 2);
      break;
    case Drain::ScaleSim:
      // SCALE-Sim counts no drain of the outputs that stay in an output-stationary array, and from cycle 0.
      timing.totalCycles = folds * ((dataflow == Dataflow::OutputStationary ? 1 : 2) * r + c + t - 2) - 1;
      break;
    case Drain::Shadow:
      timing.totalCycles = (folds - 1) * std::max(t, r) + 2 * r + c + t - 2;
      break;
  }
  const double work = static_cast<double>(g.m) * static_cast<double>(g.n) * static_cast<double>(g.k);
  timing.utilization = 100 * work / (static_cast<double>(timing.totalCycles) * static_cast<double>(r * c));
  timing.mappingEfficiency = 100 * static_cast<double>(map.spreadRows) *
                             static_cast<double>(map.spreadColumns) /
                             static_cast<double>(map.foldRows * r * (map.foldColumns * c));
  return timing;
}

}  // namespace adapsne
