// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/accelerator/count.h"

namespace adapsne {

/// Which operand stays in the array: outputs, weights or inputs.
enum class Dataflow { OutputStationary, WeightStationary, InputStationary };
/// What happens between two folds: the array drains before the next fold starts (Serial), as SCALE-Sim v2
/// counts it (ScaleSim, for validation), or double accumulators drain in the shadow of the next fold
/// (Shadow).
enum class Drain { Serial, ScaleSim, Shadow };

/// A matrix product M x N x K on an array of rows x columns processing elements.
struct Gemm {
  int64_t m = 0, n = 0, k = 0;
};

/// How a product maps onto the array: Sr x Sc values are spread over rows and columns, T stream through.
struct GemmMapping {
  int64_t spreadRows = 0, spreadColumns = 0, streamed = 0;
  Count foldRows = 0, foldColumns = 0;  ///< ceil(Sr / rows), ceil(Sc / columns)
  Count folds() const { return foldRows * foldColumns; }
};
GemmMapping mapGemm(const Gemm& gemm, int rows, int columns, Dataflow dataflow);

/// Cycles of one fold that follows others, and of the whole without waiting for memory.
struct GemmTiming {
  Count totalCycles = 0;
  double utilization = 0;        ///< percent: 100 M N K / (total * rows * columns)
  double mappingEfficiency = 0;  ///< percent: 100 Sr Sc / (PEs of all folds)
};

/// Closed forms (docs/accelerator.md#matrix-products); Drain::ScaleSim equals SCALE-Sim v2 (Samajdar et al.
/// 2020) cycle for cycle. All sizes >= 1. Throws Error where 128 bits do not hold the cycles.
GemmTiming timeGemm(const Gemm& gemm, int rows, int columns, Dataflow dataflow, Drain drain);

}  // namespace adapsne
