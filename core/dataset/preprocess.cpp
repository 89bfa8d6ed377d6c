// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocess.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "core/dataset/pca.h"
#include "core/support/error.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kRowGrain = 256;

void divideByMaximum(Features& features, RunControl& control) {
  float largest = 0;
  for (int64_t i = 0; i < features.points; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (float v : features.row(i)) largest = std::max(largest, std::abs(v));
  }
  if (largest == 0) return;
  for (int64_t i = 0; i < features.points; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (int64_t d = 0; d < features.dimensions; ++d) features.values[i * features.dimensions + d] /= largest;
  }
}

void standardizeColumns(Features& features, RunControl& control) {
  const int64_t n = features.points, dims = features.dimensions;
  std::vector<double> mean(dims, 0), variance(dims, 0);
  for (int64_t i = 0; i < n; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (int64_t d = 0; d < dims; ++d) mean[d] += features.values[i * dims + d];
  }
  for (double& m : mean) m /= static_cast<double>(n);
  for (int64_t i = 0; i < n; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (int64_t d = 0; d < dims; ++d) {
      const double delta = features.values[i * dims + d] - mean[d];
      variance[d] += delta * delta;
    }
  }
  int64_t constant = 0;
  std::vector<double> factor(dims, 0);
  for (int64_t d = 0; d < dims; ++d) {
    const double deviation = std::sqrt(variance[d] / static_cast<double>(n));
    // Rounding leaves a constant column of large values a tiny deviation; it carries no information.
    if (deviation > 1e-7 * std::abs(mean[d]) && deviation > 0)
      factor[d] = 1 / deviation;
    else
      ++constant;
  }
  for (int64_t i = 0; i < n; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (int64_t d = 0; d < dims; ++d) {
      float& v = features.values[i * dims + d];
      v = static_cast<float>((v - mean[d]) * factor[d]);
    }
  }
  if (constant > 0)
    features.warnings.push_back(std::to_string(constant) + " of " + std::to_string(dims) +
                                " columns are constant and carry no information.");
}

}  // namespace

std::shared_ptr<const Features> preprocess(const Dataset& dataset, const PreprocessOptions& options,
                                           RunControl& control) {
  auto features = std::make_shared<Features>();
  features->points = dataset.points;
  features->dimensions = dataset.dimensions;
  features->values = dataset.features;
  features->scale = options.scale != Scale::Auto ? options.scale
                    : dataset.image.empty()      ? Scale::Standardize
                                                 : Scale::Maximum;
  if (features->scale == Scale::Maximum) divideByMaximum(*features, control);
  if (features->scale == Scale::Standardize) standardizeColumns(*features, control);

  if (options.pca > 0 && features->dimensions > options.pca && features->points > options.pca) {
    PcaResult pca =
        principalComponents(features->values, features->points, features->dimensions, options.pca, control);
    features->dimensions = pca.components;
    features->values = std::move(pca.scores);
    features->keptVariance = pca.totalVariance > 0 ? pca.keptVariance / pca.totalVariance : 1;
  }
  return features;
}

void refuseHugeValues(const Features& features) {
  float largest = 0;
  for (float v : features.values) largest = std::max(largest, std::abs(v));
  const double square = 4.0 * static_cast<double>(features.dimensions) * largest * largest;
  if (square <= std::numeric_limits<float>::max()) return;
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", static_cast<double>(largest));
  throw Error("dataset",
              std::string("values up to ") + text + " are too large for their distances to be computed.",
              "Use --scale standardize or --scale max.");
}

}  // namespace adapsne
