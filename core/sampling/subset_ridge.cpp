// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/subset_ridge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/support/float_lanes.h"
#include "core/support/matrix_product.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr double kPenalty = 1;

/// So many doubles as fill a register of kFloats floats, and as many floats.
template <int kFloats>
struct DoublesOf {
  static constexpr int kCount = kFloats / 2;
  typedef double Doubles __attribute__((vector_size(8 * kCount)));
  typedef float Floats __attribute__((vector_size(4 * kCount)));
};

template <int kFloats>
ADAPSNE_INLINE typename DoublesOf<kFloats>::Doubles load(const double* from) {
  typename DoublesOf<kFloats>::Doubles values;
  __builtin_memcpy(&values, from, sizeof values);
  return values;
}

template <int kFloats>
ADAPSNE_INLINE typename DoublesOf<kFloats>::Doubles load(const float* from) {
  typename DoublesOf<kFloats>::Floats values;
  __builtin_memcpy(&values, from, sizeof values);
  return __builtin_convertvector(values, typename DoublesOf<kFloats>::Doubles);
}

template <int kFloats>
ADAPSNE_INLINE double sumOfLanes(const typename DoublesOf<kFloats>::Doubles& v) {
  double sum = 0;
  for (int l = 0; l < DoublesOf<kFloats>::kCount; ++l) sum += v[l];
  return sum;
}

/// Products of `count` rows with a and b. `columns` is a multiple of RidgeDesign::kColumnStep.
template <int kFloats>
ADAPSNE_INLINE void multiplyRows(const float* rows, int64_t count, int64_t columns, const double* a,
                                 const double* b, double* withA, double* withB) {
  constexpr int kStep = DoublesOf<kFloats>::kCount;
  for (int64_t i = 0; i < count; ++i) {
    const float* row = rows + i * columns;
    typename DoublesOf<kFloats>::Doubles a0{}, a1{}, b0{}, b1{};
    for (int64_t d = 0; d < columns; d += 2 * kStep) {
      const auto first = load<kFloats>(row + d), second = load<kFloats>(row + d + kStep);
      a0 += first * load<kFloats>(a + d);
      a1 += second * load<kFloats>(a + d + kStep);
      b0 += first * load<kFloats>(b + d);
      b1 += second * load<kFloats>(b + d + kStep);
    }
    withA[i] = sumOfLanes<kFloats>(a0 + a1);
    withB[i] = sumOfLanes<kFloats>(b0 + b1);
  }
}

/// The product of a and b, of `columns` values each.
template <int kFloats>
ADAPSNE_INLINE double innerProduct(const double* a, const double* b, int64_t columns) {
  constexpr int kStep = DoublesOf<kFloats>::kCount;
  typename DoublesOf<kFloats>::Doubles s0{}, s1{};
  for (int64_t d = 0; d < columns; d += 2 * kStep) {
    s0 += load<kFloats>(a + d) * load<kFloats>(b + d);
    s1 += load<kFloats>(a + d + kStep) * load<kFloats>(b + d + kStep);
  }
  return sumOfLanes<kFloats>(s0 + s1);
}

ADAPSNE_BY_WIDTH(void productsOfRows(const float* rows, int64_t count, int64_t columns, const double* a,
                                     const double* b, double* withA, double* withB),
                 multiplyRows, rows, count, columns, a, b, withA, withB)
ADAPSNE_BY_WIDTH(double dot(const double* a, const double* b, int64_t columns), innerProduct, a, b, columns)

/// row -= factor * direction
ADAPSNE_SIMD_CLONES
void subtractMultiple(double* row, const double* direction, double factor, int64_t columns) {
  for (int64_t d = 0; d < columns; ++d) row[d] -= factor * direction[d];
}

constexpr int64_t kRowGrain = 256;
/// Rows of a matrix of so many columns that are worth a thread.
int64_t matrixGrain(int64_t columns) {
  return std::max<int64_t>(1, (1 << 17) / columns);
}

/// A symmetric matrix times a vector.
std::vector<double> multiply(const std::vector<double>& matrix, const std::vector<double>& vector,
                             RunControl& control) {
  const int64_t columns = std::ssize(vector);
  std::vector<double> result(columns);
  parallelFor(control, columns, matrixGrain(columns), [&](int64_t begin, int64_t end) {
    for (int64_t d = begin; d < end; ++d)
      result[d] = dot(matrix.data() + d * columns, vector.data(), columns);
  });
  return result;
}

}  // namespace

