// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/classifiers.h"

#include "core/assessment/nearest_neighbor_accuracy.h"

namespace adapsne {

const std::vector<Classifier>& classifiers() {
  static const std::vector<Classifier> all = {
      {"1-nn", "1-nearest-neighbour",
       [](const Dataset& train, const std::vector<int64_t>& exemplars, const Dataset& test, uint64_t,
          RunControl& control) { return nearestNeighborAccuracy(train, exemplars, test, control); }},
  };
  return all;
}

}  // namespace adapsne
