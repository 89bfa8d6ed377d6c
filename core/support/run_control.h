// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "core/support/error.h"

namespace adapsne {

/// The handle by which others command running work: cancel it, pause it, change its thread count.
/// Commands may come from any thread; `checkpoint` and `parallelFor` are called by the worker only.
class RunControl {
 public:
  /// threads >= 1, or 0 for as many as the machine has cores.
  explicit RunControl(int threads = 0) { setThreads(threads); }

  void cancel();
  /// The same from a signal handler; does not wake a paused worker.
  void cancelFromSignal() noexcept { cancel_.store(true, std::memory_order_relaxed); }
  void pause();
  void resume();

  bool cancelRequested() const { return cancel_.load(std::memory_order_relaxed); }
  bool pauseRequested() const { return pause_.load(std::memory_order_relaxed); }
  /// True while the worker really waits inside a checkpoint.
  bool isPaused() const { return waiting_.load(std::memory_order_relaxed); }

  int threads() const { return threads_.load(std::memory_order_relaxed); }
  void setThreads(int threads);

  /// Called by the worker between small pieces of work (at most a few ms apart where it can be helped):
  /// waits while paused, throws Cancelled when cancelled.
  void checkpoint();

 private:
  std::atomic<bool> cancel_{false}, pause_{false}, waiting_{false};
  std::atomic<int> threads_{1};
  std::mutex mutex_;
  std::condition_variable wake_;
};

}  // namespace adapsne
