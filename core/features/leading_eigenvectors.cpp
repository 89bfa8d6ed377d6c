// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/leading_eigenvectors.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Dense>

#include "core/support/large_vector.h"
#include "core/support/matrix_product.h"
#include "core/support/parallel.h"
#include "core/support/random.h"
#include "core/support/simd_clones.h"
#include "core/support/symmetric_product.h"

namespace adapsne {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int kDegree = 10;        // Of the filter: higher ones need fewer sweeps of more products.
constexpr int kMostSweeps = 60;    // Far above what settles.
constexpr double kSettled = 1e-7;  // Of an eigenvalue, in a sweep.
constexpr double kFirstCut = 0.5;  // Before anything is known of the spectrum.
constexpr double kRankTolerance = 1e-13;
constexpr uint64_t kStartStream = 0x6c656967;
constexpr int64_t kGrain = 256;

/// to = factor * to
ADAPSNE_SIMD_CLONES
void scaleRow(double* to, double factor, int64_t count) {
  for (int64_t k = 0; k < count; ++k) to[k] *= factor;
}

/// to += factor * from
ADAPSNE_SIMD_CLONES
void addMultiple(double* to, const double* from, double factor, int64_t count) {
  for (int64_t k = 0; k < count; ++k) to[k] += factor * from[k];
}

/// N x columns, row-major, some vectors of length N side by side.
struct Block {
  int64_t rows = 0, columns = 0;
  std::vector<double> values;
  Block(int64_t n, int64_t width, RunControl& control) : rows(n), columns(width) {
    growTo(values, static_cast<size_t>(n * width), control);
  }
  double* row(int64_t i) { return values.data() + i * columns; }
  const double* row(int64_t i) const { return values.data() + i * columns; }
  ReadRows reader() const {
    return [this](int64_t first, int64_t count, double* to) { std::copy_n(row(first), count * columns, to); };
  }
};

/// to = alpha (S from - center from) + beta to
void step(const SparseRows& s, const Block& from, double alpha, double center, double beta, Block& to,
          RunControl& control) {
  parallelFor(control, s.rows(), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      double* result = to.row(i);
      scaleRow(result, beta, to.columns);
      for (int64_t e = s.begins[i]; e < s.begins[i + 1]; ++e)
        addMultiple(result, from.row(s.column[e]), alpha * s.value[e], to.columns);
      addMultiple(result, from.row(i), -alpha * center, to.columns);
    }
  });
}

/// Makes what lies above `cut` large against what lies in [-1, cut]; at most 1, where the eigenvalue is 1.
Block filtered(const SparseRows& s, Block x, double cut, RunControl& control) {
  const double center = (cut - 1) / 2, half = (cut + 1) / 2, first = half / (1 - center);
  Block y(x.rows, x.columns, control);
  step(s, x, first / half, center, 0, y, control);
  double before = first;
  for (int k = 2; k <= kDegree; ++k) {
    const double now = 1 / (2 / first - before);
    step(s, y, 2 * now / half, center, -before * now, x, control);
    std::swap(x, y);
    before = now;
  }
  return y;
}

Block times(const Block& x, const Matrix& small, RunControl& control) {
  const PackedMatrix<double> right({small.data(), static_cast<size_t>(small.size())}, small.rows(),
                                   small.cols());
  Block result(x.rows, small.cols(), control);
  parallelFor(control, x.rows, kGrain, [&](int64_t begin, int64_t end) {
    right.multiply(x.row(begin), end - begin, result.row(begin));
  });
  return result;
}

Matrix productOf(const Block& left, const Block& right, RunControl& control) {
  const std::vector<double> values =
      symmetricProduct(left.rows, left.columns, left.reader(), right.reader(), control);
  return Eigen::Map<const Matrix>(values.data(), left.columns, left.columns);
}

/// Takes the part along a unit vector away.
void subtractPart(Block& x, std::span<const double> unit, RunControl& control) {
  if (unit.empty()) return;
  std::vector<double> part(x.columns, 0);
  for (int64_t i = 0; i < x.rows; ++i) {
    if (i % kGrain == 0) control.checkpoint();
    addMultiple(part.data(), x.row(i), unit[i], x.columns);
  }
  parallelFor(control, x.rows, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) addMultiple(x.row(i), part.data(), -unit[i], x.columns);
  });
}

/// Orthonormal columns that span those of x, by the eigenvectors of Gram's matrix (Stathopoulos and Wu 2002);
/// twice, because it squares the condition number. Fewer where they depend on each other.
Block orthonormal(Block x, RunControl& control) {
  for (int pass = 0; pass < 2; ++pass) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(productOf(x, x, control));
    const int64_t columns = x.columns;
    int64_t dependent = 0;
    while (dependent < columns &&
           !(solver.eigenvalues()(dependent) > kRankTolerance * solver.eigenvalues()(columns - 1)))
      ++dependent;
    const int64_t rank = columns - dependent;
    x = times(x,
              solver.eigenvectors().rightCols(rank) *
                  solver.eigenvalues().tail(rank).cwiseSqrt().cwiseInverse().asDiagonal(),
              control);
  }
  return x;
}

}  // namespace

Eigenpairs leadingEigenvectors(const SparseRows& matrix, int64_t count, std::span<const double> without,
                               RunControl& control) {
  const int64_t n = matrix.rows(), most = n - (without.empty() ? 0 : 1);
  Eigenpairs result;
  result.count = std::min(count, most);
  if (result.count <= 0) return result;
  Block x(n, std::min(most, count + std::max<int64_t>(20, count / 10)), control);
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      RandomStream random(1, kStartStream, static_cast<uint64_t>(i));
      for (int64_t k = 0; k < x.columns; ++k) x.row(i)[k] = random.normal();
    }
  });
  std::vector<double> before(result.count, 2);
  double cut = kFirstCut;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    // A block that is the whole space needs none, which would take away what lies below the cut.
    if (x.columns < most) x = filtered(matrix, std::move(x), cut, control);
    subtractPart(x, without, control);
    x = orthonormal(std::move(x), control);
    Block image(n, x.columns, control);
    step(matrix, x, 1, 0, 0, image, control);
    // Within the block the best approximations (Rayleigh and Ritz), falling.
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(productOf(x, image, control));
    x = times(x, solver.eigenvectors().rowwise().reverse(), control);
    const Eigen::VectorXd values = solver.eigenvalues().reverse();
    result.count = std::min(result.count, x.columns);
    double moved = 0;
    for (int64_t k = 0; k < result.count; ++k) moved = std::max(moved, std::abs(values(k) - before[k]));
    std::copy_n(values.data(), result.count, before.begin());
    cut = std::clamp(values(x.columns - 1), -0.9, 0.999);
    if (moved <= kSettled) break;
  }
  result.values.assign(before.begin(), before.begin() + result.count);
  result.vectors.resize(n * result.count);
  for (int64_t i = 0; i < n; ++i)
    std::copy_n(x.row(i), result.count, result.vectors.data() + i * result.count);
  return result;
}

}  // namespace adapsne
