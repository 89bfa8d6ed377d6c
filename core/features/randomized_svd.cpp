// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/randomized_svd.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Dense>

#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

using Matrix = Eigen::MatrixXd;

constexpr int64_t kOversampling = 10;
constexpr int kPowerIterations =
    6;  // Singular values of text fall slowly: few iterations blur the last components.
constexpr double kRankTolerance = 1e-13;  // Of the largest eigenvalue of a Gram matrix.
constexpr int64_t kLanes = 8;             // Columns that share one pass over the sparse matrix.
constexpr int64_t kRowsBetweenChecks = 1024;
constexpr uint64_t kRangeStream = 0x73766421;

using Lane = std::array<double, kLanes>;

/// target[column] += value * source[row], for every entry.
void transposedTimes(const SparseRows& a, const std::vector<Lane>& source, std::vector<Lane>& target,
                     const RunControl& control) {
  for (int64_t i = 0; i < a.rows(); ++i) {
    if (i % kRowsBetweenChecks == 0 && control.cancelRequested()) throw Cancelled{};
    for (int64_t e = a.begins[i]; e < a.begins[i + 1]; ++e)
      for (int64_t l = 0; l < kLanes; ++l) target[a.column[e]][l] += a.value[e] * source[i][l];
  }
}

/// target[row] += value * source[column], for every entry.
void times(const SparseRows& a, const std::vector<Lane>& source, std::vector<Lane>& target,
           const RunControl& control) {
  for (int64_t i = 0; i < a.rows(); ++i) {
    if (i % kRowsBetweenChecks == 0 && control.cancelRequested()) throw Cancelled{};
    for (int64_t e = a.begins[i]; e < a.begins[i + 1]; ++e)
      for (int64_t l = 0; l < kLanes; ++l) target[i][l] += a.value[e] * source[a.column[e]][l];
  }
}

/// A times `width` columns of normal noise.
Matrix timesNoise(const SparseRows& a, int64_t width, RunControl& control) {
  Matrix result(a.rows(), width);
  parallelFor(control, width, kLanes, [&](int64_t begin, int64_t end) {
    std::vector<Lane> noise(a.columns), product(a.rows());
    for (int64_t c = 0; c < a.columns; ++c) {
      if (c % kRowsBetweenChecks == 0 && control.cancelRequested()) throw Cancelled{};
      RandomStream random(1, kRangeStream + static_cast<uint64_t>(begin), static_cast<uint64_t>(c));
      for (double& v : noise[c]) v = random.normal();
    }
    times(a, noise, product, control);
    for (int64_t j = begin; j < end; ++j)
      for (int64_t i = 0; i < a.rows(); ++i) result(i, j) = product[i][j - begin];
  });
  return result;
}

/// A A' y.
Matrix timesGram(const SparseRows& a, const Matrix& y, RunControl& control) {
  Matrix result(y.rows(), y.cols());
  parallelFor(control, y.cols(), kLanes, [&](int64_t begin, int64_t end) {
    std::vector<Lane> left(a.rows(), Lane{}), right(a.columns, Lane{});
    for (int64_t j = begin; j < end; ++j)
      for (int64_t i = 0; i < a.rows(); ++i) left[i][j - begin] = y(i, j);
    transposedTimes(a, left, right, control);
    std::fill(left.begin(), left.end(), Lane{});
    times(a, right, left, control);
    for (int64_t j = begin; j < end; ++j)
      for (int64_t i = 0; i < a.rows(); ++i) result(i, j) = left[i][j - begin];
  });
  return result;
}

/// a' b, blocks of rows added in order.
Matrix innerProducts(const Matrix& a, const Matrix& b, RunControl& control) {
  constexpr int64_t kRows = 16384;
  Matrix result = Matrix::Zero(a.cols(), b.cols());
  for (int64_t begin = 0; begin < a.rows(); begin += kRows) {
    const int64_t rows = std::min(kRows, a.rows() - begin);
    parallelFor(control, b.cols(), kLanes, [&](int64_t first, int64_t last) {
      result.middleCols(first, last - first).noalias() +=
          a.middleRows(begin, rows).transpose() * b.block(begin, first, rows, last - first);
    });
  }
  return result;
}

Matrix timesSmall(const Matrix& y, const Matrix& small, RunControl& control) {
  Matrix result(y.rows(), small.cols());
  parallelFor(control, y.rows(), 512, [&](int64_t begin, int64_t end) {
    result.middleRows(begin, end - begin).noalias() = y.middleRows(begin, end - begin) * small;
  });
  return result;
}

/// Orthonormal columns that span those of y; fewer where they depend on each other. By the eigenvectors of
/// the Gram matrix (Stathopoulos and Wu 2002), which needs products alone; twice, because it squares the
/// condition number.
Matrix orthonormalColumns(Matrix y, RunControl& control) {
  for (int pass = 0; pass < 2 && y.cols() > 0; ++pass) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(innerProducts(y, y, control));
    const double largest = solver.eigenvalues()(y.cols() - 1);
    int64_t dependent = 0;
    while (dependent < y.cols() && !(solver.eigenvalues()(dependent) > kRankTolerance * largest)) ++dependent;
    const int64_t rank = y.cols() - dependent;
    y = timesSmall(y,
                   solver.eigenvectors().rightCols(rank) *
                       solver.eigenvalues().tail(rank).cwiseSqrt().cwiseInverse().asDiagonal(),
                   control);
  }
  return y;
}

}  // namespace

RandomizedSvd randomizedSvd(const SparseRows& matrix, int components, RunControl& control) {
  const int64_t width = std::min({components + kOversampling, matrix.rows(), matrix.columns});
  RandomizedSvd result;
  if (width <= 0 || components <= 0) return result;
  Matrix range = orthonormalColumns(timesNoise(matrix, width, control), control);
  for (int i = 0; i < kPowerIterations; ++i)
    range = orthonormalColumns(timesGram(matrix, range, control), control);
  if (range.cols() == 0) return result;  // Nothing but zeros.

  // Within the range the squared singular values are the eigenvalues of Q' A A' Q.
  const Matrix projected = innerProducts(range, timesGram(matrix, range, control), control);
  const Eigen::SelfAdjointEigenSolver<Matrix> solver((projected + projected.transpose()) / 2);
  const int64_t kept = std::min<int64_t>(components, range.cols());
  result.components = static_cast<int>(kept);
  const Eigen::VectorXd singular = solver.eigenvalues().reverse().head(kept).cwiseMax(0).cwiseSqrt();
  result.singular.assign(singular.data(), singular.data() + kept);
  Matrix scores = timesSmall(
      range, solver.eigenvectors().rowwise().reverse().leftCols(kept) * singular.asDiagonal(), control);
  result.scores.resize(matrix.rows() * kept);
  for (int64_t j = 0; j < kept; ++j) {
    control.checkpoint();
    int64_t largest = 0;
    for (int64_t i = 1; i < scores.rows(); ++i)
      if (std::abs(scores(i, j)) > std::abs(scores(largest, j))) largest = i;
    const double sign = scores(largest, j) < 0 ? -1 : 1;
    for (int64_t i = 0; i < scores.rows(); ++i)
      result.scores[i * kept + j] = static_cast<float>(sign * scores(i, j));
  }
  return result;
}

}  // namespace adapsne
