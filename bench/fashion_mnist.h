// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The first `points` of Fashion-MNIST's 60,000 training images followed by the 10,000 test images, without
/// labels.
inline Dataset fashionImages(int64_t points, RunControl& control) {
  DatasetOptions options;
  Dataset all = *openDataset("fashion-mnist", options, 1, control);
  std::vector<float> values = all.features.floats();
  if (points > all.points) {
    const std::vector<float> test = openDataset("fashion-mnist-test", options, 1, control)->features.floats();
    values.insert(values.end(), test.begin(), test.end());
  }
  all.points = std::min<int64_t>(points, std::ssize(values) / all.dimensions);
  values.resize(all.points * all.dimensions);
  all.features = compacted(std::move(values), control);
  all.labels.clear();
  return all;
}

}  // namespace adapsne
