// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/cross_entropy.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace adapsne {

double crossEntropy(std::span<const float> scores, std::span<const int32_t> labels, int classes,
                    int64_t columns, double smoothing, std::span<float> gradient) {
  const auto rows = static_cast<double>(labels.size());
  const double everywhere = smoothing / classes;
  std::vector<double> share(classes);
  double loss = 0;
  std::fill(gradient.begin(), gradient.end(), 0.0f);
  for (size_t i = 0; i < labels.size(); ++i) {
    const float* row = scores.data() + i * columns;
    const double highest = *std::max_element(row, row + classes);
    double sum = 0;
    for (int c = 0; c < classes; ++c) sum += share[c] = std::exp(row[c] - highest);
    const double logSum = highest + std::log(sum);
    for (int c = 0; c < classes; ++c) {
      const double target = everywhere + (c == labels[i] ? 1 - smoothing : 0);
      loss += target * (logSum - row[c]);
      gradient[i * columns + c] = static_cast<float>((share[c] / sum - target) / rows);
    }
  }
  return loss / rows;
}

}  // namespace adapsne
