// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal.h"

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "core/support/format.h"

#include "app/command_line.h"

namespace adapsne {
namespace {

/// A signal handler has no other way to reach the running work.
RunControl* interrupted = nullptr;
extern "C" void onInterrupt(int signal) {
  if (!interrupted || interrupted->cancelRequested()) std::_Exit(kInterrupted);
  interrupted->cancelFromSignal();
  std::signal(signal, onInterrupt);
}

std::string duration(double seconds) {
  const int whole = static_cast<int>(std::ceil(seconds));
  return format("%02d:%02d", whole / 60, whole % 60);
}

}  // namespace

InterruptScope::InterruptScope(RunControl& control) {
  interrupted = &control;
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
}

InterruptScope::~InterruptScope() {
  interrupted = nullptr;
}

void ProgressLine::show(double share, const std::string& what, double secondsLeft) {
  if (isatty(STDERR_FILENO) != 1) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  std::fprintf(stderr, "\r\033[K%3.0f %%  %s%s", 100 * share, what.c_str(),
               secondsLeft >= 0 ? ("  " + duration(secondsLeft) + " left").c_str() : "");
  std::fflush(stderr);
  dirty_ = true;
}

void ProgressLine::clear() {
  if (dirty_) std::fprintf(stderr, "\r\033[K");
  dirty_ = false;
}

void TerminalObserver::stageFinished(Stage stage, double seconds, bool reused) {
  clear();
  std::fprintf(stderr, "%-14s %s %8.2f s\n", stageTitle(stage), reused ? "reused" : "done  ", seconds);
}

void TerminalObserver::progressed(const Progress& p) {
  line_.show(p.fraction, std::string(stageTitle(p.stage)) + "  " + p.detail, p.secondsLeft);
}

void TerminalObserver::candidate(const GuidanceRecord& r) {
  clear();
  std::fprintf(stderr, "  perplexity %8.2f   H_rep %.4f   H_grid %.4f   trustworthiness %.4f\n", r.perplexity,
               r.entropyRepresentation, r.entropyOccupancy, r.trustworthiness);
}

void TerminalObserver::warned(const std::string& text) {
  clear();
  std::fprintf(stderr, "warning: %s\n", text.c_str());
}

}  // namespace adapsne
