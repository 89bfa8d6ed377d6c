// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/classifiers.h"

#include <memory>

#include "core/assessment/nearest_neighbor_accuracy.h"
#include "core/assessment/softmax_regression.h"
#include "core/features/preprocess.h"

namespace adapsne {
namespace {

SubsetAccuracy nearestNeighbor(const Dataset& train, const Dataset& test, RunControl&) {
  return [&train, &test](const std::vector<int64_t>& exemplars, RunControl& control) {
    return nearestNeighborAccuracy(train, exemplars, test, control);
  };
}

SubsetAccuracy softmaxOn(ImageFeatures kind, const Dataset& train, const Dataset& test, RunControl& control) {
  PreprocessOptions options;
  options.features = kind;
  const Preprocessor fitted(train, options, control);
  const auto held = std::make_shared<const Features>(fitted.apply(test, control));
  return [&train, &test, features = fitted.features(), held](const std::vector<int64_t>& exemplars,
                                                             RunControl& each) {
    return softmaxAccuracy(*features, train.labels, exemplars, *held, test.labels, train.classes(), each);
  };
}

SubsetAccuracy softmax(const Dataset& train, const Dataset& test, RunControl& control) {
  return softmaxOn(ImageFeatures::Raw, train, test, control);
}

SubsetAccuracy softmaxOnPatches(const Dataset& train, const Dataset& test, RunControl& control) {
  PreprocessOptions automatic;
  automatic.features = ImageFeatures::Auto;
  if (resolved(automatic, train).features != ImageFeatures::Patches) return {};
  return softmaxOn(ImageFeatures::Patches, train, test, control);
}

}  // namespace

const std::vector<Classifier>& classifiers() {
  static const std::vector<Classifier> all = {
      {"1-nn", "1-nearest-neighbour on the raw values", nearestNeighbor},
      {"softmax", "softmax regression on pixels or columns", softmax},
      {"softmax-patches", "softmax regression on patch features", softmaxOnPatches},
  };
  return all;
}

}  // namespace adapsne
