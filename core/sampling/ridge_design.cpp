// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/ridge_design.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/matrix_product.h"
#include "core/support/parallel.h"
#include "core/support/symmetric_product.h"

namespace adapsne {
namespace {

/// Centres the coordinates, in their place, and scales them.
void standardize(RidgeDesign& design, int64_t coordinates, RunControl& control) {
  constexpr int64_t kGrain = 1024;
  const int64_t n = design.rows, columns = design.columns;
  std::vector<double> sums((n + kGrain - 1) / kGrain * columns, 0);
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    double* sum = sums.data() + begin / kGrain * columns;
    for (int64_t i = begin; i < end; ++i)
      for (int64_t d = 0; d < coordinates; ++d) sum[d] += design.row(i)[d];
  });
  std::vector<double> mean(columns, 0);
  for (size_t e = 0; e < sums.size(); ++e) mean[e % static_cast<size_t>(columns)] += sums[e];
  for (double& m : mean) m /= static_cast<double>(n);

  const double squares = orderedSum(control, n, kGrain, [&](int64_t begin, int64_t end) {
    double sum = 0;
    for (int64_t i = begin; i < end; ++i)
      for (int64_t d = 0; d < coordinates; ++d) {
        const double value = design.row(i)[d] - mean[d];
        sum += value * value;
      }
    return sum;
  });
  const double factor = squares > 0 ? 1 / std::sqrt(squares / static_cast<double>(n)) : 0;
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      float* row = design.values.data() + i * columns;
      for (int64_t d = 0; d < coordinates; ++d) row[d] = static_cast<float>((row[d] - mean[d]) * factor);
      row[coordinates] = RidgeDesign::kConstant;
    }
  });
}

/// |f|^2 and |F f|^2 = f' (F'F) f of each row.
void measureRows(RidgeDesign& design, RunControl& control) {
  constexpr int64_t kGrain = 48;
  const int64_t n = design.rows, columns = design.columns;
  const PackedMatrix<double> gram(design.gram, columns, columns);
  design.squares.resize(n);
  design.reach.resize(n);
  parallelFor(control, n, kGrain, [&](int64_t begin, int64_t end) {
    const std::vector<double> rows(design.row(begin), design.row(begin) + (end - begin) * columns);
    std::vector<double> products(rows.size());
    gram.multiply(rows.data(), end - begin, products.data());
    for (int64_t i = begin; i < end; ++i) {
      double square = 0, reach = 0;
      for (int64_t e = (i - begin) * columns; e < (i - begin + 1) * columns; ++e) {
        square += rows[e] * rows[e];
        reach += rows[e] * products[e];
      }
      design.squares[i] = square;
      design.reach[i] = reach;
    }
  });
}

}  // namespace

std::shared_ptr<const RidgeDesign> designOf(std::vector<float> values, int64_t rows, int64_t coordinates,
                                            RunControl& control) {
  auto design = std::make_shared<RidgeDesign>();
  design->rows = rows;
  design->columns = RidgeDesign::columnsFor(coordinates);
  design->values = std::move(values);
  if (rows == 0) return design;
  standardize(*design, coordinates, control);
  const ReadRows read = [&](int64_t first, int64_t count, double* to) {
    std::copy_n(design->row(first), count * design->columns, to);
  };
  design->gram = symmetricProduct(rows, design->columns, read, read, control);
  measureRows(*design, control);
  return design;
}

}  // namespace adapsne
