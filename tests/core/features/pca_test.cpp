// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/pca.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "tests/support/peak_memory.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct PlainPca {
  Eigen::MatrixXd scores;
  Eigen::VectorXd variances;  // falling
};

/// The textbook: centre, covariance over N, all eigenvectors, the largest loading positive.
PlainPca plainPca(const Features& f) {
  Eigen::MatrixXd x(f.points, f.dimensions);
  for (int64_t i = 0; i < f.points; ++i)
    for (int64_t d = 0; d < f.dimensions; ++d) x(i, d) = f.row(i)[d];
  x.rowwise() -= x.colwise().mean().eval();
  const Eigen::MatrixXd covariance = x.transpose() * x / static_cast<double>(f.points);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  Eigen::MatrixXd vectors = solver.eigenvectors().rowwise().reverse();
  for (Eigen::Index j = 0; j < vectors.cols(); ++j) {
    Eigen::Index largest;
    vectors.col(j).cwiseAbs().maxCoeff(&largest);
    if (vectors(largest, j) < 0) vectors.col(j) *= -1;
  }
  return {x * vectors, solver.eigenvalues().reverse()};
}

/// Noise whose columns have falling spreads and are mixed by random rotations, so that components are
/// distinct.
Features spreadFeatures(int64_t points, int64_t dimensions, uint64_t seed, double decay, double offset = 0) {
  RandomStream random(seed);
  std::vector<double> wide(points * dimensions);
  for (int64_t i = 0; i < points; ++i)
    for (int64_t d = 0; d < dimensions; ++d)
      wide[i * dimensions + d] = random.normal() * std::pow(decay, static_cast<double>(d)) + offset;
  for (int64_t turn = 0; turn < 4 * dimensions; ++turn) {
    const int64_t a = static_cast<int64_t>(random.below(dimensions));
    const int64_t b =
        (a + 1 + static_cast<int64_t>(random.below(std::max<int64_t>(1, dimensions - 1)))) % dimensions;
    if (a == b) continue;
    const double c = std::cos(3 * random.uniform()), s = std::sqrt(1 - c * c);
    for (int64_t i = 0; i < points; ++i) {
      double &u = wide[i * dimensions + a], &v = wide[i * dimensions + b];
      const double rotated = c * u - s * v;
      v = s * u + c * v;
      u = rotated;
    }
  }
  return test::featuresOf({wide.begin(), wide.end()}, points, dimensions);
}

PcaResult pca(const Features& f, int components, int threads = 1) {
  RunControl control(threads);
  return principalComponents(f.values, f.points, f.dimensions, components, control);
}

void expectAsPlain(const Features& f, int components, double tolerance) {
  const PcaResult fast = pca(f, components);
  const PlainPca plain = plainPca(f);
  const int kept = static_cast<int>(std::min<int64_t>({components, f.points, f.dimensions}));
  ASSERT_EQ(fast.components, kept);
  ASSERT_EQ(fast.scores.size(), static_cast<size_t>(f.points * kept));
  EXPECT_NEAR(fast.totalVariance, plain.variances.sum(), 1e-9 * plain.variances.sum());
  EXPECT_NEAR(fast.keptVariance, plain.variances.head(kept).sum(), 1e-8 * plain.variances.sum());
  const double scale = plain.scores.cwiseAbs().maxCoeff();
  for (int64_t i = 0; i < f.points; ++i)
    for (int j = 0; j < kept; ++j)
      ASSERT_NEAR(fast.scores[i * kept + j], plain.scores(i, j), tolerance * scale)
          << "row " << i << " component " << j;
}

TEST(Pca, DirectPathEqualsTheTextbook) {
  expectAsPlain(spreadFeatures(200, 12, 1, 0.7), 5, 1e-6);
  expectAsPlain(spreadFeatures(200, 12, 2, 0.7, 100), 12, 1e-5);
  expectAsPlain(spreadFeatures(61, 2, 3, 0.3), 1, 1e-6);
  expectAsPlain(spreadFeatures(700, 160, 4, 0.9), 20, 1e-6);
}

TEST(Pca, SubspaceIterationEqualsTheFullSolver) {
  expectAsPlain(spreadFeatures(900, 300, 5, 0.93), 20, 1e-5);
}

TEST(Pca, SubspaceIterationOnAFlatSpectrumKeepsTheVariance) {
  // Pure noise: components are not distinct, so only the variance they keep can be compared.
  const Features f = spreadFeatures(600, 300, 6, 1.0);
  const PcaResult fast = pca(f, 30);
  const PlainPca plain = plainPca(f);
  EXPECT_NEAR(fast.keptVariance / plain.variances.head(30).sum(), 1, 1e-5);
}

