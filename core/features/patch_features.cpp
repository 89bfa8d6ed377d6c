// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/patch_features.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "core/geometry/kmeans.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr int64_t kLearnedFrom = 40'000;  // Patches: a compromise with the time of k-means.
constexpr int kIterations = 10;           // Of k-means, for the same reason; it need not settle.
constexpr float kContrastFloor = 10;      // Variance of values from 0 to 255 that counts as noise.
constexpr double kWhiteningFloor = 0.1;   // Variance of normalised patches that counts as noise.
constexpr int64_t kPatchesAtATime = 128;  // Their distances stay in the second-level cache.
constexpr uint64_t kPatchStream = 0x70617463, kCenterStream = 0x63656e74;

/// Sum over `count` values in 16 interleaved parts, which the compiler can keep in vectors.
template <typename Term>
float interleavedSum(int64_t count, Term term) {
  constexpr int kParts = 16;
  float part[kParts] = {};
  int64_t i = 0;
  for (; i + kParts <= count; i += kParts)
    for (int p = 0; p < kParts; ++p) part[p] += term(i + p);
  float sum = 0;
  for (; i < count; ++i) sum += term(i);
  for (float p : part) sum += p;
  return sum;
}

int64_t patchRows(const ImageShape& shape) {
  return shape.height - PatchFeatures::kSize + 1;
}
int64_t patchColumns(const ImageShape& shape) {
  return shape.width - PatchFeatures::kSize + 1;
}
int64_t patchValues(const ImageShape& shape) {
  return int64_t{PatchFeatures::kSize} * PatchFeatures::kSize * shape.channels;
}

/// Random patches of random images, contrast-normalised; all of them where there are no more than are wanted.
std::vector<float> samplePatches(const Dataset& images, float scale, int64_t& count, RunControl& control) {
  const int64_t columns = patchColumns(images.image), each = patchRows(images.image) * columns,
                values = patchValues(images.image);
  // A patch lies in as many lines of pixels as it is high: no more of its image is read.
  const ImageShape lines = {PatchFeatures::kSize, images.image.width, images.image.channels};
  const int64_t lineValues = int64_t{lines.width} * lines.channels;
  const bool all = images.points <= kLearnedFrom / each;
  count = all ? images.points * each : kLearnedFrom;
  std::vector<float> patches(count * values);
  parallelFor(control, count, 1024, [&](int64_t begin, int64_t end) {
    std::vector<float> scratch(PatchFeatures::kSize * lineValues);
    for (int64_t i = begin; i < end; ++i) {
      RandomStream random(1, kPatchStream, static_cast<uint64_t>(i));
      const int64_t image = all ? i / each : static_cast<int64_t>(random.below(images.points));
      const int64_t patch = all ? i % each : static_cast<int64_t>(random.below(each));
      const auto pixels =
          images.features.read(image * images.dimensions + patch / columns * lineValues, scratch);
      extractPatches(pixels.data(), lines, PatchFeatures::kSize, patch % columns, 1, scale,
                     patches.data() + i * values);
    }
    normalizeContrast(patches.data() + begin * values, end - begin, values);
  });
  return patches;
}

void subtract(const std::vector<float>& mean, float* patches, int64_t count) {
  const auto values = static_cast<int64_t>(mean.size());
  for (int64_t i = 0; i < count; ++i)
    for (int64_t d = 0; d < values; ++d) patches[i * values + d] -= mean[d];
}

}  // namespace

void extractPatches(const float* image, const ImageShape& shape, int size, int64_t first, int64_t count,
                    float scale, float* patches) {
  const int64_t columns = shape.width - size + 1, run = int64_t{size} * shape.channels;
  for (int64_t p = first; p < first + count; ++p)
    for (int64_t y = p / columns; y < p / columns + size; ++y) {
      const float* from = image + (y * shape.width + p % columns) * shape.channels;
      for (int64_t i = 0; i < run; ++i) *patches++ = from[i] * scale;
    }
}

void normalizeContrast(float* patches, int64_t count, int64_t values) {
  for (int64_t i = 0; i < count; ++i) {
    float* x = patches + i * values;
    const float mean = interleavedSum(values, [x](int64_t d) { return x[d]; }) / static_cast<float>(values);
    for (int64_t d = 0; d < values; ++d) x[d] -= mean;
    const float variance =
        interleavedSum(values, [x](int64_t d) { return x[d] * x[d]; }) / static_cast<float>(values);
    const float factor = 1 / std::sqrt(variance + kContrastFloor);
    for (int64_t d = 0; d < values; ++d) x[d] *= factor;
  }
}

Whitening learnWhitening(std::span<const float> patches, int64_t count, int64_t values, RunControl& control) {
  using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const RowMajorFloat> x(patches.data(), count, values);
  constexpr int64_t kBlock = 1024;
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(values);
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(values, values);
  for (int64_t begin = 0; begin < count; begin += kBlock) {
    control.checkpoint();
    const Eigen::MatrixXd block = x.middleRows(begin, std::min(kBlock, count - begin)).cast<double>();
    mean += block.colwise().sum().transpose();
    covariance.noalias() += block.transpose() * block;
  }
  mean /= static_cast<double>(count);
  covariance = covariance / static_cast<double>(count) - mean * mean.transpose();

  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  const Eigen::VectorXd factor = (solver.eigenvalues().cwiseMax(0).array() + kWhiteningFloor).rsqrt();
  const Eigen::MatrixXf matrix =
      (solver.eigenvectors() * factor.asDiagonal() * solver.eigenvectors().transpose()).cast<float>();
  const Eigen::VectorXf center = mean.cast<float>();
  return {{center.data(), center.data() + values}, {matrix.data(), matrix.data() + values * values}};
}

