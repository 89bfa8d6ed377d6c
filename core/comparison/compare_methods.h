// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/comparison/cells.h"
#include "core/dataset/hold_out.h"
#include "core/pipeline/options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A part of a comparison that is computed apart from the others: part `index` of `of`, counted from 1.
struct ComparisonShard {
  int index = 1, of = 1;
};

struct ComparisonOptions {
  Options common;  ///< What all methods share; its ratio and count have no effect, its seed is the first.
  std::function<void(Options&)> adjust =
      {};                             ///< What people set for all methods: acts after a method's preset, so
                                      ///< that it can fix the perplexity, but not on what makes a baseline.
  std::vector<std::string> methods;   ///< Distinct; the first is the one that the others are set against.
  std::vector<SubsetBudget> budgets;  ///< Distinct.
  std::vector<std::string> classifiers = {};  ///< Distinct names; empty: usualClassifiers().
  int seeds = 5;                              ///< The seeds are common.seed, common.seed + 1, ...
  bool full = false;                          ///< Also the classifiers trained on all rows.
  ComparisonShard shard = {};
};

struct ComparisonProgress {
  double share = 0;         ///< Of the work of this call, in [0, 1], never falling.
  double secondsLeft = -1;  ///< An estimate; negative: not known yet.
  std::string doing;        ///< "nms-ideal, seed 2"
};

/// What a comparison tells while it works.
///
/// Calls come from threads of the comparison, never two at a time, and each sees what those before it wrote;
/// the comparison holds no lock meanwhile. They must return quickly. What they throw ends the comparison.
class ComparisonObserver {
 public:
  virtual ~ComparisonObserver() = default;
  /// Cells come in an order that depends on the threads; what is in them does not.
  virtual void computed(const Cell&) = 0;
  virtual void progressed(const ComparisonProgress&) {}
};

/// The plan that the options come to for these pools, the classifiers among it. Throws UsageError and Error
/// for what cannot be compared, without computing anything.
ComparisonPlan planOf(const std::vector<HoldOut>& pools, const ComparisonOptions& options);

/// The options of a compared method at the budget that guides (see compareMethods()), seed aside.
Options methodOptions(const HoldOut& pool, const ComparisonOptions& options, const std::string& method);

/// Computes the cells of planOf() that are not among `known` and belong to the shard, and hands each to the
/// observer: exemplars are chosen from the pool's `train` by every method, budget and seed, and every
/// classifier is tested on its `test`. Seed number s (from 0) takes pool s % pools.
///
/// A method that looks at a map computes one for each seed, which all budgets share; none where all its cells
/// are known. A guided method chooses its target perplexity for one budget, the middle one of those given
/// (the lower middle of an even number), because its entropy depends on the budget; give one budget at a time
/// to guide each on its own.
///
/// Shards are dealt whole seeds of a method, the costly ones first, each to the shard that has least to do:
/// the same deal wherever the same comparison is started. Throws UsageError for what cannot be compared,
/// Error where a run fails, Cancelled.
void compareMethods(const std::vector<HoldOut>& pools, const ComparisonOptions& options,
                    const std::vector<CellId>& known, ComparisonObserver& observer, RunControl& control);

}  // namespace adapsne
