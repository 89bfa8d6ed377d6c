// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/nearest_neighbor_accuracy.h"

#include "core/geometry/nearest_points.h"

namespace adapsne {

double nearestNeighborAccuracy(const Dataset& train, const std::vector<int64_t>& exemplars,
                               const Dataset& test, RunControl& control) {
  const std::vector<float> values = train.features.selectRows(exemplars, train.dimensions).floats();
  const std::vector<int32_t> nearest =
      nearestPoints(test.features.floats(), values, std::ssize(exemplars), train.dimensions, control);
  int64_t hits = 0;
  for (int64_t i = 0; i < test.points; ++i) hits += train.labels[exemplars[nearest[i]]] == test.labels[i];
  return static_cast<double>(hits) / static_cast<double>(test.points);
}

}  // namespace adapsne