TEST(Pca, FewerPointsThanDimensions) {
  expectAsPlain(spreadFeatures(8, 30, 7, 0.8), 3, 1e-6);
  // Eight centred points span seven dimensions: the components beyond are there, and empty.
  const Features f = spreadFeatures(8, 400, 8, 0.99);
  const PcaResult result = pca(f, 20);
  EXPECT_EQ(result.components, 8);
  EXPECT_NEAR(result.keptVariance, result.totalVariance, 1e-9 * result.totalVariance);
  ASSERT_EQ(result.scores.size(), 8u * 8);
  for (float s : result.scores) EXPECT_TRUE(std::isfinite(s));
}

TEST(Pca, ScoresAreCentredUncorrelatedAndTheirSignsAreFixed) {
  Features f = spreadFeatures(300, 20, 9, 0.8, 3);
  const PcaResult result = pca(f, 4);
  for (int a = 0; a < 4; ++a) {
    double sum = 0;
    for (int64_t i = 0; i < f.points; ++i) sum += result.scores[4 * i + a];
    EXPECT_NEAR(sum / static_cast<double>(f.points), 0, 1e-5);
    for (int b = 0; b < a; ++b) {
      double product = 0;
      for (int64_t i = 0; i < f.points; ++i)
        product += static_cast<double>(result.scores[4 * i + a]) * result.scores[4 * i + b];
      EXPECT_NEAR(product / static_cast<double>(f.points), 0, 1e-5);
    }
  }
  // The data mirrored: the same axes by the same rule, so every score changes sign exactly.
  for (float& v : f.values) v = -v;
  const PcaResult mirrored = pca(f, 4);
  ASSERT_EQ(mirrored.scores.size(), 300u * 4);
  for (size_t i = 0; i < result.scores.size(); ++i)
    EXPECT_NEAR(mirrored.scores[i], -result.scores[i], 1e-5) << i;
}

TEST(Pca, ConstantDataHaveNoVarianceAndFiniteScores) {
  for (int64_t dimensions : {1, 5, 300}) {
    const Features f = test::featuresOf(std::vector<float>(40 * dimensions, 3.25f), 40, dimensions);
    const PcaResult result = pca(f, 3);
    EXPECT_EQ(result.totalVariance, 0);
    EXPECT_EQ(result.keptVariance, 0);
    ASSERT_EQ(std::ssize(result.scores), 40 * result.components);
    EXPECT_EQ(result.components, std::min<int64_t>(3, dimensions));
    for (float s : result.scores) EXPECT_EQ(s, 0);
  }
}

TEST(Pca, DegenerateSizes) {
  EXPECT_EQ(pca(test::featuresOf({}, 0, 5), 3).components, 0);
  EXPECT_EQ(pca(test::featuresOf({1, 2, 3}, 1, 3), 2).components, 1);
  EXPECT_EQ(pca(test::featuresOf({1, 2, 3, 4}, 4, 1), 5).components, 1);
}

TEST(Pca, SameBitsAtAnyThreadCount) {
  const Features f = spreadFeatures(600, 300, 10, 0.95);
  const PcaResult one = pca(f, 10, 1);
  for (int threads : {2, 3}) EXPECT_TRUE(test::sameBits(pca(f, 10, threads).scores, one.scores)) << threads;
}

/// The matrix of all pairs of dimensions, or of points, is the largest there is: one of it, not several.
#if !defined(__SANITIZE_ADDRESS__)  // whose own memory would be measured
TEST(Pca, HoldsItsMatrixOnce) {
  constexpr int64_t kDimensions = 1200;
  for (const int64_t points : {kDimensions, kDimensions - 1}) {
    const test::Measured measured = test::inChild([&] {
      RunControl control(1);
      const auto row = [](int64_t first, int64_t count, float* rows) {
        for (int64_t i = 0; i < count; ++i)
          for (int64_t d = 0; d < kDimensions; ++d)
            rows[i * kDimensions + d] = static_cast<float>((first + i) % 7) * static_cast<float>(d % 3);
      };
      return principalComponents(row, points, kDimensions, 2, control).components == 2;
    });
    EXPECT_TRUE(measured.good);
    const double matrix = 8.0 * kDimensions * kDimensions / (1 << 20);
    // Of few points, all of them centred beside it.
    EXPECT_LT(measured.megabytes, (points < kDimensions ? 2 : 1) * matrix + 12) << points;
  }
}
#endif

TEST(Pca, CanBeCancelled) {
  const Features f = spreadFeatures(50, 5, 11, 0.9);
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(principalComponents(f.values, f.points, f.dimensions, 2, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
