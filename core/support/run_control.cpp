// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/run_control.h"

#include <algorithm>
#include <thread>

namespace adapsne {

void RunControl::cancel() {
  std::lock_guard lock(mutex_);
  cancel_ = true;
  wake_.notify_all();
}

void RunControl::pause() {
  pause_ = true;
}

void RunControl::resume() {
  std::lock_guard lock(mutex_);
  pause_ = false;
  wake_.notify_all();
}

void RunControl::setThreads(int threads) {
  threads_ = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void RunControl::checkpoint() {
  if (pauseRequested() && !cancelRequested()) {
    std::unique_lock lock(mutex_);
    waiting_ = true;
    wake_.wait(lock, [this] { return !pauseRequested() || cancelRequested(); });
    waiting_ = false;
  }
  if (cancelRequested()) throw Cancelled{};
}

}  // namespace adapsne
