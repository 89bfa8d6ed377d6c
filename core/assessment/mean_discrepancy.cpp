// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/mean_discrepancy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/assessment/assessed_rows.h"
#include "core/geometry/column_points.h"
#include "core/sampling/row_list.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kBandwidthPoints = 1000;

ColumnPoints columnsOf(const Features& features, const std::vector<int64_t>& rows, RunControl& control) {
  return {valuesOfRows(features.values, features.dimensions, rows), static_cast<int64_t>(rows.size()),
          features.dimensions, control};
}

double kernelOf(float squaredDistance, double bandwidth) {
  return bandwidth > 0 ? std::exp(-squaredDistance / (2 * bandwidth * bandwidth)) : squaredDistance == 0;
}

/// Sum of k(row, column) over all pairs.
double kernelSum(const Features& features, const std::vector<int64_t>& rows, const ColumnPoints& columns,
                 double bandwidth, RunControl& control) {
  return orderedSum(control, static_cast<int64_t>(rows.size()), 4, [&](int64_t begin, int64_t end) {
    float distance[ColumnPoints::kTile];
    double sum = 0;
    for (int64_t r = begin; r < end; ++r)
      for (int64_t first = 0; first < columns.points(); first += ColumnPoints::kTile) {
        const int64_t count = std::min(ColumnPoints::kTile, columns.points() - first);
        columns.squaredDistances(features.row(rows[r]), first, count, distance);
        for (int64_t j = 0; j < count; ++j) sum += kernelOf(distance[j], bandwidth);
      }
    return sum;
  });
}

/// The same of all ordered pairs of `rows`; each pair is looked at once.
double selfKernelSum(const Features& features, const std::vector<int64_t>& rows, double bandwidth,
                     RunControl& control) {
  const ColumnPoints columns = columnsOf(features, rows, control);
  const double above = orderedSum(control, columns.points(), 4, [&](int64_t begin, int64_t end) {
    float distance[ColumnPoints::kTile];
    double sum = 0;
    for (int64_t r = begin; r < end; ++r)
      for (int64_t first = r + 1; first < columns.points(); first += ColumnPoints::kTile) {
        const int64_t count = std::min(ColumnPoints::kTile, columns.points() - first);
        columns.squaredDistances(features.row(rows[r]), first, count, distance);
        for (int64_t j = 0; j < count; ++j) sum += kernelOf(distance[j], bandwidth);
      }
    return sum;
  });
  return 2 * above + static_cast<double>(rows.size());
}

double medianDistance(const Features& features, RunControl& control) {
  std::vector<int64_t> rows(features.points);
  std::iota(rows.begin(), rows.end(), 0);
  if (features.points > kBandwidthPoints) {
    rows = drawRows(std::move(rows), kBandwidthPoints, RandomStream(0x6d656469616e));
    std::sort(rows.begin(), rows.end());
  }
  const int64_t n = static_cast<int64_t>(rows.size());
  const ColumnPoints columns = columnsOf(features, rows, control);
  std::vector<float> distances;
  distances.reserve(n * (n - 1) / 2);
  std::vector<float> row(n);
  for (int64_t i = 0; i + 1 < n; ++i) {
    control.checkpoint();
    columns.squaredDistances(features.row(rows[i]), i + 1, n - i - 1, row.data());
    distances.insert(distances.end(), row.begin(), row.begin() + (n - i - 1));
  }
  if (distances.empty()) return 0;
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  if (*middle > 0) return std::sqrt(*middle);
  double sum = 0;
  for (float d : distances) sum += std::sqrt(d);
  return sum / static_cast<double>(distances.size());
}

}  // namespace

FeatureKernel featureKernel(const Features& features, RunControl& control) {
  FeatureKernel kernel;
  kernel.rows = assessedRows(features.points);
  kernel.bandwidth = medianDistance(features, control);
  const double n = static_cast<double>(kernel.rows.size());
  kernel.meanSelf = selfKernelSum(features, kernel.rows, kernel.bandwidth, control) / (n * n);
  return kernel;
}

double meanDiscrepancy(const Features& features, const FeatureKernel& kernel,
                       const std::vector<int64_t>& subset, RunControl& control) {
  const double n = static_cast<double>(kernel.rows.size()), m = static_cast<double>(subset.size());
  const ColumnPoints exemplars = columnsOf(features, subset, control);
  const double cross = kernelSum(features, kernel.rows, exemplars, kernel.bandwidth, control) / (n * m);
  const double self = selfKernelSum(features, subset, kernel.bandwidth, control) / (m * m);
  // Rounding can take the square just below 0 where the subset is the whole.
  return std::sqrt(std::max(0.0, kernel.meanSelf - 2 * cross + self));
}

}  // namespace adapsne
