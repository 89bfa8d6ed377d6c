// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/trustworthiness.h"

#include <algorithm>
#include <limits>

#include "core/assessment/assessed_rows.h"
#include "core/assessment/map_neighbors.h"
#include "core/neighbors/column_points.h"
#include "core/support/parallel.h"

namespace adapsne {

double trustworthiness(const Features& features, std::span<const float> positions, int k,
                       RunControl& control) {
  const int64_t n = features.points;
  if (n < 2 || k < 1 || 2 * k >= n) return std::numeric_limits<double>::quiet_NaN();
  const std::vector<int64_t> rows = assessedRows(n);
  const std::vector<int32_t> inMap = mapNeighbors(positions, rows, k, control);
  const ColumnPoints columns(features.values, n, features.dimensions, control);

  const double penalty =
      orderedSum(control, static_cast<int64_t>(rows.size()), 8, [&](int64_t begin, int64_t end) {
        std::vector<float> distance(n);
        double sum = 0;
        for (int64_t r = begin; r < end; ++r) {
          const int64_t i = rows[r];
          for (int64_t first = 0; first < n; first += ColumnPoints::kTile)
            columns.squaredDistances(features.row(i), first, std::min(ColumnPoints::kTile, n - first),
                                     distance.data() + first);
          for (int q = 0; q < k; ++q) {
            const int64_t j = inMap[r * k + q];
            int64_t rank = 1;  // 1 = nearest
            for (int64_t l = 0; l < n; ++l) rank += distance[l] < distance[j];
            for (int64_t l = 0; l < j; ++l) rank += distance[l] == distance[j];
            // The point itself has been counted where it sorts before j.
            if (distance[i] < distance[j] || (distance[i] == distance[j] && i < j)) --rank;
            if (rank > k) sum += static_cast<double>(rank - k);
          }
        }
        return sum;
      });
  const double worst =
      static_cast<double>(rows.size()) * k * (2.0 * static_cast<double>(n) - 3.0 * k - 1) / 2;
  return 1 - penalty / worst;
}

}  // namespace adapsne
