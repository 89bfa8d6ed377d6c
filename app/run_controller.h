// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include "app/worker_events.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/starting_map.h"
#include "core/pipeline/stored_run.h"

namespace adapsne {

/// A run to do, and which of the window's two maps it is for.
struct PlannedRun {
  Options options;
  int slot = 0;
};

/// The window's side of all work: one worker thread that opens datasets and runs the pipeline, and signals on
/// the GUI thread that tell of it, at most 60 times a second.
///
/// One job at a time. A new job cancels the one before. Nothing here ever waits for the worker, except the
/// destructor.
class RunController : public QObject {
  Q_OBJECT

 public:
  enum class State { Idle, Loading, Running, Paused };
  Q_ENUM(State)

  explicit RunController(QObject* parent = nullptr);
  ~RunController() override;

  /// Opens a dataset by catalogue name or path. A run in progress goes on until the dataset has been read,
  /// and for good where it cannot be.
  void open(const QString& source, const Options& options);
  /// Reads a run back from the folder that this window or the command line wrote; a run in progress as by
  /// open().
  void openRun(const QString& folder);
  /// Runs on the open dataset, one after the other, sharing every stage that they can. The dataset is opened
  /// anew if the options ask for other rows than it has; all runs ask for the same. `fresh`: nothing that was
  /// computed before is used again.
  void run(std::vector<PlannedRun> runs, bool fresh = false);
  /// Takes over the dataset of a finished run, as if it had been opened. Not while busy.
  void adopt(const RunPtr& run);
  void pause();
  void resume();
  void cancel();
  /// Tells the worker which frames the recording of the run in progress still keeps.
  void setRecordStride(int stride) { relay_->setRecordStride(stride); }
  /// Hands the options marked `live` to the running job; the others wait for the next run.
  void applyLive(const Options& options);

  State state() const { return state_; }
  bool busy() const { return state_ != State::Idle; }
  /// True once the worker has really stopped at a checkpoint.
  bool isPaused() const { return control_ && control_->isPaused(); }
  int threads() const { return control_ ? control_->threads() : 0; }
  /// The open dataset, and what it was opened as; null and empty before there is one.
  const DatasetPtr& dataset() const { return dataset_; }
  QString source() const { return QString::fromStdString(opened_.source); }
  /// What the last open() that failed was asked for; empty after one that did not.
  const QString& failedSource() const { return failedSource_; }
  /// How the open dataset was opened, and how the one that could not be was asked for.
  const DatasetOptions& openedOptions() const { return opened_.options; }
  const DatasetOptions& failedOptions() const { return failedOptions_; }
  /// Another one for each job.
  int job() const { return currentJob_; }
  const RunPtr& lastRun() const { return lastRun_; }
  /// The run in progress; null while there is none.
  const PlannedRun* running() const { return next_ < planned_.size() ? &planned_[next_] : nullptr; }
  /// Whether a run for this map is under way or waits for its turn.
  bool isPlanned(int slot) const;

  /// Whether the open dataset is what these options ask for.
  bool datasetMatches(const Options& options) const;
  /// The stage from which a run with these options would start after `run`, or after the job's own runs while
  /// there is a job: kStages.size() where nothing would change, 0 where there is nothing to compare with.
  size_t firstChangedStage(const Options& options, const RunPtr& run) const;

 signals:
  void stateChanged(adapsne::RunController::State state);
  void datasetReady(adapsne::DatasetPtr dataset);
  void progressed(const adapsne::Progress& progress);
  void planned(const std::vector<adapsne::PlannedRun>& runs);  ///< A job of these begins.
  void runStarted(const adapsne::PlannedRun& run);
  void frame(int slot, const adapsne::WorkerFrame& frame);
  void recorded(int slot, const adapsne::RecordedFrame& frame);
  void converged(int slot, const std::vector<adapsne::ConvergenceSample>& samples);
  void candidate(int slot, const adapsne::GuidanceRecord& record);
  void finished(int slot, adapsne::RunPtr run);
  /// Its dataset is not the open one until it is adopted.
  void runOpened(adapsne::RunPtr run, const QString& name, const QString& folder,
                 const adapsne::ExemplarEdits& edits, const adapsne::RecordingPtr& recording);
  void failed(const QString& where, const QString& problem, const QString& remedy);
  void cancelled();

 private:
  /// What decides which rows a dataset has.
  struct Request {
    std::string source;
    DatasetOptions options;
    uint64_t seed = 1;
    bool operator==(const Request& other) const;
  };
  /// A run's folder and the dataset that it names.
  struct ReadRun {
    StoredRun stored;
    DatasetPtr dataset;
  };
  struct Job {
    int id = 0;
    Request request;
    DatasetPtr dataset;                   ///< Null: open the request first.
    std::vector<Options> runs;            ///< Empty: open only.
    bool fresh = false;                   ///< Forget what earlier jobs computed.
    std::string runFolder;                ///< Not empty: read this run, and nothing else.
    std::shared_ptr<const ReadRun> read;  ///< What was read of it already; null: nothing.
    std::shared_ptr<RunControl> control;
  };

  /// Something that is read while a run goes on: does `read` on another thread, and `then` with its result
  /// here.
  template <typename Result>
  void readAside(const Request& request, std::function<Result(RunControl&)> read,
                 std::function<void(Result)> then);
  /// The open dataset serves where it is the one that the folder names.
  static ReadRun readRun(const std::string& folder, DatasetPtr dataset, RunControl& control);
  void restoreRun(const std::string& folder, std::shared_ptr<const ReadRun> read);
  void giveUpReadingAside();
  void endRunInProgress();
  void submit(Job job);
  void work(const std::stop_token& stop);
  void carryOut(const Job& job, Pipeline& pipeline);
  void wakeUp();
  void drain();
  void deliver(WorkerEvent& event);
  void endJob();
  void paceFrames();
  StageKeys keysOf(const Options& options) const;
  int slotOf(int run) const { return planned_[static_cast<size_t>(run)].slot; }
  void setState(State state);

  // The GUI thread's.
  State state_ = State::Idle;
  Request opened_, asked_;  ///< Of dataset_, and of the current or last job.
  DatasetPtr dataset_;
  QString failedSource_;
  DatasetOptions failedOptions_;
  QString runFolder_;  ///< The one that is being read.
  RunPtr lastRun_;
  std::vector<PlannedRun> planned_;  ///< The current job's runs; empty while there is none.
  size_t next_ = 0;                  ///< Which of them is in progress.
  int currentJob_ = 0;
  std::shared_ptr<RunControl> control_;
  mutable SideFileHashes sideFileHashes_;
  QElapsedTimer sinceDrain_;
  double computedAtFrame_ =
      -1;                 ///< Processor seconds of the GUI thread when the last frame was shown; -1: none.
  double frameCost_ = 0;  ///< What showing one takes, smoothed; 0: not known.
  QTimer drainLater_;

  // Shared with the worker.
  std::shared_ptr<WorkerRelay> relay_;
  std::atomic<int> liveIterations_{0};
  std::mutex jobMutex_;
  std::condition_variable_any jobReady_;
  std::optional<Job> nextJob_;

  std::shared_ptr<RunControl> asideControl_;
  QThreadPool aside_;  ///< One thread, which computes on no other.

  std::jthread worker_;  ///< Last: it must end before what it uses does.
};

}  // namespace adapsne
