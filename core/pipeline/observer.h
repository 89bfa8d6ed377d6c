// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/embedding/embedding.h"
#include "core/guidance/guide.h"
#include "core/pipeline/stage.h"

namespace adapsne {

struct Progress {
  Stage stage = Stage::Dataset;
  double fraction = 0;      ///< of the whole run, 0 to 1, never falling
  double secondsLeft = -1;  ///< estimate; negative = not known yet
  std::string detail;       ///< "iteration 640 of 1000", "perplexity 42 (3 of 8)"
};

/// The map as it is now. `positions` is valid during the call only.
struct MapFrame {
  std::span<const float> positions;  ///< N x 2
  int iteration = 0, iterations = 0;
  double perplexity = 0;
  int candidate = -1;  ///< Index of the guide's candidate, -1 for the final map.
};

/// What a run tells while it works. All calls come from the worker thread and must return quickly; pointers
/// and spans are valid during the call only.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void stageStarted(Stage) {}
  virtual void stageFinished(Stage, double /*seconds*/, bool /*reused*/) {}
  virtual void progressed(const Progress&) {}
  /// Asked after each iteration of a phase, so that nothing is copied that nobody fetches.
  virtual bool wantsFrame(int /*iteration*/, int /*iterations*/) { return false; }
  virtual void frame(const MapFrame&) {}
  virtual void converged(const ConvergenceSample&) {}  ///< final map only
  virtual void candidate(const GuidanceRecord&) {}
  virtual void warned(const std::string&) {}
};

}  // namespace adapsne
