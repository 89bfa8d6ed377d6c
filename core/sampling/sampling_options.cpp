// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/sampling_options.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/sampling/class_budget.h"
#include "core/sampling/samplers.h"
#include "core/support/error.h"

namespace adapsne {

int64_t budget(const SamplingOptions& options, int64_t points) {
  const bool byClass = options.classes == ClassPolicy::Given;
  int64_t count = byClass ? 0 : options.count;
  if (byClass)
    for (const ClassBudget& one : parseClassBudget(options.classBudget)) count += one.count;
  if (count > points)
    throw UsageError(byClass ? "--class-budget" : "--count",
                     std::to_string(count) + " exemplars were asked for, the dataset has " +
                         std::to_string(points) + " points.",
                     "Ask for at most that many.");
  if (count > 0) return count;
  return std::clamp<int64_t>(std::llround(options.ratio * static_cast<double>(points)), 1, points);
}

Sampler resolveSampler(const SamplingOptions& options, int64_t points) {
  if (options.sampler != Sampler::Auto) return options.sampler;
  return budget(options, points) * 50 <= points ? Sampler::KMeans : Sampler::Grid;
}

SamplingOptions effectiveSampling(const SamplingOptions& options, int64_t points) {
  const SamplingOptions defaults;
  SamplingOptions effective = options;
  effective.count = budget(options, points);
  effective.ratio = defaults.ratio;
  effective.sampler = resolveSampler(options, points);
  if (effective.sampler != Sampler::Grid) effective.allocation = defaults.allocation;
  if (!hasTerritories(effective.sampler)) effective.exemplar = defaults.exemplar;
  if (looksAtClasses(effective.sampler) && effective.classes == ClassPolicy::Ignore)
    effective.classes = ClassPolicy::Equal;
  if (effective.classes != ClassPolicy::Given) effective.classBudget = defaults.classBudget;
  return effective;
}

SamplingOptions guidingSampling(const SamplingOptions& options, int64_t points) {
  if (!samplerRow(options.sampler).slow) return options;
  SamplingOptions guiding = options;
  guiding.count = budget(options, points);
  guiding.sampler = Sampler::Auto;
  guiding.classes = ClassPolicy::Ignore;
  guiding.classBudget.clear();
  return guiding;
}

bool hasTerritories(Sampler sampler) {
  return samplerRow(sampler).divide != nullptr;
}

bool looksAtClasses(Sampler sampler) {
  return samplerRow(sampler).pickFromClasses != nullptr;
}

bool looksAtMap(const SamplingOptions& options, int64_t points) {
  const SamplingOptions o = effectiveSampling(options, points);
  return samplerRow(o.sampler).looksAtMap || o.exemplar == Exemplar::MapMedoid;
}

bool looksAtGraph(const SamplingOptions& options, int64_t points) {
  const SamplingOptions o = effectiveSampling(options, points);
  return samplerRow(o.sampler).looksAtGraph || o.exemplar == Exemplar::Densest;
}

void requireLabelsFor(const SamplingOptions& options, bool hasLabels) {
  if (looksAtClasses(options.sampler) && !hasLabels)
    throw UsageError("--sampler",
                     std::string(samplerRow(options.sampler).word) +
                         " needs labels of the points, and the dataset has none.",
                     "Give --labels FILE, or a sampler without labels, such as facility-location.");
  const bool byClass = options.classes == ClassPolicy::Given,
             hasBudgets = !parseClassBudget(options.classBudget).empty();
  if (options.classes != ClassPolicy::Ignore && !hasLabels)
    throw UsageError("--classes",
                     std::string(kClassPolicyWords.wordOf(options.classes)) +
                         " needs labels of the points, and the dataset has none.",
                     "Give --labels FILE or --classes ignore.");
  if (byClass && !hasBudgets)
    throw UsageError("--classes", "given needs to know how many exemplars each class is to have.",
                     "Give --class-budget, as in cat=10,dog=5, or --classes equal.");
  if (hasBudgets && !byClass)
    throw UsageError("--class-budget", "is read with --classes given alone.",
                     "Give --classes given too, or leave the budgets away.");
}

}  // namespace adapsne
