// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/dataset/dataset.h"
#include "core/features/preprocess.h"
#include "core/support/random.h"
#include "core/support/run_control.h"
#include "tests/support/paths.h"

namespace adapsne::test {

constexpr int kThreadCounts[] = {1, 2, 3, 7};

inline Features featuresOf(std::vector<float> values, int64_t points, int64_t dimensions) {
  Features features;
  features.points = points;
  features.dimensions = dimensions;
  features.values = std::move(values);
  return features;
}

/// Normal noise in a few clusters, so that neighbourhoods mean something.
inline Features clusteredFeatures(int64_t points, int64_t dimensions, uint64_t seed, int clusters = 3) {
  RandomStream random(seed, 0x74657374);
  std::vector<float> centers(clusters * dimensions), values(points * dimensions);
  for (float& c : centers) c = static_cast<float>(6 * random.normal());
  for (int64_t i = 0; i < points; ++i)
    for (int64_t d = 0; d < dimensions; ++d)
      values[i * dimensions + d] =
          centers[(i % clusters) * dimensions + d] + static_cast<float>(random.normal());
  return featuresOf(std::move(values), points, dimensions);
}

/// Small integers: many exact ties and duplicates, and every distance is exact in float32.
inline Features latticeFeatures(int64_t points, int64_t dimensions, uint64_t seed, int levels = 3) {
  RandomStream random(seed, 0x74657375);
  std::vector<float> values(points * dimensions);
  for (float& v : values) v = static_cast<float>(random.below(levels));
  return featuresOf(std::move(values), points, dimensions);
}

inline std::vector<float> randomMap(int64_t points, uint64_t seed, double spread = 10) {
  RandomStream random(seed, 0x74657376);
  std::vector<float> positions(2 * points);
  for (float& v : positions) v = static_cast<float>(spread * random.normal());
  return positions;
}

inline DatasetPtr datasetOf(const Features& features, std::vector<int32_t> labels = {}, int classes = 0) {
  Dataset dataset;
  dataset.name = "tiny";
  dataset.source = "tiny (made by a test)";
  dataset.points = features.points;
  dataset.dimensions = features.dimensions;
  dataset.features = features.values;
  dataset.labels = std::move(labels);
  for (int c = 0; c < classes; ++c) dataset.classNames.push_back("class " + std::to_string(c));
  dataset.hash = contentHash(dataset);
  return std::make_shared<const Dataset>(std::move(dataset));
}

inline std::vector<float> rowOf(const Dataset& dataset, int64_t row) {
  std::vector<float> scratch;
  const auto values = dataset.row(row, scratch);
  return {values.begin(), values.end()};
}

using Generator = Dataset (*)(int64_t points, uint64_t seed, RunControl& control);
inline Dataset made(Generator generator, int64_t points, uint64_t seed) {
  RunControl control(1);
  return generator(points, seed, control);
}

/// Clusters with their number as the label.
inline DatasetPtr clusteredDataset(int64_t points, int64_t dimensions, uint64_t seed, int clusters = 3) {
  std::vector<int32_t> labels(points);
  for (int64_t i = 0; i < points; ++i) labels[i] = static_cast<int32_t>(i % clusters);
  return datasetOf(clusteredFeatures(points, dimensions, seed, clusters), std::move(labels), clusters);
}

inline DatasetPtr digits(int64_t points = 0) {
  RunControl control(1);
  DatasetOptions options;
  options.points = points;
  return openDataset("digits", options, 1, control);
}

/// Digits as they are: no scaling, no PCA.
inline Features rawDigits(int64_t points = 0) {
  const DatasetPtr dataset = digits(points);
  return featuresOf(dataset->features.floats(), dataset->points, dataset->dimensions);
}

/// The numbers of a golden CSV file, row by row, without its header.
inline std::vector<std::vector<double>> goldenTable(const std::string& name) {
  std::ifstream file(goldenFile(name));
  if (!file) throw std::runtime_error("no golden file " + name);
  std::vector<std::vector<double>> rows;
  std::string line, cell;
  std::getline(file, line);
  while (std::getline(file, line)) {
    rows.emplace_back();
    for (std::istringstream cells(line); std::getline(cells, cell, ',');)
      rows.back().push_back(std::stod(cell));
  }
  return rows;
}

/// Equality of bits, so that NaN equals itself and 0 differs from -0.
template <typename T>
bool sameBits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

template <typename T>
bool allDistinct(const std::vector<T>& values) {
  return std::set<T>(values.begin(), values.end()).size() == values.size();
}

}  // namespace adapsne::test
