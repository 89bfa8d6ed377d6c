// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/nearest_neighbor_classes.h"

#include <algorithm>
#include <iterator>

#include "core/geometry/nearest_points.h"

namespace adapsne {

std::vector<int32_t> nearestNeighborClasses(const Dataset& train, const std::vector<int64_t>& exemplars,
                                            const Dataset& test, RunControl& control) {
  std::vector<int64_t> taught;
  std::copy_if(exemplars.begin(), exemplars.end(), std::back_inserter(taught),
               [&](int64_t row) { return train.isLabelled(row); });
  if (taught.empty()) return {};
  const std::vector<float> values = train.features.selectRows(taught, train.dimensions).floats();
  std::vector<int32_t> classes = nearestPoints(keptAs(train.scales, test).floats(), values,
                                               std::ssize(taught), train.dimensions, control);
  for (int32_t& nearest : classes) nearest = train.labels[taught[nearest]];
  return classes;
}

}  // namespace adapsne
