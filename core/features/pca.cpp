// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/pca.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "core/support/matrix_product.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

using Matrix = Eigen::MatrixXd;
using RowMajorDouble = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int64_t kDirectDimensions = 160;
constexpr double kNoVariance = 1e-12;  // Of the largest eigenvalue: what rounding leaves where there is none.

RowSource sourceOf(std::span<const float> values, int64_t dimensions) {
  return [=](int64_t first, int64_t count, float* rows) {
    std::copy_n(values.data() + first * dimensions, count * dimensions, rows);
  };
}

RowMajorFloat rowsOf(const RowSource& source, int64_t first, int64_t count, int64_t dimensions) {
  RowMajorFloat rows(count, dimensions);
  source(first, count, rows.data());
  return rows;
}

Eigen::VectorXd columnMeans(const RowSource& source, int64_t points, int64_t dimensions,
                            RunControl& control) {
  constexpr int64_t kRows = 256;
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(dimensions);
  for (int64_t begin = 0; begin < points; begin += kRows) {
    control.checkpoint();
    const RowMajorFloat rows = rowsOf(source, begin, std::min(kRows, points - begin), dimensions);
    for (int64_t i = 0; i < rows.rows(); ++i) mean += rows.row(i).cast<double>().transpose();
  }
  return mean / static_cast<double>(points);
}

RowMajorDouble centeredRows(const RowSource& source, const Eigen::Ref<const Eigen::VectorXd>& mean,
                            int64_t first, int64_t count) {
  return rowsOf(source, first, count, mean.size()).cast<double>().rowwise() - mean.transpose();
}

/// D x D, over blocks of rows that are added in their order. It is the largest of all that PCA holds: no
/// second one is made on the way.
Matrix covariance(const RowSource& source, int64_t n, const Eigen::VectorXd& mean, RunControl& control) {
  const int64_t dims = mean.size();
  constexpr int64_t kRows = 512, kChunk = 48;
  Matrix result = Matrix::Zero(dims, dims);
  // Its lower triangle, as it lies in memory, is the upper one of rows.
  Eigen::Map<RowMajorDouble> upper(result.data(), dims, dims);
  for (int64_t begin = 0; begin < n; begin += kRows) {
    const int64_t rows = std::min(kRows, n - begin);
    const RowMajorDouble block = centeredRows(source, mean, begin, rows);
    const PackedMatrix<double> right({block.data(), static_cast<size_t>(block.size())}, rows, dims);
    parallelFor(control, dims, kChunk, [&](int64_t first, int64_t last) {
      const RowMajorDouble left = block.middleCols(first, last - first).transpose();
      RowMajorDouble product = RowMajorDouble::Zero(last - first, dims);
      right.multiply(left.data(), last - first, product.data(), first);
      // What lies left of the diagonal block is that of other chunks, mirrored.
      upper.block(first, first, last - first, dims - first) += product.rightCols(dims - first);
    });
  }
  for (int64_t j = 0; j < dims; ++j) {
    if (j % 64 == 0) control.checkpoint();
    result.col(j).tail(dims - j) /= static_cast<double>(n);
    result.row(j).tail(dims - j) = result.col(j).tail(dims - j).transpose();
  }
  return result;
}

/// N x N inner products of the centred points over N: the same nonzero eigenvalues as the covariance, and
/// smaller where there are fewer points than dimensions.
Matrix innerProducts(const RowSource& source, int64_t n, const Eigen::VectorXd& mean, RunControl& control) {
  constexpr int64_t kRows = 64;
  Matrix all(n, mean.size());
  for (int64_t begin = 0; begin < n; begin += kRows) {
    control.checkpoint();
    const int64_t rows = std::min(kRows, n - begin);
    all.middleRows(begin, rows) = centeredRows(source, mean, begin, rows);
  }
  Matrix result(n, n);
  parallelFor(control, n, 8, [&](int64_t first, int64_t last) {
    result.middleCols(first, last - first).noalias() = all * all.middleRows(first, last - first).transpose();
  });
  result /= static_cast<double>(n);
  return result;
}

