// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/embedding/map_grid.h"
#include "core/neighbors/column_points.h"
#include "core/sampling/kmeans.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kRandomStream = 0x72616e646f6d;
constexpr uint64_t kTerritoryStream = 0x7465727269;
constexpr uint64_t kFillStream = 0x66696c6c;

using Rows = std::vector<int64_t>;

/// m of `rows`, without repetition.
Rows drawRows(Rows rows, int64_t m, RandomStream random) {
  for (int64_t i = 0; i < m; ++i)
    std::swap(rows[i], rows[i + static_cast<int64_t>(random.below(rows.size() - i))]);
  rows.resize(m);
  return rows;
}

/// The row of a territory that lies nearest to the territory's mean in input space.
int64_t featureMedoid(const Features& features, const Rows& rows) {
  std::vector<double> mean(features.dimensions, 0);
  for (int64_t row : rows)
    for (int64_t d = 0; d < features.dimensions; ++d) mean[d] += features.row(row)[d];
  for (double& v : mean) v /= static_cast<double>(rows.size());
  int64_t best = rows.front();
  double smallest = std::numeric_limits<double>::infinity();
  for (int64_t row : rows) {
    double distance = 0;
    for (int64_t d = 0; d < features.dimensions; ++d) {
      const double delta = features.row(row)[d] - mean[d];
      distance += delta * delta;
    }
    if (distance < smallest) {
      smallest = distance;
      best = row;
    }
  }
  return best;
}

/// One exemplar for each of up to `count` k-means territories of `rows` in the map.
void exemplarsOfTerritories(const Features& features, std::span<const float> positions, const Rows& rows,
                            int64_t count, RandomStream random, Subset& subset, RunControl& control) {
  std::vector<float> local(2 * rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    local[2 * i] = positions[2 * rows[i]];
    local[2 * i + 1] = positions[2 * rows[i] + 1];
  }
  const KMeansResult clusters = kMeans(local, static_cast<int64_t>(rows.size()), 2, count, random, control);
  subset.scans += clusters.scans + static_cast<int64_t>(rows.size());
  std::vector<Rows> territory(count);
  for (size_t i = 0; i < rows.size(); ++i) territory[clusters.assignment[i]].push_back(rows[i]);
  for (const Rows& members : territory)
    if (!members.empty()) subset.rows.push_back(featureMedoid(features, members));
}

/// Shares m among cells by the square root of their counts, at most `count` each, by largest remainders.
std::vector<int64_t> shareBySquareRoot(const std::vector<int64_t>& counts, int64_t m) {
  std::vector<int64_t> share(counts.size(), 0);
  int64_t left = m;
  while (left > 0) {
    double total = 0;
    for (size_t c = 0; c < counts.size(); ++c)
      if (share[c] < counts[c]) total += std::sqrt(static_cast<double>(counts[c]));
    std::vector<std::pair<double, size_t>> remainder;
    const int64_t toGive = left;
    for (size_t c = 0; c < counts.size(); ++c) {
      if (share[c] >= counts[c]) continue;
      const double exact = static_cast<double>(toGive) * std::sqrt(static_cast<double>(counts[c])) / total;
      const int64_t given = std::min(static_cast<int64_t>(exact), counts[c] - share[c]);
      share[c] += given;
      left -= given;
      if (share[c] < counts[c]) remainder.emplace_back(exact - std::floor(exact), c);
    }
    std::stable_sort(remainder.begin(), remainder.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [fraction, c] : remainder) {
      if (left == 0) break;
      ++share[c];
      --left;
    }
  }
  return share;
}

void gridExemplars(const Features& features, std::span<const float> positions, int64_t m, uint64_t seed,
                   Subset& subset, RunControl& control) {
  const int side = std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(m)))));
  const MapGrid grid = gridOf(positions, side, Outside::Clamp);
  std::vector<Rows> members(static_cast<size_t>(side) * side);
  for (int64_t i = 0; i < features.points; ++i) members[grid.cell[i]].push_back(i);
  std::vector<int64_t> counts;
  for (const Rows& rows : members) counts.push_back(static_cast<int64_t>(rows.size()));
  const std::vector<int64_t> share = shareBySquareRoot(counts, m);
  subset.scans += features.points;
  for (size_t c = 0; c < members.size(); ++c)
    if (share[c] > 0)
      exemplarsOfTerritories(features, positions, members[c], share[c],
                             RandomStream(seed, kTerritoryStream, c), subset, control);
}

}  // namespace

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

std::vector<int32_t> nearestExemplar(const Features& features, const std::vector<int64_t>& rows,
                                     RunControl& control) {
  std::vector<float> values;
  values.reserve(rows.size() * features.dimensions);
  for (int64_t row : rows) values.insert(values.end(), features.row(row).begin(), features.row(row).end());
  const ColumnPoints exemplars(values, static_cast<int64_t>(rows.size()), features.dimensions, control);
  std::vector<int32_t> nearest(features.points);
  parallelFor(control, features.points, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      nearest[i] = static_cast<int32_t>(exemplars.nearest(features.row(i)));
  });
  return nearest;
}

std::shared_ptr<const Subset> chooseExemplars(const Features& features, std::span<const float> positions,
                                              const SamplingOptions& options, uint64_t seed,
                                              RunControl& control) {
  const int64_t n = features.points, m = budget(options, n);
  auto subset = std::make_shared<Subset>();
  subset->sampler = resolveSampler(options, n);
  Rows all(n);
  std::iota(all.begin(), all.end(), 0);
  switch (subset->sampler) {
    case Sampler::Random:
      subset->rows = drawRows(all, m, RandomStream(seed, kRandomStream));
      break;
    case Sampler::KMeans:
      exemplarsOfTerritories(features, positions, all, m, RandomStream(seed, kTerritoryStream), *subset,
                             control);
      break;
    case Sampler::Grid:
    case Sampler::Auto:
      gridExemplars(features, positions, m, seed, *subset, control);
      break;
  }
  std::sort(subset->rows.begin(), subset->rows.end());
  // Coinciding points leave territories empty; the budget is still kept, with rows drawn from the others.
  if (const int64_t missing = m - static_cast<int64_t>(subset->rows.size()); missing > 0) {
    Rows others;
    std::set_difference(all.begin(), all.end(), subset->rows.begin(), subset->rows.end(),
                        std::back_inserter(others));
    const Rows extra = drawRows(others, missing, RandomStream(seed, kFillStream));
    subset->rows.insert(subset->rows.end(), extra.begin(), extra.end());
    std::sort(subset->rows.begin(), subset->rows.end());
  }
  subset->territory = nearestExemplar(features, subset->rows, control);
  return subset;
}

}  // namespace adapsne
