// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/nearest_neighbor_accuracy.h"

#include "core/neighbors/column_points.h"
#include "core/support/parallel.h"

namespace adapsne {

double nearestNeighborAccuracy(const Dataset& train, const std::vector<int64_t>& exemplars,
                               const Dataset& test, RunControl& control) {
  std::vector<float> values;
  values.reserve(exemplars.size() * train.dimensions);
  for (int64_t row : exemplars) values.insert(values.end(), train.row(row).begin(), train.row(row).end());
  const ColumnPoints points(values, static_cast<int64_t>(exemplars.size()), train.dimensions, control);
  const double hits = orderedSum(control, test.points, 32, [&](int64_t begin, int64_t end) {
    double count = 0;
    for (int64_t i = begin; i < end; ++i)
      count += train.labels[exemplars[points.nearest(test.row(i))]] == test.labels[i];
    return count;
  });
  return hits / static_cast<double>(test.points);
}

}  // namespace adapsne
