// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/patch_features.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "core/features/preprocess.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// Blobs of colour and noise, values from 0 to 255.
Dataset imagesOf(int64_t points, ImageShape shape, uint64_t seed) {
  RandomStream random(seed, 0x696d67);
  std::vector<float> values;
  for (int64_t i = 0; i < points; ++i) {
    const double cy = shape.height * random.uniform(), cx = shape.width * random.uniform();
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x)
        for (int c = 0; c < shape.channels; ++c)
          values.push_back(static_cast<float>(
              std::floor(40 * random.uniform() +
                         200 * std::exp(-(std::pow(y - cy, 2) + std::pow(x - cx, 2)) / (9 + 9 * c)))));
  }
  Dataset dataset = *test::datasetOf(
      test::featuresOf(std::move(values), points, int64_t{shape.height} * shape.width * shape.channels));
  dataset.image = shape;
  dataset.imageMaximum = 255;
  return dataset;
}

TEST(PatchSteps, ExtractTheValuesUnderEachPatch) {
  const ImageShape shape{4, 5, 2};
  std::vector<float> image(40);
  for (int i = 0; i < 40; ++i) image[i] = static_cast<float>(i);
  const int size = 3, rows = 2, columns = 3;
  for (int first = 0; first < rows * columns; ++first) {
    std::vector<float> patches((rows * columns - first) * size * size * 2);
    extractPatches(image.data(), shape, size, first, rows * columns - first, 2, patches.data());
    size_t at = 0;
    for (int p = first; p < rows * columns; ++p)
      for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
          for (int c = 0; c < 2; ++c)
            EXPECT_EQ(patches[at++], 2 * image[((p / columns + y) * 5 + p % columns + x) * 2 + c]);
  }
}

TEST(PatchSteps, NormaliseContrast) {
  RandomStream random(1);
  const int64_t count = 5, values = 37;
  std::vector<float> patches(count * values);
  for (float& v : patches) v = static_cast<float>(255 * random.uniform());
  std::fill_n(patches.begin(), values, 80.0f);  // flat
  std::vector<float> result = patches;
  normalizeContrast(result.data(), count, values);
  for (int64_t i = 0; i < count; ++i) {
    double mean = 0, variance = 0;
    for (int64_t d = 0; d < values; ++d) mean += patches[i * values + d] / static_cast<double>(values);
    for (int64_t d = 0; d < values; ++d)
      variance += std::pow(patches[i * values + d] - mean, 2) / static_cast<double>(values);
    for (int64_t d = 0; d < values; ++d)
      EXPECT_NEAR(result[i * values + d], (patches[i * values + d] - mean) / std::sqrt(variance + 10), 1e-5);
  }
}

TEST(PatchSteps, WhiteningIsTheInverseSquareRootOfTheRegularisedCovariance) {
  const int64_t count = 3000, values = 6;
  RandomStream random(2);
  std::vector<float> patches(count * values);
  for (int64_t i = 0; i < count; ++i) {
    double previous = 0;
    for (int64_t d = 0; d < values; ++d) {
      previous = 0.8 * previous + random.normal();  // neighbours are alike, as in pictures
      patches[i * values + d] = static_cast<float>(previous + static_cast<double>(d));
    }
  }
  RunControl control(1);
  const Whitening w = learnWhitening(patches, count, values, control);
  std::vector<double> mean(values, 0);
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(values, values), m(values, values);
  for (int64_t i = 0; i < count; ++i)
    for (int64_t d = 0; d < values; ++d) mean[d] += patches[i * values + d] / static_cast<double>(count);
  for (int64_t i = 0; i < count; ++i)
    for (int64_t a = 0; a < values; ++a)
      for (int64_t b = 0; b < values; ++b)
        covariance(a, b) += (patches[i * values + a] - mean[a]) * (patches[i * values + b] - mean[b]) / count;
  for (int64_t d = 0; d < values; ++d) EXPECT_NEAR(w.mean[d], mean[d], 1e-5);
  for (int64_t a = 0; a < values; ++a)
    for (int64_t b = 0; b < values; ++b) {
      m(a, b) = w.matrix[a * values + b];
      EXPECT_NEAR(w.matrix[a * values + b], w.matrix[b * values + a], 1e-6) << "zero-phase: symmetric";
    }
  const Eigen::MatrixXd identity =
      m * (covariance + 0.1 * Eigen::MatrixXd::Identity(values, values)) * m.transpose();
  EXPECT_LT((identity - Eigen::MatrixXd::Identity(values, values)).cwiseAbs().maxCoeff(), 1e-4);
}

