// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// The matrix F of a linear regression on some rows, with what every choice of a subset begins with. It does
/// not change while one is chosen.
struct RidgeDesign {
  int64_t rows = 0;
  int64_t columns = 0;          ///< A multiple of kColumnStep.
  std::vector<float> values;    ///< F, rows x columns, row-major.
  std::vector<double> gram;     ///< F'F, columns x columns.
  std::vector<double> squares;  ///< |f_i|^2 of each row.
  std::vector<double> reach;    ///< |F f_i|^2 of each row.

  static constexpr int64_t kColumnStep = 16;  ///< What vectors are padded to.
  static constexpr float kConstant = 0.3F;    ///< The last column: an intercept, shrunk like all others.
  /// Columns for so many coordinates and the constant.
  static int64_t columnsFor(int64_t coordinates) {
    return (coordinates + kColumnStep) / kColumnStep * kColumnStep;
  }
  const float* row(int64_t i) const { return values.data() + i * columns; }
};

/// Makes a design of coordinates: centres each, brings the mean squared length of a row to 1 (rows that all
/// coincide stay 0), adds the constant. `values` is rows x RidgeDesign::columnsFor(coordinates), the
/// coordinates in front and zeros behind. The same bits at any number of threads. Throws Cancelled.
std::shared_ptr<const RidgeDesign> designOf(std::vector<float> values, int64_t rows, int64_t coordinates,
                                            RunControl& control);

}  // namespace adapsne
