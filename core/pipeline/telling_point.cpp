// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/telling_point.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

int64_t tellingPoint(const Run& run, const Run* other) {
  int64_t telling = -1;
  double farthest = 0;
  for (size_t i = 0; other && i < run.sigma->reached.size(); ++i) {
    const double off = std::abs(std::log(other->sigma->reached[i] / other->targetPerplexity));
    if (missedTarget(*run.sigma, i) || !missedTarget(*other->sigma, i) || !(off > farthest)) continue;
    farthest = off;
    telling = static_cast<int64_t>(i);
  }
  if (telling >= 0) return telling;
  const auto& reasons = run.assessment.outliers.reasons;
  const auto lost = std::find_if(reasons.begin(), reasons.end(), [](uint8_t r) { return (r & kLost) != 0; });
  if (lost != reasons.end()) return lost - reasons.begin();
  return run.subset->rows.empty() ? -1 : run.subset->rows.front();
}

}  // namespace adapsne
