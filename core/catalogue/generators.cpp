// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/generators.h"

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kBlobs = 0x626c6f6273, kRoll = 0x726f6c6c, kRings = 0x72696e6773;
constexpr uint64_t kMixture = 0x6d697874;
constexpr double kNoise = 0.05;
constexpr int64_t kCheckEvery = 1024;  // Points between two looks at the control.

/// With room for a label each; the features come when they are made.
Dataset emptyDataset(const std::string& name, int64_t points, int64_t dimensions, uint64_t seed) {
  Dataset dataset;
  dataset.name = name;
  dataset.source = name + "(points=" + std::to_string(points) + ", seed=" + std::to_string(seed) + ")";
  dataset.attribution = "Generated";
  dataset.points = points;
  dataset.dimensions = dimensions;
  dataset.labels.resize(static_cast<size_t>(points));
  return dataset;
}

/// Length of the spiral r = t from its centre.
double spiralLength(double t) {
  return 0.5 * (t * std::sqrt(1 + t * t) + std::asinh(t));
}

}  // namespace

Dataset generateBlobs(int64_t points, uint64_t seed, RunControl& control) {
  constexpr int kClusters = 8, kDimensions = 10;
  constexpr double kSpread = 8, kNarrow = 0.2, kWide = 3, kFar = 150;
  Dataset dataset = emptyDataset("blobs", points, kDimensions, seed);
  std::vector<float> features(points * kDimensions);
  for (int c = 0; c < kClusters; ++c) dataset.classNames.push_back("cluster " + std::to_string(c + 1));
  dataset.classNames.push_back("isolated");

  RandomStream layout(seed, kBlobs);
  double centres[kClusters][kDimensions];
  for (auto& centre : centres)
    for (double& x : centre) x = kSpread * layout.normal();
  // Who is special is drawn, how many is not.
  std::vector<int64_t> order(static_cast<size_t>(points));
  for (int64_t i = 0; i < points; ++i) order[static_cast<size_t>(i)] = i;
  layout.shuffle(order);
  const int64_t isolated = std::llround(0.01 * static_cast<double>(points));
  const int64_t duplicates = std::llround(0.02 * static_cast<double>(points));

  for (int64_t k = points; k-- > 0;) {
    if (k % kCheckEvery == 0) control.checkpoint();
    // Backwards: the ordinary points come first, the duplicates find them finished.
    const int64_t i = order[static_cast<size_t>(k)];
    float* row = features.data() + i * kDimensions;
    int32_t& label = dataset.labels[static_cast<size_t>(i)];
    RandomStream random(seed, kBlobs, static_cast<uint64_t>(i) + 1);
    if (k < isolated) {
      double direction[kDimensions], length = 0;
      for (double& x : direction) {
        x = random.normal();
        length += x * x;
      }
      const double radius = kFar * (1 + random.uniform()) / std::sqrt(length);
      for (int d = 0; d < kDimensions; ++d) row[d] = static_cast<float>(radius * direction[d]);
      label = kClusters;
    } else if (k < isolated + duplicates) {
      const int64_t ordinary = isolated + duplicates;
      const auto pick =
          ordinary + static_cast<int64_t>(random.below(static_cast<uint64_t>(points - ordinary)));
      const int64_t original = order[static_cast<size_t>(pick)];
      const float* from = features.data() + original * kDimensions;
      std::copy(from, from + kDimensions, row);
      label = dataset.labels[static_cast<size_t>(original)];
    } else {
      label = static_cast<int32_t>(i % kClusters);
      const double deviation = kNarrow * std::pow(kWide / kNarrow, label / (kClusters - 1.0));
      for (int d = 0; d < kDimensions; ++d)
        row[d] = static_cast<float>(centres[label][d] + deviation * random.normal());
    }
  }
  dataset.features = std::move(features);
  return dataset;
}

