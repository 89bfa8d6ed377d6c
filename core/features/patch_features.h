// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/matrix_product.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Image features of one layer that is learned without labels: responses of every patch of an image to the
/// centres of a k-means clustering of patches, summed over the image's four quadrants (Coates, Ng and Lee
/// 2011, "An analysis of single-layer networks in unsupervised feature learning"). The centres are learned
/// from some images and may be applied to others. The random numbers are fixed: the same images give the same
/// features whatever a run's seed.
class PatchFeatures {
 public:
  static constexpr int kSize = 6;  ///< Pixels along a patch, all channels; patches overlap at every pixel.
  static constexpr int64_t kCenters = 200;

  /// Learns whitening and centres from 40,000 random patches of `images` (fewer if they hold no more). Throws
  /// Error if the images are smaller than a patch or there are none, Cancelled.
  PatchFeatures(const Dataset& images, RunControl& control);

  /// 4 x the number of centres: upper left, upper right, lower left, lower right.
  int64_t dimensions() const { return 4 * centers_; }

  /// N x dimensions(), row-major, not negative. `images` have the shape of those that were learned from.
  /// `mirrored`: the mean of those of the image and of its mirror image, left and right exchanged.
  std::vector<float> apply(const Dataset& images, RunControl& control, bool mirrored = false) const;

 private:
  void describe(const float* image, float* result, const RunControl& control) const;

  ImageShape shape_;
  float scale_ = 1;  ///< Brings pixels to 0 .. 255.
  int64_t centers_ = 0;
  std::vector<float> mean_;         ///< Of the normalised patches.
  PackedMatrix<float> whitening_;   ///< Patch values x patch values.
  PackedMatrix<float> directions_;  ///< Patch values x centres: the centres, transposed.
  std::vector<float> squares_;      ///< Squared lengths of the centres.
};

// The steps, each for itself. A patch is size x size pixels with all channels, row-major, channel last.

/// The patches `first` .. `first + count - 1` of an image's (height - size + 1) x (width - size + 1), row by
/// row, each value multiplied by `scale`.
void extractPatches(const float* image, const ImageShape& shape, int size, int64_t first, int64_t count,
                    float scale, float* patches);

/// Each patch to mean 0 and variance 1, except that flat patches stay flat: (x - mean) / sqrt(variance + 10)
/// for values from 0 to 255.
void normalizeContrast(float* patches, int64_t count, int64_t values);

/// ZCA whitening: x -> matrix (x - mean) with matrix = V (L + 0.1)^-1/2 V', where V L V' is the patches'
/// covariance.
struct Whitening {
  std::vector<float> mean;    ///< D
  std::vector<float> matrix;  ///< D x D, symmetric
};
Whitening learnWhitening(std::span<const float> patches, int64_t count, int64_t values, RunControl& control);

/// The "triangle" activation of Coates, Ng and Lee: max(0, mean of all distances - distance to this centre).
/// In place: `squaredDistances` (slightly negative ones count as 0) become activations.
void triangleActivation(float* squaredDistances, int64_t centers);

/// Left and right exchanged.
std::vector<float> mirrorImage(std::span<const float> image, const ImageShape& shape);

/// Adds the activations of patch `patch` of rows x columns patches to its quadrant's sums (4 x centers). The
/// middle row and column belong to the upper and left quadrants.
void addToQuadrant(const float* activation, int64_t centers, int64_t patch, int64_t rows, int64_t columns,
                   float* sums);

}  // namespace adapsne
