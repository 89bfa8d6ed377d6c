// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/classifiers.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/assessment/nearest_neighbor_classes.h"
#include "core/assessment/softmax_regression.h"
#include "core/features/preprocess.h"
#include "core/geometry/nearest_points.h"
#include "core/support/nearest_name.h"
#include "core/support/random.h"
#include "core/training/train_network.h"

namespace adapsne {
namespace {

bool fitsAll(const Dataset&) {
  return true;
}

bool fitsPatches(const Dataset& train) {
  PreprocessOptions automatic;
  automatic.features = ImageFeatures::Auto;
  return resolved(automatic, train).features == ImageFeatures::Patches;
}

bool fitsImages(const Dataset& train) {
  return fitsNetworks(train.image);
}

SubsetPredictions nearestNeighbor(JudgedData& data, RunControl&) {
  return [&train = data.train(), &test = data.test()](const std::vector<int64_t>& exemplars, uint64_t,
                                                      RunControl& control) {
    return nearestNeighborClasses(train, exemplars, test, control);
  };
}

SubsetPredictions softmaxOn(ImageFeatures kind, JudgedData& data, RunControl& control) {
  return [&train = data.train(), in = data.features(kind, control)](const std::vector<int64_t>& exemplars,
                                                                    uint64_t, RunControl& each) {
    return softmaxClasses(*in->train, train.labels, exemplars, in->test, train.classes(), each);
  };
}

SubsetPredictions softmax(JudgedData& data, RunControl& control) {
  return softmaxOn(ImageFeatures::Raw, data, control);
}

SubsetPredictions softmaxOnPatches(JudgedData& data, RunControl& control) {
  return softmaxOn(ImageFeatures::Patches, data, control);
}

SubsetPredictions nearestNeighborOnPatches(JudgedData& data, RunControl& control) {
  return [&train = data.train(), in = data.features(ImageFeatures::Patches, control)](
             const std::vector<int64_t>& exemplars, uint64_t, RunControl& each) -> std::vector<int32_t> {
    std::vector<int64_t> taught;
    std::vector<float> values;
    for (const int64_t row : exemplars) {
      if (!train.isLabelled(row)) continue;
      taught.push_back(row);
      values.insert(values.end(), in->train->row(row).begin(), in->train->row(row).end());
    }
    if (taught.empty()) return {};
    std::vector<int32_t> predicted =
        nearestPoints(in->test.values, values, std::ssize(taught), in->test.dimensions, each);
    for (int32_t& nearest : predicted) nearest = train.labels[taught[nearest]];
    return predicted;
  };
}

/// Trains on the rows of the training set that are given and have a label; values(row) are a row's, as the
/// network takes them.
template <typename ValuesOf>
std::vector<int32_t> networkClasses(const NetworkSpec& spec, const TrainingOptions& options,
                                    const Dataset& train, const std::vector<int64_t>& exemplars,
                                    const ValuesOf& valuesOf, std::span<const float> held,
                                    RunControl& control) {
  std::vector<float> values;
  std::vector<int32_t> labels;
  for (const int64_t row : exemplars) {
    if (!train.isLabelled(row)) continue;
    const std::span<const float> own = valuesOf(row);
    values.insert(values.end(), own.begin(), own.end());
    labels.push_back(train.labels[row]);
  }
  if (labels.empty()) return {};
  return predict(trainNetwork(spec, values, labels, options, control), held, control);
}

SubsetPredictions perceptron(JudgedData& data, RunControl& control) {
  const Dataset& train = data.train();
  const auto in = data.features(ImageFeatures::Raw, control);
  NetworkSpec spec;
  spec.kind = NetworkKind::Mlp;
  spec.dimensions = in->test.dimensions;
  spec.classes = train.classes();
  return [&train, spec, in](const std::vector<int64_t>& exemplars, uint64_t seed, RunControl& each) {
    TrainingOptions options = usualTraining(spec);
    options.seed = seed;
    return networkClasses(
        spec, options, train, exemplars, [&](int64_t row) { return in->train->row(row); }, in->test.values,
        each);
  };
}

SubsetPredictions imageNetwork(NetworkKind kind, JudgedData& data, RunControl& control) {
  const Dataset& train = data.train();
  NetworkSpec spec;
  spec.kind = kind;
  spec.dimensions = train.dimensions;
  spec.image = train.image;
  spec.classes = train.classes();
  const auto held = std::make_shared<const std::vector<float>>(keptAs(train.scales, data.test()).floats());
  return [&train, spec, held, mirror = mirrorKeepsClasses(train, control)](
             const std::vector<int64_t>& exemplars, uint64_t seed, RunControl& each) {
    TrainingOptions options = usualTraining(spec);
    options.seed = seed;
    options.mirror = mirror;
    std::vector<float> scratch;
    return networkClasses(
        spec, options, train, exemplars, [&](int64_t row) { return train.row(row, scratch); }, *held, each);
  };
}

SubsetPredictions leNet(JudgedData& data, RunControl& control) {
  return imageNetwork(NetworkKind::LeNet, data, control);
}

SubsetPredictions cnn(JudgedData& data, RunControl& control) {
  return imageNetwork(NetworkKind::Cnn, data, control);
}

}  // namespace

bool mirrorKeepsClasses(const Dataset& dataset, RunControl& control) {
  constexpr size_t kMost = 1000;
  constexpr uint64_t kMirrorStream = 0x6d6972726f72;  // "mirror"
  if (dataset.image.empty() || !dataset.hasLabels()) return false;
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < dataset.points; ++i)
    if (dataset.isLabelled(i)) rows.push_back(i);
  RandomStream(1, kMirrorStream).shuffle(rows);
  rows.resize(std::min(rows.size(), kMost));
  const size_t asked = rows.size() / 2;
  if (asked == 0) return false;
  const std::vector<int64_t> queries(rows.begin(), rows.begin() + static_cast<int64_t>(asked)),
      others(rows.begin() + static_cast<int64_t>(asked), rows.end());
  const int64_t dims = dataset.dimensions;
  std::vector<float> plain = dataset.features.selectRows(queries, dims).floats(), mirrored = plain;
  const std::vector<float> there = dataset.features.selectRows(others, dims).floats();
  const int64_t width = dataset.image.width, channels = dataset.image.channels, line = width * channels;
  for (int64_t begin = 0; begin < std::ssize(mirrored); begin += line)
    for (int64_t x = 0; x < width; ++x)
      std::copy_n(plain.data() + begin + (width - 1 - x) * channels, channels,
                  mirrored.data() + begin + x * channels);
  const auto hits = [&](const std::vector<float>& values) {
    const std::vector<int32_t> nearest = nearestPoints(values, there, std::ssize(others), dims, control);
    int64_t count = 0;
    for (size_t i = 0; i < queries.size(); ++i)
      count += dataset.labels[others[nearest[i]]] == dataset.labels[queries[i]];
    return count;
  };
  return 2 * hits(mirrored) >= hits(plain);
}

