// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Trains on these rows of the training set alone, those without a label left out; the share of the test set
/// that gets its class, in [0, 1]; NaN where no row has a label. `seed` names the random numbers, if it needs
/// any.
using SubsetAccuracy =
    std::function<double(const std::vector<int64_t>& exemplars, uint64_t seed, RunControl& control)>;

/// A way to say what a subset is worth: train on the exemplars, test on held-out data.
struct Classifier {
  std::string name;   ///< "softmax"
  std::string title;  ///< "softmax regression on pixels or columns"
  /// A training takes seconds on one thread: let several run side by side.
  bool sideBySide = false;
  /// Computes once what all subsets share, such as a preprocessing that is learned from the training set
  /// without its labels. Both datasets have labels with the same class names and the same D, and must outlive
  /// the result. Empty where the classifier has nothing to add for this data. Throws Cancelled.
  SubsetAccuracy (*prepare)(const Dataset& train, const Dataset& test, RunControl& control);
};

/// All that `adapsne compare` knows: 1-nn, softmax, both also on patches for images that these can describe;
/// and the networks mlp, lenet and cnn, the last two for images that they fit (fitsNetworks()). Another
/// classifier is another entry.
const std::vector<Classifier>& classifiers();
/// Throws UsageError with the nearest name for an unknown one.
const Classifier& classifier(const std::string& name);
/// What judges where nobody says: those that take no training of seconds.
std::vector<std::string> usualClassifiers();

/// Whether images can be mirrored from left to right and stay what they are: of up to 500 of the labelled
/// rows the nearest of up to 500 others has the same class at least half as often once they are mirrored. So
/// for photographs and clothes, not for digits. False without images or labels.
bool mirrorKeepsClasses(const Dataset& dataset, RunControl& control);

}  // namespace adapsne
