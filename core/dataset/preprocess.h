// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Auto: Maximum for images, Standardize for tables.
enum class Scale { Auto, None, Standardize, Maximum };

struct PreprocessOptions {
  Scale scale = Scale::Auto;
  int pca = 50;  ///< Principal components kept; 0 = no PCA. Without effect where D is not larger.
};

/// The input space in which everything is measured: N x D float32, row-major, after scaling and PCA.
struct Features {
  int64_t points = 0, dimensions = 0;
  std::vector<float> values;
  Scale scale = Scale::None;      ///< What Auto came to.
  double keptVariance = 1;        ///< Share of the variance that PCA kept, in [0, 1].
  std::vector<std::string> warnings;

  std::span<const float> row(int64_t i) const {
    return {values.data() + i * dimensions, static_cast<size_t>(dimensions)};
  }
};

/// Scales and projects. Standardize gives each column mean 0 and standard deviation 1 (a constant column
/// becomes 0); Maximum divides everything by the largest absolute value.
std::shared_ptr<const Features> preprocess(const Dataset& dataset, const PreprocessOptions& options,
                                           RunControl& control);

/// Distances are single precision: beyond about 1e18 their squares would be infinite and all that follows
/// meaningless. Throws Error.
void refuseHugeValues(const Features& features);

}  // namespace adapsne
