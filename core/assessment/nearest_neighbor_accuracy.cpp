// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/nearest_neighbor_accuracy.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "core/geometry/nearest_points.h"

namespace adapsne {

double nearestNeighborAccuracy(const Dataset& train, const std::vector<int64_t>& exemplars,
                               const Dataset& test, RunControl& control) {
  std::vector<int64_t> taught;
  std::copy_if(exemplars.begin(), exemplars.end(), std::back_inserter(taught),
               [&](int64_t row) { return train.isLabelled(row); });
  if (taught.empty()) return std::numeric_limits<double>::quiet_NaN();
  const std::vector<float> values = train.features.selectRows(taught, train.dimensions).floats();
  const std::vector<int32_t> nearest = nearestPoints(keptAs(train.scales, test).floats(), values,
                                                     std::ssize(taught), train.dimensions, control);
  int64_t hits = 0, asked = 0;
  for (int64_t i = 0; i < test.points; ++i) {
    if (!test.isLabelled(i)) continue;
    hits += train.labels[taught[nearest[i]]] == test.labels[i];
    ++asked;
  }
  return asked > 0 ? static_cast<double>(hits) / static_cast<double>(asked)
                   : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace adapsne
