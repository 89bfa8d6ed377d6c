// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/worker_events.h"

#include <utility>

namespace adapsne {

namespace {
constexpr std::chrono::milliseconds kFrameInterval{16};
}

void WorkerRelay::post(decltype(WorkerEvent::what) what) {
  {
    std::lock_guard lock(mutex_);
    events_.push_back({job_, run_, std::move(what)});
  }
  wakeOnce();
}

void WorkerRelay::progressed(const Progress& progress) {
  {
    std::lock_guard lock(mutex_);
    progress_ = progress;
    progressJob_ = job_;
  }
  wakeOnce();
}

bool WorkerRelay::wantsFrame() {
  return frameWanted_.load(std::memory_order_relaxed) &&
         std::chrono::steady_clock::now() - lastFrame_ >= kFrameInterval;
}

void WorkerRelay::frame(const MapFrame& frame) {
  lastFrame_ = std::chrono::steady_clock::now();
  frames_.draft() = {
      job_,
      run_,
      std::make_shared<const std::vector<float>>(frame.positions.begin(), frame.positions.end()),
      frame.iteration,
      frame.iterations,
      frame.perplexity,
      frame.candidate};
  frameWanted_.store(false, std::memory_order_relaxed);
  frames_.publish();
  wakeOnce();
}

void WorkerRelay::wakeOnce() {
  if (!woken_.exchange(true, std::memory_order_acq_rel)) wake_();
}

WorkerRelay::Delivery WorkerRelay::take() {
  // First: what is posted from here on wakes the window again.
  woken_.store(false, std::memory_order_release);
  Delivery delivery;
  {
    std::lock_guard lock(mutex_);
    delivery.events.swap(events_);
    delivery.progress = progress_;
    delivery.hasProgress = progressJob_ != 0;
    delivery.progressJob = std::exchange(progressJob_, 0);
  }
  if (frames_.fetch()) delivery.frame = &frames_.latest();
  frameWanted_.store(true, std::memory_order_relaxed);
  return delivery;
}

}  // namespace adapsne
