// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/kernel_design.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/sampling/unit_rows.h"
#include "core/support/large_vector.h"
#include "core/support/matrix_product.h"
#include "core/support/parallel.h"
#include "core/support/random.h"
#include "core/support/vector_exp.h"

namespace adapsne {
namespace {

constexpr int64_t kLandmarks = 1000;
constexpr double kJitter = 1e-6;  // Of the kernel's 1: what rounding and coinciding landmarks take away.
constexpr uint64_t kLandmarkStream = 0x6c616e64;
constexpr int64_t kGrain = 48;

double squareOf(const float* row, int64_t dimensions) {
  double sum = 0;
  for (int64_t d = 0; d < dimensions; ++d) sum += static_cast<double>(row[d]) * row[d];
  return sum;
}

/// values[i] = exp(-values[i] / width)
ADAPSNE_SIMD_CLONES
void kernelOf(double* values, int64_t count, double width) {
  int64_t i = 0;
  for (; i + 4 <= count; i += 4) {
    Double4 x;
    __builtin_memcpy(&x, values + i, sizeof x);
    x = expOfNegative(-x / width);
    __builtin_memcpy(values + i, &x, sizeof x);
  }
  for (; i < count; ++i) values[i] = std::exp(-values[i] / width);
}

/// Squared distances of unit rows to the landmarks.
class Landmarks {
 public:
  Landmarks(const std::vector<float>& unit, const std::vector<int64_t>& places, int64_t dimensions)
      : count_(std::ssize(places)), dimensions_(dimensions) {
    std::vector<double> transposed(dimensions * count_);
    for (int64_t l = 0; l < count_; ++l) {
      const float* row = unit.data() + places[l] * dimensions;
      for (int64_t d = 0; d < dimensions; ++d) transposed[d * count_ + l] = row[d];
      squares_.push_back(squareOf(row, dimensions));
    }
    directions_ = PackedMatrix<double>(transposed, dimensions, count_);
  }
  int64_t count() const { return count_; }
  /// count x landmarks, not negative.
  void squaredDistances(const float* rows, int64_t count, std::vector<double>& result) const {
    const std::vector<double> left(rows, rows + count * dimensions_);
    result.resize(count * count_);
    directions_.multiply(left.data(), count, result.data());
    for (int64_t i = 0; i < count; ++i) {
      const double square = squareOf(rows + i * dimensions_, dimensions_);
      for (int64_t l = 0; l < count_; ++l) {
        double& value = result[i * count_ + l];
        value = std::max(0.0, square - 2 * value + squares_[l]);
      }
    }
  }

 private:
  int64_t count_, dimensions_;
  std::vector<double> squares_;
  PackedMatrix<double> directions_;
};

/// Half the median of the distances between two landmarks.
double widthOf(const std::vector<double>& between, int64_t count) {
  std::vector<double> pairs;
  for (int64_t a = 0; a < count; ++a)
    pairs.insert(pairs.end(), between.begin() + a * count, between.begin() + a * count + a);
  if (pairs.empty()) return 1;
  const auto middle = pairs.begin() + std::ssize(pairs) / 2;
  std::nth_element(pairs.begin(), middle, pairs.end());
  if (*middle > 0) return *middle / 2;
  const double mean = std::accumulate(pairs.begin(), pairs.end(), 0.0) / static_cast<double>(pairs.size());
  return mean > 0 ? mean / 2 : 1;
}

/// to -= factor * from
ADAPSNE_SIMD_CLONES
void subtractMultiple(double* to, const double* from, double factor, int64_t count) {
  for (int64_t k = 0; k < count; ++k) to[k] -= factor * from[k];
}

/// A of A' A = (matrix + jitter)^-1, transposed: the inverse of Cholesky's factor. `matrix` is used up.
std::vector<double> inverseFactor(std::vector<double> matrix, int64_t count, RunControl& control) {
  std::vector<double> column(count);
  for (int64_t k = 0; k < count; ++k) {
    control.checkpoint();
    const double pivot = std::sqrt(matrix[k * count + k] + kJitter);
    for (int64_t i = k; i < count; ++i) column[i] = matrix[i * count + k] / pivot;
    column[k] = pivot;
    for (int64_t i = k; i < count; ++i) {
      matrix[i * count + k] = column[i];
      if (i > k) subtractMultiple(matrix.data() + i * count + k + 1, column.data() + k + 1, column[i], i - k);
    }
  }
  std::vector<double> inverse(count * count, 0);
  for (int64_t i = 0; i < count; ++i) {
    control.checkpoint();
    double* row = inverse.data() + i * count;
    row[i] = 1;
    for (int64_t k = 0; k < i; ++k)
      subtractMultiple(row, inverse.data() + k * count, matrix[i * count + k], k + 1);
    for (int64_t k = 0; k <= i; ++k) row[k] /= matrix[i * count + i];
  }
  std::vector<double> transposed(count * count);
  for (int64_t i = 0; i < count; ++i)
    for (int64_t k = 0; k < count; ++k) transposed[k * count + i] = inverse[i * count + k];
  return transposed;
}

}  // namespace

int64_t kernelDesignColumns(int64_t rows) {
  return RidgeDesign::columnsFor(std::min(kLandmarks, rows));
}

std::shared_ptr<const RidgeDesign> kernelDesign(const Features& features, const Rows& rows,
                                                RunControl& control) {
  const int64_t n = std::ssize(rows), dimensions = features.dimensions;
  const std::vector<float> unit = unitRows(features, rows, control);
  Rows places(n);
  std::iota(places.begin(), places.end(), 0);
  places = drawRows(std::move(places), std::min(kLandmarks, n), RandomStream(1, kLandmarkStream));
  const Landmarks landmarks(unit, places, dimensions);
  const int64_t count = landmarks.count();

  std::vector<double> between(count * count);
  parallelFor(control, count, kGrain, [&](int64_t begin, int64_t end) {
    std::vector<float> some;
    for (int64_t l = begin; l < end; ++l)
      some.insert(some.end(), unit.begin() + places[l] * dimensions,
                  unit.begin() + (places[l] + 1) * dimensions);
    std::vector<double> distances;
    landmarks.squaredDistances(some.data(), end - begin, distances);
    std::copy(distances.begin(), distances.end(), between.begin() + begin * count);
  });
  const double width = widthOf(between, count);
  kernelOf(between.data(), count * count, width);
  const std::vector<double> factor = inverseFactor(std::move(between), count, control);
  const PackedMatrix<double> right(factor, count, count);

  const int64_t columns = RidgeDesign::columnsFor(count);
  std::vector<float> values;
  growTo(values, static_cast<size_t>(n * columns), control);
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    std::vector<double> kernel, coordinates((end - begin) * count);
    landmarks.squaredDistances(unit.data() + begin * dimensions, end - begin, kernel);
    kernelOf(kernel.data(), std::ssize(kernel), width);
    right.multiply(kernel.data(), end - begin, coordinates.data());
    for (int64_t i = begin; i < end; ++i)
      std::copy_n(coordinates.data() + (i - begin) * count, count, values.data() + i * columns);
  });
  return designOf(std::move(values), n, count, control);
}

}  // namespace adapsne
