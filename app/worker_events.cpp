// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/worker_events.h"

#include <utility>

namespace adapsne {

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

bool WorkerRelay::wantsFrame(int iteration, int iterations) {
  shows_ = frameWanted_.load(std::memory_order_relaxed) &&
           std::chrono::steady_clock::now() - lastFrame_ >= frameInterval_.load(std::memory_order_relaxed);
  records_ = iteration % recordStride_.load(std::memory_order_relaxed) == 0 || iteration == iterations;
  return shows_ || records_;
}

void WorkerRelay::frame(const MapFrame& frame) {
  const auto positions =
      std::make_shared<const std::vector<float>>(frame.positions.begin(), frame.positions.end());
  if (records_)
    post(FrameRecorded{{positions, frame.iteration, frame.iterations, frame.perplexity, frame.candidate}});
  if (!shows_) return;
  lastFrame_ = std::chrono::steady_clock::now();
  frames_.draft() = {job_,           run_, positions, frame.iteration, frame.iterations, frame.perplexity,
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