SubsetRidge::SubsetRidge(const RidgeDesign& design, std::vector<double> targets, int64_t outputs,
                         RunControl& control)
    : design_(design),
      outputs_(outputs),
      covariance_(design.columns * design.columns, 0),
      direction_(design.columns, 0),
      residuals_(std::move(targets)),
      pulls_(residuals_.size()),
      moments_(design.columns * outputs, 0),
      diagonal_(design.squares),
      reach_(design.reach) {
  const int64_t n = design.rows, columns = design.columns;
  for (int64_t d = 0; d < columns; ++d) covariance_[d * columns + d] = 1;
  if (outputs == 0) return;
  // F'R, each value summed in the order of the rows; a block of them at a time, so that a chunk is short.
  constexpr int64_t kBlock = 16384;
  for (int64_t begin = 0; begin < n; begin += kBlock)
    parallelFor(control, columns, RidgeDesign::kColumnStep, [&](int64_t first, int64_t last) {
      for (int64_t i = begin; i < std::min(n, begin + kBlock); ++i)
        for (int64_t d = first; d < last; ++d)
          for (int64_t k = 0; k < outputs_; ++k)
            moments_[d * outputs_ + k] += design_.row(i)[d] * residuals_[i * outputs_ + k];
    });
  const PackedMatrix<double> moments(moments_, columns, outputs_);
  parallelFor(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    const std::vector<double> rows(design_.row(begin), design_.row(begin) + (end - begin) * columns);
    moments.multiply(rows.data(), end - begin, pulls_.data() + begin * outputs_);
  });
}

void SubsetRidge::add(int64_t j, RunControl& control) {
  const int64_t n = design_.rows, columns = design_.columns;
  const std::vector<double> own(design_.row(j), design_.row(j) + columns);
  // M of now, and v = M f_j, in one pass.
  std::vector<double> v(columns);
  parallelFor(control, columns, matrixGrain(columns), [&](int64_t begin, int64_t end) {
    for (int64_t d = begin; d < end; ++d) {
      double* row = covariance_.data() + d * columns;
      subtractMultiple(row, direction_.data(), direction_[d] / scale_, columns);
      v[d] = dot(row, own.data(), columns);
    }
  });
  const std::vector<double> u = multiply(design_.gram, v, control);  // F'c
  const std::vector<double> w = multiply(covariance_, u, control);   // p = F w
  const double s = dot(own.data(), v.data(), columns) + kPenalty;    // C_jj + penalty
  const double length = dot(v.data(), u.data(), columns);            // |c|^2
  const std::vector<double> r(residual(j).begin(), residual(j).end());
  std::vector<double> a(outputs_, 0);  // R'c
  for (int64_t d = 0; d < columns; ++d)
    for (int64_t k = 0; k < outputs_; ++k) {
      a[k] += v[d] * moments_[d * outputs_ + k];
      moments_[d * outputs_ + k] -= u[d] * r[k] / s;
    }
  parallelFor(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    std::vector<double> c(end - begin), p(end - begin);
    productsOfRows(design_.row(begin), end - begin, columns, v.data(), w.data(), c.data(), p.data());
    for (int64_t i = begin; i < end; ++i) {
      const double share = c[i - begin] / s;
      const double pull = p[i - begin] / s - share * (length / s);
      diagonal_[i] -= c[i - begin] * share;
      reach_[i] -= share * (2 * p[i - begin] - share * length);
      for (int64_t k = 0; k < outputs_; ++k) {
        pulls_[i * outputs_ + k] -= pull * r[k] + share * a[k];
        residuals_[i * outputs_ + k] -= share * r[k];
      }
    }
  });
  direction_ = std::move(v);
  scale_ = s;
}

double SubsetRidge::errorFall(int64_t j) const {
  const double s = diagonal_[j] + kPenalty;
  double pull = 0, square = 0;
  for (int64_t e = j * outputs_; e < (j + 1) * outputs_; ++e) {
    pull += pulls_[e] * residuals_[e];
    square += residuals_[e] * residuals_[e];
  }
  return (2 * pull - reach_[j] * square / s) / s;
}

double SubsetRidge::varianceFall(int64_t j) const {
  return reach_[j] / (diagonal_[j] + kPenalty);
}

int64_t bestRow(int64_t n, const std::function<double(int64_t)>& score, RunControl& control) {
  constexpr int64_t kGrain = 4096;
  constexpr double kNone = -std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, int64_t>> best((n + kGrain - 1) / kGrain, {kNone, -1});
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    auto& [highest, row] = best[begin / kGrain];
    for (int64_t i = begin; i < end; ++i)
      if (const double value = score(i); value > highest) {
        highest = value;
        row = i;
      }
  });
  std::pair<double, int64_t> result{kNone, -1};
  for (const auto& one : best)
    if (one.first > result.first) result = one;
  return result.second;
}

}  // namespace adapsne
