// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/predictions.h"

#include <limits>

#include "core/dataset/labels.h"

namespace adapsne {

double accuracyOf(std::span<const int32_t> predicted, std::span<const int32_t> labels) {
  int64_t hits = 0, asked = 0;
  for (size_t i = 0; i < predicted.size(); ++i) {
    if (labels[i] == kUnlabelled) continue;
    hits += predicted[i] == labels[i];
    ++asked;
  }
  return asked > 0 ? static_cast<double>(hits) / static_cast<double>(asked)
                   : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace adapsne