TEST(PatchSteps, TriangleActivation) {
  // Distances 1, 2, 3, 6: mean 3.
  std::vector<float> z = {1, 4, 9, 36};
  triangleActivation(z.data(), 4);
  EXPECT_EQ(z, (std::vector<float>{2, 1, 0, 0}));
  // Rounding below 0 counts as 0; equal distances activate nothing.
  z = {-1e-6f, 4};
  triangleActivation(z.data(), 2);
  EXPECT_EQ(z, (std::vector<float>{1, 0}));
  z = std::vector<float>(21, 4);
  triangleActivation(z.data(), 21);
  EXPECT_EQ(z, std::vector<float>(21, 0));
  RandomStream random(3);
  for (int64_t k : {1, 7, 16, 200}) {
    std::vector<float> squares(k);
    double mean = 0;
    for (float& s : squares) {
      s = static_cast<float>(100 * random.uniform());
      mean += std::sqrt(static_cast<double>(s)) / static_cast<double>(k);
    }
    std::vector<float> f = squares;
    triangleActivation(f.data(), k);
    for (int64_t i = 0; i < k; ++i)
      EXPECT_NEAR(f[i], std::max(0.0, mean - std::sqrt(static_cast<double>(squares[i]))), 1e-5);
  }
}

TEST(PatchSteps, QuadrantsDivideThePatches) {
  for (const auto& [rows, columns] : {std::pair{1, 1}, {2, 2}, {3, 5}, {4, 1}, {27, 27}}) {
    std::vector<float> sums(8, 0), plain(8, 0);
    for (int64_t p = 0; p < rows * columns; ++p) {
      const float activation[2] = {1, static_cast<float>(p)};
      addToQuadrant(activation, 2, p, rows, columns, sums.data());
      const int64_t y = p / columns, x = p % columns;
      const int quadrant = (2 * y >= rows + rows % 2 ? 2 : 0) + (2 * x >= columns + columns % 2 ? 1 : 0);
      plain[2 * quadrant] += 1;
      plain[2 * quadrant + 1] += static_cast<float>(p);
    }
    EXPECT_EQ(sums, plain) << rows << " x " << columns;
  }
}

/// The whole thing written plainly in double, from the learned pieces of a second, slow learning.
TEST(PatchFeatures, MirroredAreTheMeanOfAnImageAndItsMirrorImage) {
  const ImageShape shape{8, 9, 3};
  const Dataset images = imagesOf(4, shape, 4);
  EXPECT_EQ(mirrorImage(std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {2, 3, 2}),
            (std::vector<float>{5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8}));
  Dataset mirrored = images;
  std::vector<float> pixels;
  for (int64_t i = 0; i < images.points; ++i) {
    const std::vector<float> mirror = mirrorImage(test::rowOf(images, i), shape);
    pixels.insert(pixels.end(), mirror.begin(), mirror.end());
  }
  mirrored.features = pixels;
  RunControl control(1);
  const PatchFeatures features(images, control);
  const std::vector<float> a = features.apply(images, control), b = features.apply(mirrored, control),
                           both = features.apply(images, control, true);
  EXPECT_NE(a, b);
  ASSERT_EQ(both.size(), a.size());
  ASSERT_FALSE(both.empty());
  for (size_t e = 0; e < both.size(); ++e) EXPECT_NEAR(both[e], (a[e] + b[e]) / 2, 1e-5 * (1 + a[e] + b[e]));
  const std::vector<float> again = features.apply(mirrored, control, true);
  for (size_t e = 0; e < both.size(); ++e) EXPECT_NEAR(both[e], again[e], 1e-4);
}

