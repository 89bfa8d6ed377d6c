// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/refusals.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "core/support/error.h"

namespace adapsne {

void refuseIdenticalPoints(const Features& features) {
  for (int64_t i = 1; i < features.points; ++i)
    if (!std::equal(features.row(i).begin(), features.row(i).end(), features.row(0).begin())) return;
  throw Error("dataset",
              "all " + std::to_string(features.points) + " points are identical after preprocessing.",
              "Give data in which points differ, or another --scale.");
}

void refuseHugeValues(const Features& features) {
  float largest = 0;
  for (float v : features.values) largest = std::max(largest, std::abs(v));
  const double square = 4.0 * static_cast<double>(features.dimensions) * largest * largest;
  if (square <= std::numeric_limits<float>::max()) return;
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", static_cast<double>(largest));
  throw Error("dataset",
              std::string("values up to ") + text + " are too large for their distances to be computed.",
              "Use --scale standardize or --scale max.");
}

void refuseLostMap(const ConvergenceSample& sample) {
  if (std::isfinite(sample.kl)) return;
  throw Error("embedding",
              "the map has left the range of numbers by iteration " + std::to_string(sample.iteration) + ".",
              "Start from a smaller map (--init), or lower --learning-rate and --exaggeration.");
}

}  // namespace adapsne
