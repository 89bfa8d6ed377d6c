// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/symmetric_product.h"

#include <algorithm>

#include "core/support/matrix_product.h"
#include "core/support/parallel.h"

namespace adapsne {

std::vector<double> symmetricProduct(int64_t n, int64_t columns, const ReadRows& left, const ReadRows& right,
                                     RunControl& control) {
  constexpr int64_t kRows = 512, kChunk = 48;
  std::vector<double> result(columns * columns, 0), here(kRows * columns), there(kRows * columns);
  for (int64_t begin = 0; begin < n; begin += kRows) {
    const int64_t rows = std::min(kRows, n - begin);
    left(begin, rows, here.data());
    right(begin, rows, there.data());
    const PackedMatrix<double> factor({there.data(), static_cast<size_t>(rows * columns)}, rows, columns);
    parallelFor(control, columns, kChunk, [&](int64_t first, int64_t last) {
      const int64_t count = last - first;
      std::vector<double> transposed(count * rows), product(count * columns, 0);
      for (int64_t r = 0; r < rows; ++r)
        for (int64_t d = 0; d < count; ++d) transposed[d * rows + r] = here[r * columns + first + d];
      factor.multiply(transposed.data(), count, product.data(), first);
      for (int64_t d = 0; d < count; ++d)
        for (int64_t e = first + d; e < columns; ++e)
          result[(first + d) * columns + e] += product[d * columns + e];
    });
  }
  for (int64_t d = 0; d < columns; ++d)
    for (int64_t e = 0; e < d; ++e) result[d * columns + e] = result[e * columns + d];
  return result;
}

}  // namespace adapsne
