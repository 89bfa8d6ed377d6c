// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Trains on these rows of the training set alone; the share of the test set that gets its class, in [0, 1].
using SubsetAccuracy = std::function<double(const std::vector<int64_t>& exemplars, RunControl& control)>;

/// A way to say what a subset is worth: train on the exemplars, test on held-out data.
struct Classifier {
  std::string name;   ///< "softmax"
  std::string title;  ///< "softmax regression on pixels or columns"
  /// Computes once what all subsets share, such as a preprocessing that is learned from the training set
  /// without its labels. Both datasets have labels with the same class names and the same D, and must outlive
  /// the result. Empty where the classifier has nothing to add for this data. Throws Cancelled.
  SubsetAccuracy (*prepare)(const Dataset& train, const Dataset& test, RunControl& control);
};

/// All that `adapsne compare` knows: 1-nn, softmax, and softmax-patches for images that patches can describe.
/// Another classifier is another entry.
const std::vector<Classifier>& classifiers();

}  // namespace adapsne
