// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/sampling/ridge_design.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Ridge regression (penalty 1) that is trained on a growing subset of the rows of a design and judged on all
/// of them. With M = (I + F_S'F_S)^-1 and C = F M F', which is never formed, it knows of each row i the
/// values C_ii, |C_:i|^2 and (C R)_i, where R are the residuals of all rows; adding a row j changes M by rank
/// one, and these exactly (Sherman and Morrison 1950), with v = M f_j, c = F v and p = F (M F'F v): c and p
/// come of one pass over F. All sums are float64; F is float32.
///
/// Costs: a row that is added, one pass over F (4 rows columns bytes, 4 rows columns multiplications and
/// additions) and 3 columns^2 numbers beside it. The same bits at any number of threads.
class SubsetRidge {
 public:
  /// `targets`: rows x outputs, row-major; there may be none. The design must outlive this. Throws Cancelled.
  SubsetRidge(const RidgeDesign& design, std::vector<double> targets, int64_t outputs, RunControl& control);

  /// Trains on row j of the design, too: once. Throws Cancelled, after which this is of no use.
  void add(int64_t j, RunControl& control);

  /// By how much the sum over all rows of |residual|^2 would fall if j were added:
  /// 2 <(C R)_j, R_j> / s - |C_:j|^2 |R_j|^2 / s^2 with s = C_jj + 1.
  double errorFall(int64_t j) const;
  /// By how much the sum over all rows of the variance of a prediction, C_ii, would fall: |C_:j|^2 / s, the
  /// criterion of transductive experimental design (Yu, Bi and Tresp 2006).
  double varianceFall(int64_t j) const;

  std::span<const double> residual(int64_t i) const {
    return {residuals_.data() + i * outputs_, static_cast<size_t>(outputs_)};
  }

 private:
  const RidgeDesign& design_;
  int64_t outputs_;
  std::vector<double> covariance_;  ///< M before the last row that was added
  std::vector<double> direction_;   ///< Its v; M is covariance_ - v v' / scale_.
  double scale_ = 1;
  std::vector<double> residuals_, pulls_;  ///< R and C R, rows x outputs
  std::vector<double> moments_;            ///< F'R, columns x outputs
  std::vector<double> diagonal_, reach_;   ///< C_ii and |C_:i|^2
};

/// The row of 0 .. n - 1 with the largest finite score, ties to the lower; -1 where there is none.
int64_t bestRow(int64_t n, const std::function<double(int64_t)>& score, RunControl& control);

}  // namespace adapsne
