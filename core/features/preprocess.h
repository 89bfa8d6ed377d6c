// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/features/features.h"
#include "core/features/pca.h"
#include "core/support/run_control.h"

namespace adapsne {

class PatchFeatures;

/// What an image is described by before scaling: its pixels, patch_features.h or hog_features.h. Auto:
/// Patches for images that are large enough, Raw for all other data.
///
/// MirroredPatches: the mean of an image's patch features and its mirror image's, in the same 800 sums.
enum class ImageFeatures { Raw, Patches, Hog, Auto, MirroredPatches };

/// How near two points are. Cosine brings every point to length 1, where the squared Euclidean distance is
/// twice (1 - cosine): from there on all goes by Euclidean distance.
enum class Metric { Euclidean, Cosine };

struct PreprocessOptions {
  Scale scale = Scale::Auto;
  int pca =
      -1;  ///< Principal components kept; 0 = no PCA, -1 = automatic. Without effect where D is not larger.
  ImageFeatures features = ImageFeatures::Raw;
  Metric metric = Metric::Euclidean;
};

/// What Auto comes to for this dataset: image features, scale, and 50 components of pixels and tables, 200
/// of mirrored patches or 80 of other image features.
PreprocessOptions resolved(PreprocessOptions options, const Dataset& dataset);

/// Preprocessing learned from one dataset, which brings others into the same space without learning from
/// them: patches, scale factors and principal components are those of the first. For held-out rows.
class Preprocessor {
 public:
  /// Learns from `dataset`. Throws Error (image features of a dataset without images, or of smaller ones than
  /// they need), Cancelled.
  Preprocessor(const Dataset& dataset, const PreprocessOptions& options, RunControl& control);

  /// The dataset that was learned from, in the new space.
  const std::shared_ptr<const Features>& features() const { return features_; }
  /// The rows of `other`, in the same space; N may be 0. Throws Error if it has another number of columns or
  /// another shape of images, Cancelled.
  Features apply(const Dataset& other, RunControl& control) const;

 private:
  /// A dataset as pixels, patches or gradients, not yet scaled: N x dimensions, row-major.
  struct Described {
    int64_t dimensions = 0;
    FeatureValues made;                    ///< Empty for pixels and columns, which stay where they are.
    const FeatureValues* given = nullptr;  ///< Those, the dataset's own; null where `made` holds some.
    const FeatureValues& values() const { return given ? *given : made; }
  };
  Described describe(const Dataset& dataset, RunControl& control) const;
  /// Sets mean and factor so that all columns are in one unit again; for cosine, from the true 0.
  void learnUnits(const Described& described, Scale scaling, RunControl& control);
  /// Scales one row and, for cosine, brings it to length 1; a row of zeros stays. `row` may be `from`.
  void placeRow(const float* from, int64_t dims, float* row) const;
  /// The rows scaled as they are asked for, so that no second copy of a large dataset is needed for PCA.
  RowSource placedRows(const Described& described) const;
  /// All of them at once.
  std::vector<float> place(Described described, RunControl& control) const;
  /// Rows that are zeros after scaling.
  int64_t countZeroRows(const Described& described, RunControl& control) const;

  int64_t dimensions_ = 0;  ///< Of the datasets that come in.
  ImageShape image_;
  float imageMaximum_ = 0;           ///< White of all images, so that held-out ones are not brightened.
  std::vector<ColumnScale> scales_;  ///< Of the dataset that was learned from.
  ImageFeatures kind_ = ImageFeatures::Raw;
  Metric metric_ = Metric::Euclidean;
  std::shared_ptr<const PatchFeatures> patches_;
  /// (value - mean) * factor is what a column becomes, D each: of Standardize, and where the dataset has
  /// scales. Empty: values as they are.
  std::vector<double> mean_, factor_;
  float largest_ = 0;  ///< Maximum: the largest absolute value.
  PcaResult pca_;      ///< Without its scores; no component where there is no PCA.
  std::shared_ptr<const Features> features_;
};

/// Describes images, scales and projects. Standardize gives each column mean 0 and standard deviation 1 (a
/// constant column becomes 0); Maximum divides everything by the largest absolute value.
std::shared_ptr<const Features> preprocess(const Dataset& dataset, const PreprocessOptions& options,
                                           RunControl& control);

}  // namespace adapsne
