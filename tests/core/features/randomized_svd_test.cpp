// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/randomized_svd.h"

#include <cmath>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

SparseRows sparse(const Eigen::MatrixXf& dense) {
  SparseRows rows;
  rows.columns = dense.cols();
  for (int64_t i = 0; i < dense.rows(); ++i) {
    for (int64_t j = 0; j < dense.cols(); ++j)
      if (dense(i, j) != 0) {
        rows.column.push_back(static_cast<int32_t>(j));
        rows.value.push_back(dense(i, j));
      }
    rows.begins.push_back(static_cast<int64_t>(rows.column.size()));
  }
  return rows;
}

/// Mostly zeros, with singular values that fall like those of text.
Eigen::MatrixXf randomDense(int64_t rows, int64_t columns, uint64_t seed) {
  RandomStream random(seed);
  Eigen::MatrixXf m = Eigen::MatrixXf::Zero(rows, columns);
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j)
      if (random.below(4) == 0)
        m(i, j) = static_cast<float>(random.uniform() * (1 + 3 * ((i % 5) == (j % 5))) /
                                     (1 + 0.1 * static_cast<double>(j)));
  return m;
}

RandomizedSvd reduce(const Eigen::MatrixXf& dense, int components, int threads = 1) {
  RunControl control(threads);
  return randomizedSvd(sparse(dense), components, control);
}

void compareWithDense(const Eigen::MatrixXf& dense, int components, double tolerance) {
  const RandomizedSvd fast = reduce(dense, components);
  const Eigen::JacobiSVD<Eigen::MatrixXd> slow(dense.cast<double>(),
                                               Eigen::ComputeThinU | Eigen::ComputeThinV);
  ASSERT_LE(fast.components, components);
  for (int j = 0; j < fast.components; ++j) {
    EXPECT_NEAR(fast.singular[j], slow.singularValues()(j), tolerance * slow.singularValues()(0)) << j;
    // Vectors of nearly equal values may mix; here they are apart. Up to sign.
    double product = 0, square = 0, largest = 0;
    for (int64_t i = 0; i < dense.rows(); ++i) {
      const double score = fast.scores[i * fast.components + j];
      product += score * slow.matrixU()(i, j);
      square += score * score;
      if (std::abs(score) > std::abs(largest)) largest = score;
    }
    EXPECT_NEAR(std::sqrt(square), fast.singular[j], 1e-5 * fast.singular[0]);
    EXPECT_NEAR(std::abs(product), slow.singularValues()(j), 2 * tolerance * slow.singularValues()(0)) << j;
    EXPECT_GT(largest, 0) << "the sign is fixed";
  }
}

TEST(RandomizedSvd, IsExactWhereTheRangeHoldsEverything) {
  compareWithDense(randomDense(12, 30, 1), 5, 1e-6);
  compareWithDense(randomDense(30, 12, 2), 12, 1e-6);
  compareWithDense(randomDense(1, 8, 3), 3, 1e-6);
  compareWithDense(randomDense(40, 1, 4), 3, 1e-6);
}

TEST(RandomizedSvd, IsNearTheDenseOneWhereItDoesNot) {
  compareWithDense(randomDense(150, 120, 5), 8, 1e-3);
}

TEST(RandomizedSvd, LosesNoMoreThanTheBestApproximation) {
  const Eigen::MatrixXf dense = randomDense(200, 150, 6);
  const RandomizedSvd fast = reduce(dense, 10);
  const Eigen::JacobiSVD<Eigen::MatrixXd> slow(dense.cast<double>());
  double best = 0, kept = 0;
  for (int j = 0; j < 10; ++j) {
    best += std::pow(slow.singularValues()(j), 2);
    kept += std::pow(fast.singular[j], 2);
  }
  EXPECT_LE(kept, best * (1 + 1e-9));
  EXPECT_GT(kept, best * 0.999);
}

TEST(RandomizedSvd, FindsTheRank) {
  RandomStream random(7);
  Eigen::MatrixXf left(40, 3), right(3, 50);
  for (int64_t i = 0; i < left.size(); ++i) left.data()[i] = static_cast<float>(random.normal());
  for (int64_t i = 0; i < right.size(); ++i) right.data()[i] = static_cast<float>(random.normal());
  const Eigen::MatrixXf dense = left * right;
  const RandomizedSvd r = reduce(dense, 8);
  ASSERT_GE(r.components, 3);
  const Eigen::JacobiSVD<Eigen::MatrixXd> slow(dense.cast<double>());
  for (int j = 0; j < r.components; ++j) EXPECT_NEAR(r.singular[j], slow.singularValues()(j), 1e-4) << j;
  // Duplicate rows get the same scores.
  Eigen::MatrixXf twice(80, 50);
  twice << dense, dense;
  const RandomizedSvd d = reduce(twice, 3);
  for (int64_t i = 0; i < 40 * 3; ++i) EXPECT_NEAR(d.scores[i], d.scores[40 * 3 + i], 1e-4);
}

TEST(RandomizedSvd, DegenerateMatrices) {
  EXPECT_EQ(reduce(Eigen::MatrixXf(0, 0), 3).components, 0);
  EXPECT_EQ(reduce(Eigen::MatrixXf(0, 5), 3).components, 0);
  EXPECT_EQ(reduce(Eigen::MatrixXf::Ones(4, 5), 0).components, 0);
  EXPECT_EQ(reduce(Eigen::MatrixXf::Zero(6, 5), 3).components, 0);
  const RandomizedSvd ones = reduce(Eigen::MatrixXf::Ones(9, 4), 3);
  ASSERT_GE(ones.components, 1);
  EXPECT_NEAR(ones.singular[0], 6, 1e-6);
  for (int64_t i = 0; i < 9; ++i) EXPECT_NEAR(ones.scores[i * ones.components], 2, 1e-6);
}

TEST(RandomizedSvd, SameBitsAtAnyThreadCountAndCanBeCancelled) {
  const Eigen::MatrixXf dense = randomDense(300, 90, 8);
  const RandomizedSvd one = reduce(dense, 20);
  for (int threads : test::kThreadCounts) {
    const RandomizedSvd other = reduce(dense, 20, threads);
    EXPECT_TRUE(test::sameBits(other.scores, one.scores)) << threads;
    EXPECT_TRUE(test::sameBits(other.singular, one.singular)) << threads;
  }
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(randomizedSvd(sparse(dense), 5, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