TEST(PatchFeatures, AreSumsOfActivationsThatAPlainVersionFindsToo) {
  // 3 images of 8 x 9: 12 patches each, 36 in all, each its own centre; so the centres are known.
  const ImageShape shape{8, 9, 3};
  const Dataset images = imagesOf(3, shape, 4);
  RunControl control(1);
  const PatchFeatures features(images, control);
  const int64_t n = 36, values = 108;
  ASSERT_EQ(features.dimensions(), 4 * n);
  std::vector<float> patches(n * values);
  for (int i = 0; i < 3; ++i)
    extractPatches(test::rowOf(images, i).data(), shape, 6, 0, 12, 1, patches.data() + i * 12 * values);
  normalizeContrast(patches.data(), n, values);
  const Whitening w = learnWhitening(patches, n, values, control);
  Eigen::MatrixXd white(n, values);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t a = 0; a < values; ++a) {
      double sum = 0;
      for (int64_t b = 0; b < values; ++b)
        sum += w.matrix[a * values + b] * (static_cast<double>(patches[i * values + b]) - w.mean[b]);
      white(i, a) = sum;
    }
  const std::vector<float> result = features.apply(images, control);
  for (int image = 0; image < 3; ++image) {
    // Whose order the clustering chose: compare the sorted sums of each quadrant.
    std::vector<std::vector<double>> plain(4, std::vector<double>(n, 0));
    for (int p = 0; p < 12; ++p) {
      std::vector<double> z(n);
      double mean = 0;
      for (int64_t k = 0; k < n; ++k) {
        z[k] = (white.row(image * 12 + p) - white.row(k)).norm();
        mean += z[k] / n;
      }
      const int quadrant = (p / 4 >= 2 ? 2 : 0) + (p % 4 >= 2 ? 1 : 0);
      for (int64_t k = 0; k < n; ++k) plain[quadrant][k] += std::max(0.0, mean - z[k]);
    }
    for (int q = 0; q < 4; ++q) {
      std::vector<float> sums(result.begin() + (image * 4 + q) * n, result.begin() + (image * 4 + q + 1) * n);
      std::sort(sums.begin(), sums.end());
      std::sort(plain[q].begin(), plain[q].end());
      for (int64_t k = 0; k < n; ++k)
        EXPECT_NEAR(sums[k], plain[q][k], 2e-2) << image << " " << q << " " << k;
    }
  }
}

TEST(PatchFeatures, TakeGreyAndColourAndAnySizeFromAPatchOn) {
  RunControl control(2);
  for (const ImageShape shape : {ImageShape{6, 6, 1}, {6, 7, 3}, {13, 6, 1}, {9, 11, 4}, {28, 28, 1}}) {
    const Dataset images = imagesOf(9, shape, 5);
    const PatchFeatures features(images, control);
    const std::vector<float> result = features.apply(images, control);
    EXPECT_EQ(static_cast<int64_t>(result.size()), 9 * features.dimensions());
    EXPECT_LE(features.dimensions(), 800);
    for (float v : result) ASSERT_TRUE(std::isfinite(v) && v >= 0);
  }
}

TEST(PatchFeatures, DependOnThatImageAloneOnceLearned) {
  RunControl control(1);
  const Dataset learned = imagesOf(20, {10, 10, 3}, 6), other = imagesOf(5, {10, 10, 3}, 7);
  const PatchFeatures features(learned, control);
  const std::vector<float> together = features.apply(other, control);
  for (int64_t i = 0; i < 5; ++i) {
    const std::vector<float> alone = features.apply(selectRows(other, {i}), control);
    for (int64_t d = 0; d < features.dimensions(); ++d)
      EXPECT_EQ(alone[d], together[i * features.dimensions() + d]);
  }
}

