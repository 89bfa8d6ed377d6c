// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/dataset/catalogue.h"
#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The first `points` of Fashion-MNIST's 60,000 training images followed by the 10,000 test images, without labels.
inline Dataset fashionImages(int64_t points, RunControl& control) {
  DatasetOptions options;
  Dataset all = *openDataset("fashion-mnist", options, 1, control);
  if (points > all.points) {
    const DatasetPtr test = openDataset("fashion-mnist-test", options, 1, control);
    all.features.insert(all.features.end(), test->features.begin(), test->features.end());
  }
  all.points = std::min<int64_t>(points, std::ssize(all.features) / all.dimensions);
  all.features.resize(all.points * all.dimensions);
  all.labels.clear();
  return all;
}

}  // namespace adapsne