const std::vector<Classifier>& classifiers() {
  static const std::vector<Classifier> all = {
      {"1-nn", "1-nearest-neighbour on the raw values", false, fitsAll, nearestNeighbor},
      {"1-nn-patches", "1-nearest-neighbour on patch features", false, fitsPatches, nearestNeighborOnPatches},
      {"softmax", "softmax regression on pixels or columns", false, fitsAll, softmax},
      {"softmax-patches", "softmax regression on patch features", false, fitsPatches, softmaxOnPatches},
      {"mlp", "a network of two hidden layers on pixels or columns", true, fitsAll, perceptron},
      {"lenet", "LeNet-5 on images", true, fitsImages, leNet},
      {"cnn", "a small convolutional network on images", true, fitsImages, cnn},
  };
  return all;
}

const Classifier& classifier(const std::string& name) {
  std::vector<std::string> names;
  for (const Classifier& c : classifiers()) {
    if (c.name == name) return c;
    names.push_back(c.name);
  }
  throw UsageError("--classifiers", "there is no \"" + name + "\".",
                   "Did you mean " + nearestName(name, names) + "?");
}

std::vector<std::string> usualClassifiers(const Dataset& train) {
  std::vector<std::string> names;
  for (const Classifier& c : classifiers())
    if (!c.sideBySide && c.fits(train)) names.push_back(c.name);
  return names;
}

}  // namespace adapsne
