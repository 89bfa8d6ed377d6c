// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/features/features.h"
#include "core/sampling/row_list.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"

namespace adapsne {

/// Some rows of the features at unit length, in the order of `rows`: rows.size() x dimensions. A row of zeros
/// stays. Throws Cancelled.
inline std::vector<float> unitRows(const Features& features, const Rows& rows, RunControl& control) {
  const int64_t dimensions = features.dimensions;
  std::vector<float> result;
  growTo(result, rows.size() * static_cast<size_t>(dimensions), control);
  parallelFor(control, std::ssize(rows), 512, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const auto row = features.row(rows[i]);
      double square = 0;
      for (const float value : row) square += static_cast<double>(value) * value;
      const double length = std::sqrt(square);
      for (int64_t d = 0; d < dimensions && length > 0; ++d)
        result[i * dimensions + d] = static_cast<float>(row[d] / length);
    }
  });
  return result;
}

}  // namespace adapsne
