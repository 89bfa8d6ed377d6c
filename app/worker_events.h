// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/pipeline/map_recording.h"
#include "core/pipeline/observer.h"
#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"
#include "core/support/mailbox.h"
#include "views/point_index.h"

namespace adapsne {

/// A frame of the moving map, as it travels to the window.
struct WorkerFrame {
  int job = 0, run = 0;  ///< Which of the job's runs.
  Positions positions;
  int iteration = 0, iterations = 0;
  double perplexity = 0;
  int candidate = -1;  ///< Of the guide, or -1 for the final map.
};

struct DatasetOpened {
  DatasetPtr dataset;
};
struct RunStarted {};
struct RunFinished {
  RunPtr run;
};
/// A run was read back from its folder.
struct RunReopened {
  RunPtr run;
  std::string name;     ///< What its folder calls it; may be empty.
  ExemplarEdits edits;  ///< What people had changed of its exemplars.
  std::vector<RecordedFrame> frames;
};
struct JobFailed {
  std::string where, problem, remedy;
};
struct JobCancelled {};
/// A frame for the run's recording: none is lost.
struct FrameRecorded {
  RecordedFrame frame;
};

/// What may not be lost, in order.
struct WorkerEvent {
  int job = 0, run = 0;
  std::variant<DatasetOpened, RunStarted, RunFinished, RunReopened, JobFailed, JobCancelled, FrameRecorded,
               ConvergenceSample, GuidanceRecord>
      what;
};

/// Carries what a job tells from the worker to the window: events in a queue, frames and progress as "the
/// latest". `wake` is called from the worker, once for any number of messages until the window takes them.
class WorkerRelay : public Observer {
 public:
  static constexpr std::chrono::microseconds kFastestFrames{16000};  ///< 60 a second

  explicit WorkerRelay(std::function<void()> wake) : wake_(std::move(wake)) {}

  // The worker's side.
  void startJob(int job) {
    job_ = job;
    run_ = 0;
  }
  /// What follows is told of this run of the job, counted from 0.
  void startRun(int run) {
    run_ = run;
    setRecordStride(1);
    post(RunStarted{});
  }
  void post(decltype(WorkerEvent::what) what);
  void progressed(const Progress& progress) override;
  bool wantsFrame(int iteration, int iterations) override;
  void frame(const MapFrame& frame) override;
  void converged(const ConvergenceSample& sample) override { post(sample); }
  void candidate(const GuidanceRecord& record) override { post(record); }

  // The window's side.
  /// The least time between two frames to show.
  void setFrameInterval(std::chrono::microseconds interval) {
    frameInterval_.store(interval, std::memory_order_relaxed);
  }
  /// Which frames the recording of the run in progress still keeps.
  void setRecordStride(int stride) { recordStride_.store(stride, std::memory_order_relaxed); }
  struct Delivery {
    std::vector<WorkerEvent> events;
    int progressJob = 0;
    bool hasProgress = false;
    Progress progress;
    const WorkerFrame* frame = nullptr;  ///< Valid until the next take().
  };
  Delivery take();

 private:
  void wakeOnce();

  std::function<void()> wake_;
  std::atomic<bool> woken_{false};

  int job_ = 0, run_ = 0;                 // the worker's
  bool shows_ = false, records_ = false;  ///< What the frame is for that was asked about last.
  std::chrono::steady_clock::time_point lastFrame_{};

  std::mutex mutex_;  // guards the next three
  std::vector<WorkerEvent> events_;
  Progress progress_;
  int progressJob_ = 0;

  Mailbox<WorkerFrame> frames_;
  std::atomic<bool> frameWanted_{true};
  std::atomic<int> recordStride_{1};
  std::atomic<std::chrono::microseconds> frameInterval_{kFastestFrames};
};

}  // namespace adapsne
