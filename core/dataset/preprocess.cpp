// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocess.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "core/dataset/hog_features.h"
#include "core/dataset/patch_features.h"
#include "core/support/error.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kRowGrain = 256;
constexpr int kRawComponents = 50, kImageFeatureComponents = 80;

float largestMagnitude(const Features& features, RunControl& control) {
  float largest = 0;
  for (int64_t i = 0; i < features.points; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (float v : features.row(i)) largest = std::max(largest, std::abs(v));
  }
  return largest;
}

/// The columns' means into `mean`, one over their deviations into `factor` (0 for a constant column); how
/// many are constant.
int64_t learnColumns(const Features& features, std::vector<double>& mean, std::vector<double>& factor,
                     RunControl& control) {
  const int64_t n = features.points, dims = features.dimensions;
  std::vector<double> variance(dims, 0);
  mean.assign(dims, 0);
  factor.assign(dims, 0);
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
  for (int64_t d = 0; d < dims; ++d) {
    const double deviation = std::sqrt(variance[d] / static_cast<double>(n));
    // Rounding leaves a constant column of large values a tiny deviation; it carries no information.
    if (deviation > 1e-7 * std::abs(mean[d]) && deviation > 0)
      factor[d] = 1 / deviation;
    else
      ++constant;
  }
  return constant;
}

}  // namespace

PreprocessOptions resolved(PreprocessOptions options, const Dataset& dataset) {
  const bool patchable = std::min(dataset.image.height, dataset.image.width) >= PatchFeatures::kSize;
  if (options.features == ImageFeatures::Auto)
    options.features = patchable ? ImageFeatures::Patches : ImageFeatures::Raw;
  const bool raw = options.features == ImageFeatures::Raw;
  if (options.scale == Scale::Auto) {
    if (raw && !dataset.image.empty())
      options.scale = Scale::Maximum;
    else
      options.scale = dataset.sharedUnit ? Scale::None : Scale::Standardize;
  }
  if (options.pca < 0) options.pca = raw ? kRawComponents : kImageFeatureComponents;
  return options;
}

Preprocessor::Preprocessor(const Dataset& dataset, const PreprocessOptions& asked, RunControl& control)
    : dimensions_(dataset.dimensions),
      image_(dataset.image),
      imageMaximum_(dataset.imageMaximum),
      kind_(resolved(asked, dataset).features),
      metric_(asked.metric) {
  const PreprocessOptions options = resolved(asked, dataset);
  if (kind_ != ImageFeatures::Raw && image_.empty())
    throw Error(dataset.source, "holds no images, and image features were asked for.",
                "Use --features raw, or give N x height x width (x channels) values.");
  if (kind_ == ImageFeatures::Patches) patches_ = std::make_shared<const PatchFeatures>(dataset, control);
  auto features = std::make_shared<Features>(describe(dataset, control));
  features->scale = options.scale;
  if (features->scale == Scale::Maximum) largest_ = largestMagnitude(*features, control);
  if (features->scale == Scale::Standardize) {
    const int64_t constant = learnColumns(*features, mean_, factor_, control);
    if (constant > 0)
      features->warnings.push_back(std::to_string(constant) + " of " + std::to_string(features->dimensions) +
                                   " columns are constant and carry no information.");
  }
  scale(*features, control);
  if (const int64_t zeros = normalize(*features, control); zeros > 0)
    features->warnings.push_back(std::to_string(zeros) + " of " + std::to_string(features->points) +
                                 " points are all zeros and have no direction: cosine takes them as equal.");

  const int components = options.pca;
  if (components > 0 && features->dimensions > components && features->points > components) {
    pca_ = principalComponents(features->values, features->points, features->dimensions, components, control);
    features->dimensions = pca_.components;
    features->values = std::move(pca_.scores);
    features->keptVariance = pca_.totalVariance > 0 ? pca_.keptVariance / pca_.totalVariance : 1;
    pca_.scores.clear();
  }
  features_ = std::move(features);
}

Features Preprocessor::describe(const Dataset& dataset, RunControl& control) const {
  Features features;
  features.points = dataset.points;
  if (kind_ == ImageFeatures::Patches)
    features.values = patches_->apply(dataset, control);
  else if (kind_ == ImageFeatures::Hog)
    features.values = hogFeatures(dataset, imageMaximum_, control);
  else
    features.values = largeCopy<float>(dataset.features, control);
  features.dimensions = kind_ == ImageFeatures::Patches ? patches_->dimensions()
                        : kind_ == ImageFeatures::Hog   ? hogDimensions(image_)
                                                        : dataset.dimensions;
  return features;
}

void Preprocessor::scale(Features& features, RunControl& control) const {
  const int64_t dims = features.dimensions;
  parallelFor(control, features.points, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      float* row = features.values.data() + i * dims;
      if (largest_ > 0)
        for (int64_t d = 0; d < dims; ++d) row[d] /= largest_;
      if (!factor_.empty())
        for (int64_t d = 0; d < dims; ++d) row[d] = static_cast<float>((row[d] - mean_[d]) * factor_[d]);
    }
  });
}

int64_t Preprocessor::normalize(Features& features, RunControl& control) const {
  if (metric_ == Metric::Euclidean) return 0;
  const int64_t dims = features.dimensions;
  const double zeros = orderedSum(control, features.points, kRowGrain, [&](int64_t begin, int64_t end) {
    double count = 0;
    for (int64_t i = begin; i < end; ++i) {
      float* row = features.values.data() + i * dims;
      double squares = 0;
      for (int64_t d = 0; d < dims; ++d) squares += static_cast<double>(row[d]) * row[d];
      count += squares == 0;
      if (squares == 0) continue;
      const double length = std::sqrt(squares);
      for (int64_t d = 0; d < dims; ++d) row[d] = static_cast<float>(row[d] / length);
    }
    return count;
  });
  return std::llround(zeros);
}

Features Preprocessor::apply(const Dataset& other, RunControl& control) const {
  if (other.dimensions != dimensions_ || other.image.height != image_.height ||
      other.image.width != image_.width || other.image.channels != image_.channels)
    throw Error(other.source,
                "has " + std::to_string(other.dimensions) + " columns or another shape of images; " +
                    std::to_string(dimensions_) + " columns were learned from.",
                "Give data of the same shape as those that were learned from.");
  Features features = describe(other, control);
  features.scale = features_->scale;
  scale(features, control);
  normalize(features, control);
  if (pca_.components > 0) {
    features.values = projectOnto(pca_, features.values, features.points, control);
    features.dimensions = pca_.components;
    features.keptVariance = features_->keptVariance;
  }
  return features;
}

std::shared_ptr<const Features> preprocess(const Dataset& dataset, const PreprocessOptions& options,
                                           RunControl& control) {
  return Preprocessor(dataset, options, control).features();
}

}  // namespace adapsne
