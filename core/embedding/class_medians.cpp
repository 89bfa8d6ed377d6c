// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/class_medians.h"

#include <algorithm>
#include <cmath>

#include "core/dataset/labels.h"

namespace adapsne {

namespace {

double median(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double deviation(std::vector<float>& values, double center) {
  for (float& value : values) value = static_cast<float>(std::abs(value - center));
  return median(values);
}

}  // namespace

std::vector<ClassMedian> classMedians(std::span<const int32_t> labels, int classes,
                                      std::span<const float> positions) {
  std::vector<std::vector<float>> x(static_cast<size_t>(classes)), y(static_cast<size_t>(classes));
  const size_t stride = 1 + labels.size() / 10000;
  for (size_t i = 0; i < labels.size(); i += stride) {
    if (labels[i] == kUnlabelled) continue;
    if (!std::isfinite(positions[2 * i]) || !std::isfinite(positions[2 * i + 1])) continue;
    x[static_cast<size_t>(labels[i])].push_back(positions[2 * i]);
    y[static_cast<size_t>(labels[i])].push_back(positions[2 * i + 1]);
  }
  std::vector<ClassMedian> medians;
  for (size_t c = 0; c < x.size(); ++c) {
    if (x[c].empty()) continue;
    const double centerX = median(x[c]), centerY = median(y[c]);
    const double spread = std::max(deviation(x[c], centerX), deviation(y[c], centerY));
    medians.push_back({static_cast<int>(c), centerX, centerY, x[c].size(), spread});
  }
  return medians;
}

}  // namespace adapsne
