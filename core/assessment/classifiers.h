// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/assessment/judged_features.h"
#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Trains on these rows of the training set alone, those without a label left out; the class that each row of
/// the test set gets, or nothing where no exemplar has a label. accuracyOf() says how many are right. `seed`
/// names the random numbers, if it needs any.
using SubsetPredictions = std::function<std::vector<int32_t>(const std::vector<int64_t>& exemplars,
                                                             uint64_t seed, RunControl& control)>;

/// A way to say what a subset is worth: train on the exemplars, test on held-out data.
struct Classifier {
  std::string name;   ///< "softmax"
  std::string title;  ///< "softmax regression on pixels or columns"
  /// A training takes seconds on one thread: let several run side by side.
  bool sideBySide = false;
  /// Whether it has something to say of such data.
  bool (*fits)(const Dataset& train);
  /// Computes once what all subsets share, such as a preprocessing that is learned from the training set
  /// without its labels; what several classifiers share, `data` has. The data fit. Throws Cancelled.
  SubsetPredictions (*prepare)(JudgedData& data, RunControl& control);
};

/// All that `adapsne compare` knows: 1-nn, softmax, both also on patches for images that these can describe;
/// and the networks mlp, lenet and cnn, the last two for images that they fit (fitsNetworks()). Another
/// classifier is another entry.
const std::vector<Classifier>& classifiers();
/// Throws UsageError with the nearest name for an unknown one.
const Classifier& classifier(const std::string& name);
/// What judges such data where nobody says: those that fit it and take no training of seconds.
std::vector<std::string> usualClassifiers(const Dataset& train);

/// Whether images can be mirrored from left to right and stay what they are: of up to 500 of the labelled
/// rows the nearest of up to 500 others has the same class at least half as often once they are mirrored. So
/// for photographs and clothes, not for digits. False without images or labels.
bool mirrorKeepsClasses(const Dataset& dataset, RunControl& control);

}  // namespace adapsne
