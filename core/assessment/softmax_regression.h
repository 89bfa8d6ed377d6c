// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/features/features.h"
#include "core/support/matrix_product.h"
#include "core/support/run_control.h"

namespace adapsne {

struct SoftmaxOptions {
  /// Weight of the ridge: the objective is the mean cross-entropy + penalty / (2 N) |W|^2. Larger weights
  /// stay smaller, which helps few noisy samples and blurs what many samples tell; on CIFAR-10 and
  /// Fashion-MNIST accuracies after training on 20 to 5,000 samples change by less than four points from 0.01
  /// to 0.1.
  double penalty = 0.03;
  int iterations = 200;     ///< Most steps of L-BFGS.
  double tolerance = 1e-4;  ///< Ends when no component of the gradient is larger.
};

/// Multinomial logistic regression with an intercept and an L2 penalty on the weights, trained on all samples
/// at once by L-BFGS from zero: no random numbers, and the optimum is unique. Features are centred and
/// divided by one common factor (the root mean square distance from their mean) first, so that the penalty
/// means the same in any unit.
class SoftmaxRegression {
 public:
  /// `values`: N x D, row-major; N >= 1 labels in [0, classes). Throws Cancelled.
  SoftmaxRegression(std::span<const float> values, int64_t dimensions, std::span<const int32_t> labels,
                    int classes, const SoftmaxOptions& options, RunControl& control);

  /// The most probable class of each row of `values` (rows x D); ties to the lower class.
  std::vector<int32_t> predict(std::span<const float> values, RunControl& control) const;

  bool converged() const { return converged_; }
  double objective() const { return objective_; }

 private:
  int64_t dimensions_ = 0;
  int classes_ = 0;
  std::vector<double> mean_;
  double factor_ = 1;
  PackedMatrix<double> weights_;  ///< (D + 1) x classes; the last row is the intercept.
  double objective_ = 0;
  bool converged_ = false;
};

/// The class of each row of `test` by softmax regression that was trained on the rows `exemplars` of `train`
/// alone, those without a label left out. Both in the same space (see Preprocessor), labels in [0, classes).
/// Empty where there is nothing to train on.
std::vector<int32_t> softmaxClasses(const Features& train, std::span<const int32_t> trainLabels,
                                    const std::vector<int64_t>& exemplars, const Features& test, int classes,
                                    RunControl& control, const SoftmaxOptions& options = {});

/// The objective that training minimises and its gradient, over samples that are laid out once.
class SoftmaxObjective {
 public:
  /// `samples`: N x D, row-major, the last column 1 for the intercept, which is not penalised.
  SoftmaxObjective(std::vector<double> samples, int64_t dimensions, std::span<const int32_t> labels,
                   int classes, double penalty, RunControl& control);

  /// Value at `weights` (D x classes, row-major), its gradient into `gradient`. Bit-identical for any thread
  /// count.
  double evaluate(const std::vector<double>& weights, std::vector<double>& gradient,
                  RunControl& control) const;

 private:
  static constexpr int64_t kChunk =
      128;  // Rows; their products take well below a millisecond per 1,000 columns.
  int64_t points_ = 0, dimensions_ = 0;
  int classes_ = 0;
  double penalty_ = 0;
  std::vector<double> samples_;
  std::vector<double> transposed_;  ///< D x rows for each chunk of rows.
  std::vector<int32_t> labels_;
};

}  // namespace adapsne