/// The leading eigenvectors of a symmetric positive semi-definite matrix, columns by falling eigenvalue.
Matrix leadingEigenvectors(const Matrix& c, int components, Eigen::VectorXd& values, RunControl& control) {
  const int64_t dims = c.rows();
  const int64_t block = std::min<int64_t>(dims, components + std::max(10, components / 2));
  if (dims <= kDirectDimensions || block * 2 > dims) {
    Eigen::SelfAdjointEigenSolver<Matrix> solver(c);
    values = solver.eigenvalues().reverse().head(components);
    return solver.eigenvectors().rowwise().reverse().leftCols(components);
  }
  RandomStream random(0x70636121);
  Matrix basis(dims, block);
  for (int64_t j = 0; j < block; ++j)
    for (int64_t i = 0; i < dims; ++i) basis(i, j) = random.normal();
  Eigen::VectorXd previous = Eigen::VectorXd::Zero(components);
  constexpr int kMostIterations = 300;
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    control.checkpoint();
    const Matrix q = Eigen::HouseholderQR<Matrix>(basis).householderQ() * Matrix::Identity(dims, block);
    parallelFor(control, block, 16, [&](int64_t first, int64_t last) {
      basis.middleCols(first, last - first).noalias() = c * q.middleCols(first, last - first);
    });
    const Matrix projected = q.transpose() * basis;
    Eigen::SelfAdjointEigenSolver<Matrix> solver((projected + projected.transpose()) / 2);
    values = solver.eigenvalues().reverse().head(components);
    const double change = (values - previous).cwiseAbs().maxCoeff();
    previous = values;
    if (change <= 1e-9 * values(0) || iteration + 1 == kMostIterations)
      return q * solver.eigenvectors().rowwise().reverse().leftCols(components);
  }
  return basis;  // Not reached: the last iteration returns.
}

}  // namespace

PcaResult principalComponents(const RowSource& source, int64_t points, int64_t dimensions, int components,
                              RunControl& control) {
  PcaResult result;
  result.components = static_cast<int>(std::min<int64_t>({components, dimensions, points}));
  result.scores.assign(points * result.components, 0);
  if (points == 0 || result.components == 0) return result;

  const Eigen::VectorXd mean = columnMeans(source, points, dimensions, control);
  const bool fewPoints = points < dimensions;
  const Matrix c =
      fewPoints ? innerProducts(source, points, mean, control) : covariance(source, points, mean, control);
  result.totalVariance = c.trace();
  Eigen::VectorXd eigenvalues;
  const Matrix vectors = leadingEigenvectors(c, result.components, eigenvalues, control);
  result.keptVariance = eigenvalues.sum();

  Matrix loadings = vectors;  // D x components, up to positive factors
  if (fewPoints) {
    loadings = Matrix::Zero(dimensions, result.components);
    for (int64_t i = 0; i < points; ++i) {
      control.checkpoint();
      loadings.noalias() += centeredRows(source, mean, i, 1).transpose() * vectors.row(i);
    }
  }
  Eigen::VectorXd sign(result.components);
  for (int64_t j = 0; j < loadings.cols(); ++j) {
    Eigen::Index largest;
    loadings.col(j).cwiseAbs().maxCoeff(&largest);
    sign(j) = loadings(largest, j) < 0 ? -1 : 1;
    if (!fewPoints) continue;
    // Without variance only rounding is left, and no direction.
    const double norm = loadings.col(j).norm();
    loadings.col(j) *= eigenvalues(j) > kNoVariance * eigenvalues(0) && norm > 0 ? 1 / norm : 0;
  }
  loadings = loadings * sign.asDiagonal();
  result.mean.assign(mean.data(), mean.data() + dimensions);
  result.axes.assign(loadings.data(), loadings.data() + loadings.size());
  if (!fewPoints) {
    result.scores = projectOnto(result, source, points, control);
    return result;
  }
  // An eigenvector of the inner products holds the scores themselves, at unit length.
  Eigen::Map<RowMajorFloat> scores(result.scores.data(), points, result.components);
  const Eigen::VectorXd length = (eigenvalues.cwiseMax(0) * static_cast<double>(points)).cwiseSqrt();
  scores = (vectors * length.cwiseProduct(sign).asDiagonal()).cast<float>();
  return result;
}

PcaResult principalComponents(std::span<const float> values, int64_t points, int64_t dimensions,
                              int components, RunControl& control) {
  return principalComponents(sourceOf(values, dimensions), points, dimensions, components, control);
}

std::vector<float> projectOnto(const PcaResult& pca, const RowSource& source, int64_t points,
                               RunControl& control) {
  const auto dimensions = static_cast<int64_t>(pca.mean.size());
  std::vector<float> result(points * pca.components);
  const Eigen::Map<const Eigen::VectorXd> mean(pca.mean.data(), dimensions);
  // The axes are rows; the product wants them as columns.
  const Eigen::Map<const Matrix> columns(pca.axes.data(), dimensions, pca.components);
  const RowMajorDouble axes = columns;
  const PackedMatrix<double> right({axes.data(), static_cast<size_t>(axes.size())}, dimensions,
                                   pca.components);
  parallelFor(control, points, 192, [&](int64_t begin, int64_t end) {
    const RowMajorDouble rows = centeredRows(source, mean, begin, end - begin);
    RowMajorDouble scores(end - begin, pca.components);
    right.multiply(rows.data(), end - begin, scores.data());
    std::copy_n(scores.data(), scores.size(), result.data() + begin * pca.components);
  });
  return result;
}

std::vector<float> projectOnto(const PcaResult& pca, std::span<const float> values, int64_t points,
                               RunControl& control) {
  return projectOnto(pca, sourceOf(values, static_cast<int64_t>(pca.mean.size())), points, control);
}

}  // namespace adapsne
