// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace adapsne {

/// Auto: Maximum for pixels, None where all columns have one unit (Dataset::sharedUnit), else Standardize.
enum class Scale { Auto, None, Standardize, Maximum };

/// The input space in which everything is measured: N x D float32, row-major, after image features, scaling,
/// cosine normalisation and PCA.
struct Features {
  int64_t points = 0, dimensions = 0;
  std::vector<float> values;
  Scale scale = Scale::None;  ///< What Auto came to.
  double keptVariance = 1;    ///< Share of the variance that PCA kept, in [0, 1].
  std::vector<std::string> warnings;

  std::span<const float> row(int64_t i) const {
    return {values.data() + i * dimensions, static_cast<size_t>(dimensions)};
  }
};

}  // namespace adapsne
