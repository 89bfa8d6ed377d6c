// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/sampling_options.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/sampling/samplers.h"
#include "core/support/error.h"

namespace adapsne {

int64_t budget(const SamplingOptions& options, int64_t points) {
  if (options.count > points)
    throw UsageError("--count",
                     std::to_string(options.count) + " exemplars were asked for, the dataset has " +
                         std::to_string(points) + " points.",
                     "Ask for at most that many.");
  if (options.count > 0) return options.count;
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
  return effective;
}

bool hasTerritories(Sampler sampler) {
  return samplerRow(sampler).divide != nullptr;
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
  if (options.classes == ClassPolicy::PerClass && !hasLabels)
    throw UsageError("--classes", "per-class needs a label for each point, and the dataset has none.",
                     "Give --labels FILE or --classes ignore.");
}

}  // namespace adapsne