Dataset generateSwissRoll(int64_t points, uint64_t seed, RunControl& control) {
  constexpr double kHeight = 21, kStart = 1.5 * std::numbers::pi, kEnd = 4.5 * std::numbers::pi;
  Dataset dataset = emptyDataset("swiss-roll", points, 3, seed);
  std::vector<float> features(points * 3);
  dataset.classNames = {"quarter 1", "quarter 2", "quarter 3", "quarter 4"};
  const double begin = spiralLength(kStart), length = spiralLength(kEnd) - begin;
  for (int64_t i = 0; i < points; ++i) {
    if (i % kCheckEvery == 0) control.checkpoint();
    RandomStream random(seed, kRoll, static_cast<uint64_t>(i));
    const double t = kStart + (kEnd - kStart) * random.uniform();
    const double position[3] = {t * std::cos(t), kHeight * random.uniform(), t * std::sin(t)};
    for (int d = 0; d < 3; ++d)
      features[3 * i + d] = static_cast<float>(position[d] + kNoise * random.normal());
    const int quarter = static_cast<int>(4 * (spiralLength(t) - begin) / length);
    dataset.labels[static_cast<size_t>(i)] = quarter < 3 ? quarter : 3;
  }
  dataset.features = std::move(features);
  return dataset;
}

Dataset generateRings(int64_t points, uint64_t seed, RunControl& control) {
  // A chain: each ring of radius 1 passes through the next, 0.8 from its wire.
  constexpr double kStep = 1.2;
  Dataset dataset = emptyDataset("rings", points, 3, seed);
  std::vector<float> features(points * 3);
  dataset.classNames = {"ring 1", "ring 2", "ring 3"};
  for (int64_t i = 0; i < points; ++i) {
    if (i % kCheckEvery == 0) control.checkpoint();
    RandomStream random(seed, kRings, static_cast<uint64_t>(i));
    const int ring = static_cast<int>(i % 3);
    const double angle = 2 * std::numbers::pi * random.uniform();
    double position[3] = {kStep * ring + std::cos(angle), 0, 0};
    position[ring % 2 ? 2 : 1] = std::sin(angle);
    for (int d = 0; d < 3; ++d)
      features[3 * i + d] = static_cast<float>(position[d] + kNoise * random.normal());
    dataset.labels[static_cast<size_t>(i)] = ring;
  }
  dataset.features = std::move(features);
  return dataset;
}

Dataset generateMixture(int64_t points, uint64_t seed, RunControl& control) {
  return gaussianMixture(points, 50, seed, control);
}

Dataset gaussianMixture(int64_t points, int64_t dimensions, uint64_t seed, RunControl& control) {
  constexpr int64_t kGroups = 10, kClusters = 100, kOwn = 8;
  constexpr double kBetweenGroups = 4, kBetweenClusters = 1.5, kMixtureNoise = 0.1;
  Dataset dataset = emptyDataset("mixture", points, dimensions, seed);
  std::vector<float> features(points * dimensions);
  for (int64_t g = 0; g < kGroups; ++g) dataset.classNames.push_back("group " + std::to_string(g + 1));

  RandomStream layout(seed, kMixture);
  std::vector<double> groups(kGroups * dimensions), centres(kClusters * dimensions),
      axes(kClusters * kOwn * dimensions);
  for (double& x : groups) x = kBetweenGroups * layout.normal();
  for (int64_t c = 0; c < kClusters; ++c)
    for (int64_t d = 0; d < dimensions; ++d)
      centres[c * dimensions + d] = groups[c % kGroups * dimensions + d] + kBetweenClusters * layout.normal();
  // Random directions, the later ones shorter.
  for (int64_t a = 0; a < kClusters * kOwn; ++a) {
    const double length =
        std::pow(0.8, static_cast<double>(a % kOwn)) / std::sqrt(static_cast<double>(dimensions));
    for (int64_t d = 0; d < dimensions; ++d) axes[a * dimensions + d] = 3 * length * layout.normal();
  }
  std::vector<double> row(dimensions);
  for (int64_t i = 0; i < points; ++i) {
    if (i % kCheckEvery == 0) control.checkpoint();
    RandomStream random(seed, kMixture, static_cast<uint64_t>(i) + 1);
    const auto c = static_cast<int64_t>(random.below(kClusters));
    for (int64_t d = 0; d < dimensions; ++d)
      row[d] = centres[c * dimensions + d] + kMixtureNoise * random.normal();
    for (int64_t a = 0; a < kOwn; ++a) {
      const double along = random.normal();
      for (int64_t d = 0; d < dimensions; ++d) row[d] += along * axes[(c * kOwn + a) * dimensions + d];
    }
    for (int64_t d = 0; d < dimensions; ++d) features[i * dimensions + d] = static_cast<float>(row[d]);
    dataset.labels[static_cast<size_t>(i)] = static_cast<int32_t>(c % kGroups);
  }
  dataset.features = std::move(features);
  return dataset;
}

}  // namespace adapsne
