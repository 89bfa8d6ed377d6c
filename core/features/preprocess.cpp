// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/preprocess.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "core/features/hog_features.h"
#include "core/features/patch_features.h"
#include "core/support/error.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kRowGrain = 256;
constexpr int kRawComponents = 50, kImageFeatureComponents = 80, kMirroredComponents = 200;

float largestMagnitude(const FeatureValues& values, RunControl& control) {
  float largest = 0;
  values.forEachBlock([&](std::span<const float> block) {
    control.checkpoint();
    float here = 0;
    for (const float value : block) here = std::max(here, std::abs(value));
    largest = std::max(largest, here);
  });
  return largest;
}

/// visit(const float*) for each row of `dims` values, in their order.
template <typename Visit>
void forEachRow(const FeatureValues& values, int64_t dims, RunControl& control, Visit visit) {
  std::vector<float> scratch(dims);
  const int64_t points = dims > 0 ? static_cast<int64_t>(values.size()) / dims : 0;
  for (int64_t i = 0; i < points; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    visit(values.read(i * dims, scratch).data());
  }
}

/// The columns' means into `mean`, one over their deviations into `factor` (0 for a constant column); how
/// many are constant.
int64_t learnColumns(const FeatureValues& values, int64_t n, int64_t dims, std::vector<double>& mean,
                     std::vector<double>& factor, RunControl& control) {
  std::vector<double> variance(dims, 0);
  mean.assign(dims, 0);
  factor.assign(dims, 0);
  forEachRow(values, dims, control, [&](const float* row) {
    for (int64_t d = 0; d < dims; ++d) mean[d] += row[d];
  });
  for (double& m : mean) m /= static_cast<double>(n);
  forEachRow(values, dims, control, [&](const float* row) {
    for (int64_t d = 0; d < dims; ++d) {
      const double delta = row[d] - mean[d];
      variance[d] += delta * delta;
    }
  });
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

bool usesPatches(ImageFeatures kind) {
  return kind == ImageFeatures::Patches || kind == ImageFeatures::MirroredPatches;
}

double squaredLength(const float* row, int64_t dims) {
  double squares = 0;
  for (int64_t d = 0; d < dims; ++d) squares += static_cast<double>(row[d]) * row[d];
  return squares;
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
  if (options.pca < 0)
    options.pca = raw                                                  ? kRawComponents
                  : options.features == ImageFeatures::MirroredPatches ? kMirroredComponents
                                                                       : kImageFeatureComponents;
  return options;
}

Preprocessor::Preprocessor(const Dataset& dataset, const PreprocessOptions& asked, RunControl& control)
    : dimensions_(dataset.dimensions),
      image_(dataset.image),
      imageMaximum_(dataset.imageMaximum),
      scales_(dataset.scales),
      kind_(resolved(asked, dataset).features),
      metric_(asked.metric) {
  const PreprocessOptions options = resolved(asked, dataset);
  if (kind_ != ImageFeatures::Raw && image_.empty())
    throw Error(dataset.source, "holds no images, and image features were asked for.",
                "Use --features raw, or give N x height x width (x channels) values.");
  if (usesPatches(kind_)) patches_ = std::make_shared<const PatchFeatures>(dataset, control);
  auto features = std::make_shared<Features>();
  features->points = dataset.points;
  features->scale = options.scale;
  Described described = describe(dataset, control);
  const int64_t dims = described.dimensions;
  if (features->scale != Scale::Standardize && !scales_.empty())
    learnUnits(described, features->scale, control);
  else if (features->scale == Scale::Maximum)
    largest_ = largestMagnitude(described.values(), control);
  if (features->scale == Scale::Standardize) {
    const int64_t constant = learnColumns(described.values(), dataset.points, dims, mean_, factor_, control);
    if (constant > 0)
      features->warnings.push_back(std::to_string(constant) + " of " + std::to_string(dims) +
                                   " columns are constant and carry no information.");
  }
  if (const int64_t zeros = metric_ == Metric::Cosine ? countZeroRows(described, control) : 0; zeros > 0)
    features->warnings.push_back(std::to_string(zeros) + " of " + std::to_string(features->points) +
                                 " points are all zeros and have no direction: cosine takes them as equal.");

  const int components = options.pca;
  if (components > 0 && dims > components && features->points > components) {
    pca_ = principalComponents(placedRows(described), features->points, dims, components, control);
    features->dimensions = pca_.components;
    features->values = std::move(pca_.scores);
    features->keptVariance = pca_.totalVariance > 0 ? pca_.keptVariance / pca_.totalVariance : 1;
    pca_.scores.clear();
  } else {
    features->dimensions = dims;
    features->values = place(std::move(described), control);
  }
  features_ = std::move(features);
}

Preprocessor::Described Preprocessor::describe(const Dataset& dataset, RunControl& control) const {
  Described described;
  described.dimensions = usesPatches(kind_)            ? patches_->dimensions()
                         : kind_ == ImageFeatures::Hog ? hogDimensions(image_)
                                                       : dataset.dimensions;
  if (usesPatches(kind_))
    described.made = patches_->apply(dataset, control, kind_ == ImageFeatures::MirroredPatches);
  else if (kind_ == ImageFeatures::Hog)
    described.made = hogFeatures(dataset, imageMaximum_, control);
  else
    described.given = &dataset.features;
  return described;
}

void Preprocessor::learnUnits(const Described& described, Scale scaling, RunControl& control) {
  double unit = 0, largest = 0;
  for (const ColumnScale& scale : scales_) unit = std::max(unit, scale.unit);
  for (const ColumnScale& scale : scales_) {
    mean_.push_back(metric_ == Metric::Cosine ? -scale.origin / scale.unit : 0);
    factor_.push_back(scale.unit / unit);
  }
  if (scaling != Scale::Maximum) return;
  forEachRow(described.values(), dimensions_, control, [&](const float* row) {
    for (int64_t d = 0; d < dimensions_; ++d)
      largest = std::max(largest, std::abs((row[d] - mean_[d]) * factor_[d]));
  });
  for (double& factor : factor_) factor /= largest > 0 ? largest : 1;
}

void Preprocessor::placeRow(const float* from, int64_t dims, float* row) const {
  const float divisor = largest_ > 0 ? largest_ : 1;
  if (factor_.empty())
    for (int64_t d = 0; d < dims; ++d) row[d] = from[d] / divisor;
  else
    for (int64_t d = 0; d < dims; ++d) row[d] = static_cast<float>((from[d] - mean_[d]) * factor_[d]);
  if (metric_ == Metric::Euclidean) return;
  const double length = std::sqrt(squaredLength(row, dims));
  if (length > 0)
    for (int64_t d = 0; d < dims; ++d) row[d] = static_cast<float>(row[d] / length);
}

RowSource Preprocessor::placedRows(const Described& described) const {
  return [this, &values = described.values(), dims = described.dimensions](int64_t first, int64_t count,
                                                                           float* rows) {
    const float* from = values.read(first * dims, {rows, static_cast<size_t>(count * dims)}).data();
    for (int64_t i = 0; i < count; ++i) placeRow(from + i * dims, dims, rows + i * dims);
  };
}

std::vector<float> Preprocessor::place(Described described, RunControl& control) const {
  const int64_t dims = described.dimensions;
  // What was made for this is changed in its place, a dataset is not.
  std::vector<float> result = std::move(described.made).floats();
  if (described.given) growTo(result, described.given->size(), control);
  const int64_t points = dims > 0 ? std::ssize(result) / dims : 0;
  parallelFor(control, points, kRowGrain, [&](int64_t begin, int64_t end) {
    const std::span<float> rows(result.data() + begin * dims, static_cast<size_t>((end - begin) * dims));
    const float* from = described.given ? described.given->read(begin * dims, rows).data() : rows.data();
    for (int64_t i = 0; i < end - begin; ++i) placeRow(from + i * dims, dims, rows.data() + i * dims);
  });
  return result;
}

int64_t Preprocessor::countZeroRows(const Described& described, RunControl& control) const {
  const int64_t dims = described.dimensions, points = static_cast<int64_t>(described.values().size()) / dims;
  const double zeros = orderedSum(control, points, kRowGrain, [&](int64_t begin, int64_t end) {
    double count = 0;
    std::vector<float> row(dims);
    for (int64_t i = begin; i < end; ++i) {
      placeRow(described.values().read(i * dims, row).data(), dims, row.data());
      count += squaredLength(row.data(), dims) == 0;
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
  Features features;
  features.points = other.points;
  features.scale = features_->scale;
  features.dimensions = features_->dimensions;
  features.keptVariance = features_->keptVariance;
  Described described = describe(other, control);
  if (other.scales != scales_) {
    described.made = keptAs(scales_, other);
    described.given = nullptr;
  }
  if (pca_.components > 0)
    features.values = projectOnto(pca_, placedRows(described), features.points, control);
  else
    features.values = place(std::move(described), control);
  return features;
}

std::shared_ptr<const Features> preprocess(const Dataset& dataset, const PreprocessOptions& options,
                                           RunControl& control) {
  return Preprocessor(dataset, options, control).features();
}

}  // namespace adapsne
