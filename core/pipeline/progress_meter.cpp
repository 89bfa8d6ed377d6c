// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/progress_meter.h"

#include <algorithm>

namespace adapsne {

void ProgressMeter::report(Stage stage, double share, const std::string& detail) {
  done_[stage] = planned_[stage] * std::clamp(share, 0.0, 1.0);
  double planned = 0, done = 0;
  for (const auto& [s, units] : planned_) planned += units;
  for (const auto& [s, units] : done_) done += units;
  Progress progress;
  progress.stage = stage;
  progress.detail = detail;
  if (planned > 0) shown_ = std::max(shown_, done / planned);
  progress.fraction = shown_;
  const double computed = done - reusedUnits_;
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  // The first moments say nothing about the rest.
  if (elapsed > 0.2 && computed > 0.01 * planned)
    progress.secondsLeft = elapsed * (planned - done) / computed;
  observer_.progressed(progress);
}

void ProgressMeter::finish(Stage stage, bool reused) {
  if (reused) reusedUnits_ += planned_[stage];
  report(stage, 1, "");
}

}  // namespace adapsne
