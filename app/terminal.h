// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "core/pipeline/observer.h"
#include "core/support/run_control.h"

namespace adapsne {

/// While it lives, Ctrl-C (and SIGTERM) asks the work under `control` to stop; the second one ends the
/// program at once.
class InterruptScope {
 public:
  explicit InterruptScope(RunControl& control);
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;
};

/// One line on stderr that is rewritten, on a terminal only; at most ten times a second.
class ProgressLine {
 public:
  void show(double share, const std::string& what, double secondsLeft);
  void clear();

 private:
  bool dirty_ = false;
  std::chrono::steady_clock::time_point shown_{};
};

/// Progress on stderr: one line that is rewritten on a terminal, a line a stage elsewhere.
class TerminalObserver : public Observer {
 public:
  void stageFinished(Stage stage, double seconds, bool reused) override;
  void progressed(const Progress& p) override;
  void candidate(const GuidanceRecord& r) override;
  void warned(const std::string& text) override;
  void clear() { line_.clear(); }

 private:
  ProgressLine line_;
};

}  // namespace adapsne
