// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/labels.h"
#include "core/features/features.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/sampling/sampling_options.h"
#include "core/support/run_control.h"

namespace adapsne {

struct RidgeDesign;

/// What is decided about some rows before a sampler chooses. Both lists ascend, and no row is in both.
struct DecidedRows {
  std::span<const int64_t> given = {};     ///< Exemplars already: they count, and the sampler extends them.
  std::span<const int64_t> excluded = {};  ///< Not to be chosen, and not looked at by the choice.
};

/// What is computed of some rows before a sampler chooses, and does not depend on how many.
enum class SamplerDesign { Kernel, Graph };

/// Gives the design of these rows: one that was kept, or what `make` gives.
using KeepDesign = std::function<std::shared_ptr<const RidgeDesign>(
    SamplerDesign design, const std::vector<int64_t>& rows,
    const std::function<std::shared_ptr<const RidgeDesign>()>& make)>;

/// What a sampler may look at. What the options do not ask for (looksAtMap, looksAtGraph, ClassPolicy) may be
/// absent.
struct SamplingInputs {
  const Features& features;
  std::span<const float> positions = {};         ///< the map, N x 2
  const NeighborGraph* graph = nullptr;          ///< over the same features
  std::span<const int32_t> labels = {};          ///< N, each >= 0 or kUnlabelled
  std::span<const std::string> classNames = {};  ///< One a label value; read where a budget names classes.
  DecidedRows decided = {};
  KeepDesign keepDesign = {};                 ///< Empty: nothing is kept.
  std::function<void(double)> progress = {};  ///< Hears the share that is done, in [0, 1]; may be empty.
};

/// The exemplars and whom they stand for.
struct Subset {
  std::vector<int64_t> rows;          ///< m distinct rows, ascending.
  std::vector<int64_t> given;         ///< Those of them that were given, ascending.
  std::vector<int32_t> territory;     ///< N: which exemplar (index into rows) is nearest in input space.
  Sampler sampler = Sampler::Random;  ///< What Auto came to.
  int64_t scans = 0;                  ///< Points compared while choosing, for the work trace.
  /// The rows as they were chosen, given ones first: the first k of them are the exemplars for a budget of k,
  /// for every k from the given ones on. Empty where the choice does depend on the budget: for samplers with
  /// territories and TypiClust, for budgets a class, and where a class's share for one budget exceeds that
  /// for a larger.
  std::vector<int64_t> order = {};
};

/// Chooses exactly m = budget(options, N) exemplars, those that are given among them. Three independent
/// choices: territories (Sampler), the exemplar of a territory (Exemplar), and whether each class is sampled
/// on its own (ClassPolicy). Rows that are excluded have a territory and are no part of the choice: it is
/// made as if they were not there. Per class, points without a label are not chosen; where one is given it
/// counts towards m and to no class.
///
/// Deterministic by seed; Herding and FacilityLocation do not depend on it. Where coinciding points leave
/// fewer than m territories, rows drawn from the others fill up. Throws as requireChoice() does.
std::shared_ptr<const Subset> chooseExemplars(const SamplingInputs& inputs, const SamplingOptions& options,
                                              uint64_t seed, RunControl& control);

/// Throws UsageError where the choice cannot be made: without labels for ClassPolicy's others than Ignore,
/// for a class that is not there or asked for more than it has, for more rows given than asked for, and for
/// fewer rows that may be chosen than asked for. `labels`, `classNames` as in SamplingInputs.
void requireChoice(int64_t points, std::span<const int32_t> labels, std::span<const std::string> classNames,
                   const DecidedRows& decided, const SamplingOptions& options);

/// Index into `rows` of the exemplar nearest to each point in input space, ties to the lower row.
std::vector<int32_t> nearestExemplar(const Features& features, const std::vector<int64_t>& rows,
                                     RunControl& control);

}  // namespace adapsne
