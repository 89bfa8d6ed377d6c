// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "core/pipeline/observer.h"

namespace adapsne {

/// Turns planned work into progress and an estimate of the time left.
///
/// Work is planned a stage in rough units of equal cost. The estimate is the time that the computed units
/// took, times the units that remain; units that were reused took none and do not count.
class ProgressMeter {
 public:
  explicit ProgressMeter(Observer& observer) : observer_(observer) {}

  void plan(Stage stage, double units) { planned_[stage] = units; }
  /// `share` of the stage's work is done, 0 to 1.
  void report(Stage stage, double share, const std::string& detail);
  void finish(Stage stage, bool reused);

 private:
  Observer& observer_;
  std::map<Stage, double> planned_, done_;
  double reusedUnits_ = 0, shown_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace adapsne
