// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/sampler.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/geometry/nearest_points.h"
#include "core/sampling/facility_location.h"
#include "core/sampling/farthest_point.h"
#include "core/sampling/herding.h"
#include "core/sampling/row_list.h"
#include "core/sampling/share_budget.h"
#include "core/sampling/territories.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kRandomStream = 0x72616e646f6d;
constexpr uint64_t kFirstStream = 0x6669727374;
constexpr uint64_t kFillStream = 0x66696c6c;
constexpr uint64_t kClassStream = 0x636c617373;

/// One exemplar of each territory.
Rows exemplarsOfTerritories(const SamplingInputs& inputs, const Rows& rows, int64_t m,
                            const SamplingOptions& options, uint64_t seed, int64_t& scans,
                            RunControl& control) {
  const Territories territories = divide(inputs, rows, m, options.sampler, options.allocation, seed, control);
  scans += territories.scans;
  const int64_t count = static_cast<int64_t>(territories.members.size());
  Rows exemplars(count);
  parallelFor(control, count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t)
      exemplars[t] = exemplarOf(inputs, territories.members[t], options.exemplar);
  });
  return exemplars;
}

/// Up to m of `rows` by one sampler; fewer only where points coincide.
Rows chooseAmong(const SamplingInputs& inputs, const Rows& rows, int64_t m, const SamplingOptions& options,
                 uint64_t seed, int64_t& scans, RunControl& control) {
  const int64_t n = static_cast<int64_t>(rows.size()), dimensions = inputs.features.dimensions;
  const auto rowsAt = [&](const std::vector<int64_t>& indices) {
    Rows result;
    for (const int64_t i : indices) result.push_back(rows[i]);
    return result;
  };
  switch (options.sampler) {
    case Sampler::Random:
      return drawRows(rows, m, RandomStream(seed, kRandomStream));
    case Sampler::KCenter: {
      scans += n * m;
      const int64_t first = static_cast<int64_t>(RandomStream(seed, kFirstStream).below(rows.size()));
      return rowsAt(farthestPoints(valuesOfRows(inputs.features.values, dimensions, rows), n, dimensions, m,
                                   first, control));
    }
    case Sampler::Herding:
      scans += n * m;
      return rowsAt(
          herdPoints(valuesOfRows(inputs.features.values, dimensions, rows), n, dimensions, m, control));
    case Sampler::FacilityLocation: {
      FacilityLocation found = locateFacilities(*inputs.graph, rows, m, control);
      scans += found.scans;
      return std::move(found.taken);
    }
    default:
      return exemplarsOfTerritories(inputs, rows, m, options, seed, scans, control);
  }
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
  for (size_t i = 0; i < labels.size(); ++i) rows[labels[i]].push_back(static_cast<int64_t>(i));
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
