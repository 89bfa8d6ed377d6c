// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace adapsne {

/// Processor time of this thread: what a gap holds beyond it is another program's.
inline double threadMilliseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Collects how long the event loop did not come round, less the millisecond that it should take.
class Heartbeat : public QObject {
 public:
  Heartbeat() {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(1);
    connect(&timer_, &QTimer::timeout, this, [this] {
      gaps_.push_back(static_cast<double>(since_.nsecsElapsed()) / 1e6 - 1);
      const double now = threadMilliseconds();
      busiest_ = std::max(busiest_, now - computed_);
      computed_ = now;
      since_.start();
    });
  }
  void start() {
    gaps_.clear();
    busiest_ = 0;
    computed_ = threadMilliseconds();
    since_.start();
    timer_.start();
  }
  /// The longest gap so far, in milliseconds; 0 before there is one.
  double longest() const { return gaps_.empty() ? 0 : *std::max_element(gaps_.begin(), gaps_.end()); }
  void report(const char* phase) {
    std::sort(gaps_.begin(), gaps_.end());
    if (gaps_.empty()) return;
    std::printf("%-34s %8zu beats   p99 %7.2f ms   max %7.2f ms, computing %7.2f ms\n", phase, gaps_.size(),
                std::max(0.0, gaps_[gaps_.size() * 99 / 100]), gaps_.back(), busiest_);
    std::fflush(stdout);
    start();
  }

 private:
  QTimer timer_;
  QElapsedTimer since_;
  std::vector<double> gaps_;
  double busiest_ = 0, computed_ = 0;
};

}  // namespace adapsne
