// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A way to say what a subset is worth: train on the exemplars, test on held-out data.
struct Classifier {
  std::string name;   ///< "1-nn"
  std::string title;  ///< "1-nearest-neighbour"
  /// Share of `test` that gets its class, in [0, 1]. Both datasets have labels with the same class names and
  /// the same D; the seed is for classifiers that draw random numbers.
  double (*accuracy)(const Dataset& train, const std::vector<int64_t>& exemplars, const Dataset& test,
                     uint64_t seed, RunControl& control);
};

/// All that `adapsne compare` knows. Another classifier is another entry.
const std::vector<Classifier>& classifiers();

}  // namespace adapsne
