// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <optional>
#include <string>

namespace adapsne {

/// What people must know of work that failed, as Error says it.
struct TaskFailure {
  std::string where, problem, remedy;
};

/// How work on another thread ended: done (neither), cancelled, or failed.
struct TaskOutcome {
  bool cancelled = false;
  std::optional<TaskFailure> failure;
  bool done() const { return !cancelled && !failure; }
};

/// What a thrown exception of whatever type means. Not for a null one.
TaskOutcome outcomeOf(const std::exception_ptr& thrown);

/// Runs `task`. An exception that leaves a thread's function ends the program: whatever this one throws comes
/// back as a value. All work on threads and pools goes through here.
template <typename Task>
TaskOutcome attempt(Task&& task) noexcept {
  try {
    task();
    return {};
  } catch (...) {
    return outcomeOf(std::current_exception());
  }
}

}  // namespace adapsne