TEST(PatchFeatures, DoNotDependOnTheUnitOfThePixels) {
  RunControl control(1);
  Dataset bytes = imagesOf(10, {8, 8, 1}, 8), unit = bytes;
  std::vector<float> values = bytes.features.floats();
  for (float& v : values) v /= 255;
  unit.features = std::move(values);
  unit.imageMaximum = 1;
  const auto a = PatchFeatures(bytes, control).apply(bytes, control);
  const auto b = PatchFeatures(unit, control).apply(unit, control);
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 2e-2);
}

TEST(PatchFeatures, OfFlatImagesAreZero) {
  RunControl control(1);
  Dataset flat = imagesOf(4, {8, 8, 3}, 9);
  flat.features = std::vector<float>(flat.features.size(), 100.0f);
  for (float v : PatchFeatures(flat, control).apply(flat, control)) EXPECT_NEAR(v, 0, 1e-4);
}

TEST(PatchFeatures, SameBitsAtAnyThreadCount) {
  const Dataset images = imagesOf(60, {12, 11, 3}, 10);
  RunControl one(1);
  const auto expected = PatchFeatures(images, one).apply(images, one);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    EXPECT_TRUE(test::sameBits(PatchFeatures(images, control).apply(images, control), expected)) << threads;
  }
}

TEST(PatchFeatures, RefuseWhatTheyCannotTake) {
  RunControl control(1);
  PreprocessOptions options;
  for (ImageFeatures kind : {ImageFeatures::Patches, ImageFeatures::Hog}) {
    options.features = kind;
    try {
      preprocess(*test::clusteredDataset(20, 9, 1), options, control);
      FAIL() << "a table is no image";
    } catch (const Error& e) {
      EXPECT_NE(std::string(e.what()).find("holds no images"), std::string::npos) << e.what();
    }
    try {
      preprocess(imagesOf(5, {5, 30, 1}, 1), options, control);
      FAIL() << "smaller than a patch or a block";
    } catch (const Error& e) {
      EXPECT_NE(std::string(e.what()).find("the images are 5 x 30 pixels"), std::string::npos) << e.what();
    }
  }
}

TEST(PatchFeatures, CanBeCancelled) {
  const Dataset images = imagesOf(3, {20, 20, 3}, 11);
  RunControl control(2);
  const PatchFeatures features(images, control);
  control.cancel();
  EXPECT_THROW(features.apply(images, control), Cancelled);
  EXPECT_THROW(PatchFeatures(images, control), Cancelled);
}

TEST(ImageFeatures, AreStandardisedAndReducedAndAppliedToHeldOutImages) {
  const Dataset images = imagesOf(100, {9, 9, 3}, 12);
  RunControl control(2);
  for (ImageFeatures kind : {ImageFeatures::Patches, ImageFeatures::Hog}) {
    PreprocessOptions options;
    options.features = kind;
    const Preprocessor fitted(images, options, control);
    EXPECT_EQ(fitted.features()->scale, Scale::Standardize);
    EXPECT_EQ(fitted.features()->dimensions, 80);
    const Features again = fitted.apply(images, control);
    ASSERT_EQ(again.values.size(), 100u * 80);
    for (size_t i = 0; i < again.values.size(); ++i)
      EXPECT_NEAR(again.values[i], fitted.features()->values[i], 1e-3);
    options.pca = 0;
    const Features whole = *preprocess(images, options, control);
    EXPECT_GT(whole.dimensions, 80);
    double sum = 0;
    for (int64_t i = 0; i < 100; ++i) sum += whole.row(i)[3];
    EXPECT_NEAR(sum, 0, 1e-3);
  }
}

}  // namespace
}  // namespace adapsne
