// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/exact_rows.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// Sizes on both sides of the lanes, near and far points: float32 row sums against float64.
TEST(ExactRows, AgreeWithFloat64) {
  for (int64_t n : {1, 2, 15, 16, 17, 31, 33, 100, 1797}) {
    for (double spread : {1e-4, 1.0, 30.0}) {
      const std::vector<float> map = test::randomMap(n, n, spread);
      std::vector<float> p(n * n, 0);
      RandomStream random(n);
      for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j < n; ++j)
          p[i * n + j] = i == j ? 0 : static_cast<float>(random.uniform() / (n * n));
      MapColumns columns;
      columns.assign(map);
      const std::vector<float>&x = columns.x, &y = columns.y;
      RowSums rows;
      rows.resize(n);
      exactRows(columns, 0, n, p.data(), rows);
      const std::vector<float>* sums[] = {&rows.repulsionX, &rows.repulsionY, &rows.attractionX,
                                          &rows.attractionY};
      double squares[4] = {}, errors[4] = {}, z = 0, zFound = 0;
      for (int64_t i = 0; i < n; ++i) {
        double expected[4] = {};
        for (int64_t j = 0; j < n; ++j) {
          if (j == i) continue;
          const double dx = static_cast<double>(x[i]) - x[j], dy = static_cast<double>(y[i]) - y[j];
          const double w = 1 / (1 + dx * dx + dy * dy);
          expected[0] += w * w * dx;
          expected[1] += w * w * dy;
          expected[2] += p[i * n + j] * w * dx;
          expected[3] += p[i * n + j] * w * dy;
          z += w;
        }
        for (int s = 0; s < 4; ++s) {
          squares[s] += expected[s] * expected[s];
          errors[s] += std::pow((*sums[s])[i] - expected[s], 2);
        }
        zFound += rows.normalizer[i];
      }
      // Against the norm of the whole, because the sum at one point may cancel to nothing. Repulsion and
      // attraction are what enters the gradient.
      for (int s = 0; s < 4; ++s)
        EXPECT_LE(std::sqrt(errors[s]), 1e-5 * std::sqrt(squares[s]) + 1e-30)
            << "sum " << s << ", N " << n << ", " << spread;
      EXPECT_NEAR(zFound, z, 1e-5 * z + 1e-7 * n) << n << ", " << spread;
    }
  }
}

TEST(ExactRows, WriteOnlyTheirRowsAndNoAttractionWithoutP) {
  const int64_t n = 40;
  const std::vector<float> map = test::randomMap(n, 1);
  MapColumns columns;
  columns.assign(map);
  const std::vector<float> untouched(n, -7);
  RowSums rows{untouched, untouched, untouched, untouched, untouched};
  exactRows(columns, 10, 20, nullptr, rows);
  for (int64_t i = 0; i < n; ++i) {
    const bool inside = i >= 10 && i < 20;
    for (const auto* sums : {&rows.repulsionX, &rows.repulsionY, &rows.normalizer})
      EXPECT_EQ((*sums)[i] != -7, inside) << i;
    for (const auto* sums : {&rows.attractionX, &rows.attractionY}) EXPECT_EQ((*sums)[i], -7) << i;
  }
}

}  // namespace
}  // namespace adapsne