void triangleActivation(float* squaredDistances, int64_t centers) {
  Eigen::Map<Eigen::ArrayXf> z(squaredDistances, centers);
  z = z.max(0).sqrt();
  const float mean =
      interleavedSum(centers, [=](int64_t k) { return squaredDistances[k]; }) / static_cast<float>(centers);
  z = (mean - z).max(0);
}

void addToQuadrant(const float* activation, int64_t centers, int64_t patch, int64_t rows, int64_t columns,
                   float* sums) {
  const bool lower = patch / columns >= (rows + 1) / 2, right = patch % columns >= (columns + 1) / 2;
  float* sum = sums + (2 * lower + right) * centers;
  for (int64_t k = 0; k < centers; ++k) sum[k] += activation[k];
}

std::vector<float> mirrorImage(std::span<const float> image, const ImageShape& shape) {
  std::vector<float> result(image.size());
  const int64_t channels = shape.channels;
  for (int64_t y = 0; y < shape.height; ++y)
    for (int64_t x = 0; x < shape.width; ++x)
      std::copy_n(image.data() + (y * shape.width + x) * channels, channels,
                  result.data() + (y * shape.width + shape.width - 1 - x) * channels);
  return result;
}

PatchFeatures::PatchFeatures(const Dataset& images, RunControl& control) : shape_(images.image) {
  if (shape_.height < kSize || shape_.width < kSize)
    throw Error(images.source,
                "the images are " + std::to_string(shape_.height) + " x " + std::to_string(shape_.width) +
                    " pixels, a patch is " + std::to_string(kSize) + " x " + std::to_string(kSize) + ".",
                "Use --features raw.");
  if (images.points == 0)
    throw Error(images.source, "holds no image to learn patches from.", "Give at least one.");
  if (images.imageMaximum > 0) scale_ = 255 / images.imageMaximum;

  const int64_t values = patchValues(shape_);
  int64_t count = 0;
  std::vector<float> patches = samplePatches(images, scale_, count, control);
  const Whitening whitening = learnWhitening(patches, count, values, control);
  mean_ = whitening.mean;
  whitening_ = PackedMatrix<float>(whitening.matrix, values, values);
  std::vector<float> white(patches.size());
  parallelFor(control, count, 1024, [&](int64_t begin, int64_t end) {
    subtract(mean_, patches.data() + begin * values, end - begin);
    whitening_.multiply(patches.data() + begin * values, end - begin, white.data() + begin * values);
  });

  const KMeansResult clusters =
      kMeans(white, count, values, kCenters, RandomStream(1, kCenterStream), control, kIterations);
  centers_ = static_cast<int64_t>(clusters.centers.size()) / values;
  std::vector<float> transposed(clusters.centers.size());
  for (int64_t c = 0; c < centers_; ++c) {
    const float* center = clusters.centers.data() + c * values;
    for (int64_t d = 0; d < values; ++d) transposed[d * centers_ + c] = center[d];
    squares_.push_back(interleavedSum(values, [=](int64_t d) { return center[d] * center[d]; }));
  }
  directions_ = PackedMatrix<float>(transposed, values, centers_);
}

void PatchFeatures::describe(const float* image, float* result, const RunControl& control) const {
  const int64_t rows = patchRows(shape_), columns = patchColumns(shape_), values = patchValues(shape_);
  std::vector<float> patches(kPatchesAtATime * values), white(kPatchesAtATime * values),
      distances(kPatchesAtATime * centers_);
  for (int64_t first = 0; first < rows * columns; first += kPatchesAtATime) {
    // Large images take longer than a cancelled run may.
    if (control.cancelRequested()) throw Cancelled{};
    const int64_t count = std::min(kPatchesAtATime, rows * columns - first);
    extractPatches(image, shape_, kSize, first, count, scale_, patches.data());
    normalizeContrast(patches.data(), count, values);
    subtract(mean_, patches.data(), count);
    whitening_.multiply(patches.data(), count, white.data());
    directions_.multiply(white.data(), count, distances.data());
    for (int64_t i = 0; i < count; ++i) {
      const float* x = white.data() + i * values;
      float* z = distances.data() + i * centers_;
      const float square = interleavedSum(values, [x](int64_t d) { return x[d] * x[d]; });
      for (int64_t k = 0; k < centers_; ++k) z[k] = square - 2 * z[k] + squares_[k];
      triangleActivation(z, centers_);
      addToQuadrant(z, centers_, first + i, rows, columns, result);
    }
  }
}

std::vector<float> PatchFeatures::apply(const Dataset& images, RunControl& control, bool mirrored) const {
  std::vector<float> result(images.points * dimensions(), 0);
  parallelFor(control, images.points, 4, [&](int64_t begin, int64_t end) {
    std::vector<float> scratch, mirror;
    for (int64_t i = begin; i < end; ++i) {
      const auto image = images.row(i, scratch);
      float* sums = result.data() + i * dimensions();
      describe(image.data(), sums, control);
      if (!mirrored) continue;
      mirror = mirrorImage(image, shape_);
      describe(mirror.data(), sums, control);
      for (int64_t k = 0; k < dimensions(); ++k) sums[k] /= 2;
    }
  });
  return result;
}

}  // namespace adapsne
