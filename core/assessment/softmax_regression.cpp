// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/softmax_regression.h"

#include <algorithm>
#include <cmath>

#include "core/dataset/labels.h"
#include "core/support/lbfgs.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kRowGrain = 256;

/// Centred, scaled, with a column of 1 behind: rows x (D + 1).
std::vector<double> designMatrix(std::span<const float> values, const std::vector<double>& mean,
                                 double factor, RunControl& control) {
  const auto dims = static_cast<int64_t>(mean.size());
  const int64_t rows = static_cast<int64_t>(values.size()) / std::max<int64_t>(dims, 1);
  std::vector<double> result(rows * (dims + 1));
  parallelFor(control, rows, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      for (int64_t d = 0; d < dims; ++d)
        result[i * (dims + 1) + d] = (values[i * dims + d] - mean[d]) * factor;
      result[i * (dims + 1) + dims] = 1;
    }
  });
  return result;
}

/// Scores to probabilities; the logarithm of the sum of their exponentials.
double softmax(double* scores, int classes) {
  const double highest = *std::max_element(scores, scores + classes);
  double sum = 0;
  for (int c = 0; c < classes; ++c) sum += scores[c] = std::exp(scores[c] - highest);
  for (int c = 0; c < classes; ++c) scores[c] /= sum;
  return highest + std::log(sum);
}

}  // namespace

SoftmaxObjective::SoftmaxObjective(std::vector<double> samples, int64_t dimensions,
                                   std::span<const int32_t> labels, int classes, double penalty,
                                   RunControl& control)
    : points_(static_cast<int64_t>(labels.size())),
      dimensions_(dimensions),
      classes_(classes),
      penalty_(penalty),
      samples_(std::move(samples)),
      transposed_(samples_.size()),
      labels_(labels.begin(), labels.end()) {
  parallelFor(control, points_, kChunk, [&](int64_t begin, int64_t end) {
    double* block = transposed_.data() + begin * dimensions_;
    for (int64_t i = begin; i < end; ++i)
      for (int64_t d = 0; d < dimensions_; ++d)
        block[d * (end - begin) + i - begin] = samples_[i * dimensions_ + d];
  });
}

double SoftmaxObjective::evaluate(const std::vector<double>& weights, std::vector<double>& gradient,
                                  RunControl& control) const {
  const int64_t size = dimensions_ * classes_, chunks = (points_ + kChunk - 1) / kChunk;
  const PackedMatrix<double> packed(weights, dimensions_, classes_);
  std::vector<double> losses(chunks), parts(chunks * size);
  parallelFor(control, points_, kChunk, [&](int64_t begin, int64_t end) {
    const int64_t rows = end - begin, chunk = begin / kChunk;
    std::vector<double> residual(rows * classes_);
    packed.multiply(samples_.data() + begin * dimensions_, rows, residual.data());
    for (int64_t i = 0; i < rows; ++i) {
      double* row = residual.data() + i * classes_;
      const int32_t label = labels_[begin + i];
      const double own = row[label];
      losses[chunk] += softmax(row, classes_) - own;
      row[label] -= 1;
    }
    PackedMatrix<double>(residual, rows, classes_)
        .multiply(transposed_.data() + begin * dimensions_, dimensions_, parts.data() + chunk * size);
  });
  const auto n = static_cast<double>(points_);
  double loss = 0, square = 0;
  gradient.assign(size, 0);
  for (int64_t chunk = 0; chunk < chunks; ++chunk) {
    loss += losses[chunk];
    for (int64_t j = 0; j < size; ++j) gradient[j] += parts[chunk * size + j];
  }
  for (int64_t j = 0; j < size; ++j) {
    const bool intercept = j >= size - classes_;
    if (!intercept) square += weights[j] * weights[j];
    gradient[j] = (gradient[j] + (intercept ? 0 : penalty_ * weights[j])) / n;
  }
  return (loss + penalty_ / 2 * square) / n;
}

SoftmaxRegression::SoftmaxRegression(std::span<const float> values, int64_t dimensions,
                                     std::span<const int32_t> labels, int classes,
                                     const SoftmaxOptions& options, RunControl& control)
    : dimensions_(dimensions), classes_(classes), mean_(dimensions, 0) {
  const auto points = static_cast<int64_t>(labels.size());
  for (int64_t i = 0; i < points; ++i) {
    if (i % kRowGrain == 0) control.checkpoint();
    for (int64_t d = 0; d < dimensions; ++d) mean_[d] += values[i * dimensions + d];
  }
  for (double& m : mean_) m /= static_cast<double>(points);
  const double spread = orderedSum(control, points, kRowGrain, [&](int64_t begin, int64_t end) {
    double sum = 0;
    for (int64_t i = begin; i < end; ++i)
      for (int64_t d = 0; d < dimensions; ++d) {
        const double delta = values[i * dimensions + d] - mean_[d];
        sum += delta * delta;
      }
    return sum;
  });
  // Identical samples have no scale: only the intercept can tell classes apart.
  factor_ = spread > 0 ? std::sqrt(static_cast<double>(points) / spread) : 0;

  const SoftmaxObjective objective(designMatrix(values, mean_, factor_, control), dimensions + 1, labels,
                                   classes, options.penalty, control);
  const LbfgsResult best = minimizeLbfgs(
      [&](const std::vector<double>& w, std::vector<double>& g) { return objective.evaluate(w, g, control); },
      std::vector<double>((dimensions + 1) * classes, 0), {options.iterations, 10, options.tolerance},
      control);
  weights_ = PackedMatrix<double>(best.point, dimensions + 1, classes);
  objective_ = best.value;
  converged_ = best.converged;
}

std::vector<int32_t> SoftmaxRegression::predict(std::span<const float> values, RunControl& control) const {
  const int64_t rows = static_cast<int64_t>(values.size()) / std::max<int64_t>(dimensions_, 1);
  std::vector<int32_t> result(rows);
  parallelFor(control, rows, kRowGrain, [&](int64_t begin, int64_t end) {
    const auto part = values.subspan(begin * dimensions_, (end - begin) * dimensions_);
    RunControl alone(1);
    const std::vector<double> samples = designMatrix(part, mean_, factor_, alone);
    std::vector<double> scores((end - begin) * classes_);
    weights_.multiply(samples.data(), end - begin, scores.data());
    for (int64_t i = begin; i < end; ++i) {
      const auto first = scores.begin() + (i - begin) * classes_;
      result[i] = static_cast<int32_t>(std::max_element(first, first + classes_) - first);
    }
  });
  return result;
}

std::vector<int32_t> softmaxClasses(const Features& train, std::span<const int32_t> trainLabels,
                                    const std::vector<int64_t>& exemplars, const Features& test, int classes,
                                    RunControl& control, const SoftmaxOptions& options) {
  std::vector<float> values;
  std::vector<int32_t> labels;
  values.reserve(exemplars.size() * train.dimensions);
  for (const int64_t row : exemplars) {
    if (trainLabels[row] == kUnlabelled) continue;
    values.insert(values.end(), train.row(row).begin(), train.row(row).end());
    labels.push_back(trainLabels[row]);
  }
  if (labels.empty()) return {};
  return SoftmaxRegression(values, train.dimensions, labels, classes, options, control)
      .predict(test.values, control);
}

}  // namespace adapsne
