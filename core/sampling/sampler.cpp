// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/sampler.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/dataset/labels.h"
#include "core/geometry/nearest_points.h"
#include "core/sampling/row_list.h"
#include "core/sampling/samplers.h"
#include "core/sampling/share_budget.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kFillStream = 0x66696c6c;
constexpr uint64_t kClassStream = 0x636c617373;

/// One exemplar of each territory.
Rows exemplarsOf(const Territories& territories, const SamplingInputs& inputs, Exemplar exemplar,
                 RunControl& control) {
  const int64_t count = std::ssize(territories.members);
  Rows exemplars(count);
  parallelFor(control, count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) exemplars[t] = exemplarOf(inputs, territories.members[t], exemplar);
  });
  return exemplars;
}

/// Up to m of `rows` by one sampler; fewer only where points coincide.
Rows chooseAmong(const SamplingInputs& inputs, const Rows& rows, int64_t m, const SamplingOptions& options,
                 uint64_t seed, int64_t& scans, RunControl& control) {
  const SamplerRow& sampler = samplerRow(options.sampler);
  if (sampler.pick) return sampler.pick(inputs, rows, m, seed, scans, control);
  const Territories territories = sampler.divide(inputs, rows, m, options.allocation, seed, control);
  scans += territories.scans;
  return exemplarsOf(territories, inputs, options.exemplar, control);
}

/// Exactly m of `rows`, added to the subset.
void addExemplars(const SamplingInputs& inputs, const Rows& rows, int64_t m, const SamplingOptions& options,
                  uint64_t seed, Subset& subset, RunControl& control) {
  Rows chosen = chooseAmong(inputs, rows, m, options, seed, subset.scans, control);
  std::sort(chosen.begin(), chosen.end());
  // Coinciding points leave territories empty; the budget is still kept, with rows drawn from the others.
  if (const int64_t missing = m - static_cast<int64_t>(chosen.size()); missing > 0) {
    Rows others;
    std::set_difference(rows.begin(), rows.end(), chosen.begin(), chosen.end(), std::back_inserter(others));
    const Rows extra = drawRows(others, missing, RandomStream(seed, kFillStream));
    chosen.insert(chosen.end(), extra.begin(), extra.end());
  }
  subset.rows.insert(subset.rows.end(), chosen.begin(), chosen.end());
}

std::vector<Rows> rowsByClass(std::span<const int32_t> labels) {
  std::vector<Rows> rows(static_cast<size_t>(*std::max_element(labels.begin(), labels.end())) + 1);
  for (size_t i = 0; i < labels.size(); ++i)
    if (labels[i] != kUnlabelled) rows[labels[i]].push_back(static_cast<int64_t>(i));
  return rows;
}

}  // namespace

std::vector<int32_t> nearestExemplar(const Features& features, const std::vector<int64_t>& rows,
                                     RunControl& control) {
  return nearestPoints(features.values, valuesOfRows(features.values, features.dimensions, rows),
                       std::ssize(rows), features.dimensions, control);
}

std::shared_ptr<const Subset> chooseExemplars(const SamplingInputs& inputs, const SamplingOptions& options,
                                              uint64_t seed, RunControl& control) {
  const int64_t n = inputs.features.points;
  requireLabelsFor(options, !inputs.labels.empty());
  const SamplingOptions effective = effectiveSampling(options, n);
  auto subset = std::make_shared<Subset>();
  subset->sampler = effective.sampler;
  if (effective.classes == ClassPolicy::Ignore) {
    Rows all(n);
    std::iota(all.begin(), all.end(), 0);
    addExemplars(inputs, all, effective.count, effective, seed, *subset, control);
  } else {
    const std::vector<Rows> classes = rowsByClass(inputs.labels);
    std::vector<int64_t> counts;
    counts.reserve(classes.size());
    for (const Rows& rows : classes) counts.push_back(static_cast<int64_t>(rows.size()));
    const std::vector<int64_t> share = shareAmongClasses(counts, effective.count);
    for (size_t c = 0; c < classes.size(); ++c)
      if (share[c] > 0)
        addExemplars(inputs, classes[c], share[c], effective, RandomStream(seed, kClassStream, c).next(),
                     *subset, control);
  }
  std::sort(subset->rows.begin(), subset->rows.end());
  subset->territory = nearestExemplar(inputs.features, subset->rows, control);
  return subset;
}

}  // namespace adapsne
