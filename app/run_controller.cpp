// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_controller.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <utility>

#include <sys/resource.h>
#include <time.h>

#include <QThread>

#include "core/catalogue/catalogue.h"
#include "core/support/task_outcome.h"

namespace adapsne {

namespace {

constexpr int kDrainInterval = 16;  // ms: 60 Hz
constexpr std::chrono::microseconds kSlowestFrames{250000};
constexpr int kNice = 5;  // the window's thread comes first where cores are few

/// Processor time of this thread.
double threadSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

}  // namespace

bool RunController::Request::operator==(const Request& other) const {
  // A file's first rows are the same whatever the seed; names of the catalogue may be generators.
  const bool seeded = options.pick == PickRows::Random || !std::filesystem::exists(source);
  return source == other.source && options == other.options && (!seeded || seed == other.seed);
}

RunController::RunController(QObject* parent) : QObject(parent) {
  relay_ = std::make_shared<WorkerRelay>(
      [this] { QMetaObject::invokeMethod(this, &RunController::wakeUp, Qt::QueuedConnection); });
  drainLater_.setSingleShot(true);
  drainLater_.setTimerType(Qt::PreciseTimer);
  connect(&drainLater_, &QTimer::timeout, this, &RunController::drain);
  aside_.setMaxThreadCount(1);
  worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

RunController::~RunController() {
  if (control_) control_->cancel();
  if (asideControl_) asideControl_->cancel();
  aside_.waitForDone();
  worker_.request_stop();
  worker_.join();
}

void RunController::open(const QString& source, const Options& options) {
  const Request request{source.toStdString(), options.dataset, options.seed};
  if (running()) {
    return readAside<DatasetPtr>(
        request,
        [request](RunControl& control) {
          return openDataset(request.source, request.options, request.seed, control);
        },
        [this, request](DatasetPtr dataset) {
          endRunInProgress();
          dataset_ = std::move(dataset);
          opened_ = asked_ = request;
          failedSource_.clear();
          emit datasetReady(dataset_);
        });
  }
  Job job;
  job.request = request;
  submit(std::move(job));
  setState(State::Loading);
}

void RunController::openRun(const QString& folder) {
  const std::string path = folder.toStdString();
  if (!running()) return restoreRun(path, nullptr);
  // All that can be refused is read while the run goes on.
  readAside<std::shared_ptr<const ReadRun>>(
      {},
      [path, open = dataset_](RunControl& control) {
        return std::make_shared<const ReadRun>(readRun(path, open, control));
      },
      [this, path](std::shared_ptr<const ReadRun> read) {
        endRunInProgress();
        restoreRun(path, std::move(read));
      });
}

RunController::ReadRun RunController::readRun(const std::string& folder, DatasetPtr dataset,
                                              RunControl& control) {
  StoredRun stored = readStoredRun(folder, control);
  if (!dataset || dataset->hash != stored.hash || dataset->sourceRows != stored.sourceRows)
    dataset = openDatasetOf(stored, control);
  return {std::move(stored), std::move(dataset)};
}

void RunController::restoreRun(const std::string& folder, std::shared_ptr<const ReadRun> read) {
  Job job;
  job.request = opened_;
  job.dataset = dataset_;
  job.runFolder = folder;
  job.read = std::move(read);
  submit(std::move(job));
  setState(State::Loading);
}

template <typename Result>
void RunController::readAside(const Request& request, std::function<Result(RunControl&)> read,
                              std::function<void(Result)> then) {
  giveUpReadingAside();
  asideControl_ = std::make_shared<RunControl>(1);
  aside_.start([this, request, read = std::move(read), then = std::move(then), control = asideControl_] {
    std::optional<Result> result;
    const TaskOutcome outcome = attempt([&] { result = read(*control); });
    QMetaObject::invokeMethod(this, [this, request, then, control, result, outcome] {
      if (control->cancelRequested()) return;  // something else was asked for
      if (result) return then(*result);
      if (!outcome.failure) return;
      failedSource_ = text(request.source);
      failedOptions_ = request.options;
      emit failed(text(outcome.failure->where), text(outcome.failure->problem),
                  text(outcome.failure->remedy));
    });
  });
}

/// Whatever is asked for meanwhile counts, and not what was asked for before.
void RunController::giveUpReadingAside() {
  if (asideControl_) asideControl_->cancel();
}

void RunController::endRunInProgress() {
  if (!running()) return;
  control_->cancel();
  ++currentJob_;  // what the worker still says of it is of no interest
  endJob();
  emit cancelled();
}

void RunController::run(std::vector<PlannedRun> runs, bool fresh) {
  if (!dataset_ || runs.empty()) return;
  const Options& first = runs.front().options;
  Job job;
  job.request = {opened_.source, first.dataset, first.seed};
  if (datasetMatches(first)) job.dataset = dataset_;
  for (const PlannedRun& planned : runs) job.runs.push_back(planned.options);
  job.fresh = fresh;
  liveIterations_ = first.embedding.iterations;
  submit(std::move(job));
  planned_ = std::move(runs);
  next_ = 0;
  setState(State::Running);
  emit planned(planned_);
}

void RunController::adopt(const RunPtr& run) {
  if (busy()) return;
  giveUpReadingAside();
  dataset_ = run->dataset;
  opened_ = asked_ = {dataset_->openedAs, run->options.dataset, run->options.seed};
  failedSource_.clear();
  lastRun_ = run;
  emit datasetReady(dataset_);
}

void RunController::submit(Job job) {
  const bool superseded = busy();
  giveUpReadingAside();
  if (control_) control_->cancel();
  planned_.clear();
  runFolder_ = text(job.runFolder);
  job.id = ++currentJob_;
  job.control = control_ = std::make_shared<RunControl>(job.runs.empty() ? 0 : job.runs.front().threads);
  asked_ = job.request;
  {
    std::lock_guard lock(jobMutex_);
    nextJob_ = std::move(job);
  }
  jobReady_.notify_one();
  if (superseded) emit cancelled();
}

void RunController::pause() {
  if (state_ != State::Running) return;
  control_->pause();
  setState(State::Paused);
}

void RunController::resume() {
  if (state_ != State::Paused) return;
  control_->resume();
  setState(State::Running);
}

void RunController::cancel() {
  giveUpReadingAside();
  if (busy()) control_->cancel();
}

void RunController::applyLive(const Options& options) {
  if (planned_.empty()) return;
  control_->setThreads(options.threads);
  liveIterations_ = options.embedding.iterations;
  for (PlannedRun& planned : planned_) {
    planned.options.threads = options.threads;
    planned.options.embedding.iterations = options.embedding.iterations;
  }
}

bool RunController::isPlanned(int slot) const {
  for (size_t i = next_; i < planned_.size(); ++i) {
    if (planned_[i].slot == slot) return true;
  }
  return false;
}

bool RunController::datasetMatches(const Options& options) const {
  return dataset_ && opened_ == Request{opened_.source, options.dataset, options.seed};
}

size_t RunController::firstChangedStage(const Options& options, const RunPtr& run) const {
  if (!dataset_) return 0;
  if (planned_.empty()) {
    const bool comparable = run && datasetMatches(options);
    return comparable ? firstDifference(run->keys, keysOf(options)) : 0;
  }
  if (!(asked_ == Request{asked_.source, options.dataset, options.seed})) return 0;
  size_t stage = 0;
  for (const PlannedRun& planned : planned_)
    stage = std::max(stage, firstDifference(keysOf(planned.options), keysOf(options)));
  return stage;
}

StageKeys RunController::keysOf(const Options& options) const {
  return stageKeys(*dataset_, options, sideFileHashes_.of(options));
}

void RunController::work(const std::stop_token& stop) {
  // On Linux a "process" of setpriority is a thread, and threads that OpenMP starts from here inherit it.
  setpriority(PRIO_PROCESS, 0, kNice);
  auto pipeline = std::make_unique<Pipeline>();
  while (true) {
    Job job;
    {
      std::unique_lock lock(jobMutex_);
      if (!jobReady_.wait(lock, stop, [this] { return nextJob_.has_value(); })) return;
      job = std::move(*nextJob_);
      nextJob_.reset();
    }
    relay_->startJob(job.id);
    if (job.fresh) pipeline = std::make_unique<Pipeline>();
    const TaskOutcome outcome = attempt([&] { carryOut(job, *pipeline); });
    if (outcome.cancelled) relay_->post(JobCancelled{});
    if (outcome.failure)
      relay_->post(JobFailed{outcome.failure->where, outcome.failure->problem, outcome.failure->remedy});
  }
}

void RunController::carryOut(const Job& job, Pipeline& pipeline) {
  DatasetPtr dataset = job.dataset;
  if (!job.runFolder.empty()) {
    const std::shared_ptr<const ReadRun> read =
        job.read ? job.read : std::make_shared<const ReadRun>(readRun(job.runFolder, dataset, *job.control));
    relay_->post(RunReopened{pipeline.restore(read->dataset, read->stored, *relay_, *job.control),
                             read->stored.name, read->stored.edits, read->stored.frames});
    return;
  }
  if (!dataset) {
    dataset = openDataset(job.request.source, job.request.options, job.request.seed, *job.control);
    relay_->post(DatasetOpened{dataset});
  }
  for (size_t i = 0; i < job.runs.size(); ++i) {
    relay_->startRun(static_cast<int>(i));
    Options options = job.runs[i];
    if (i > 0) options.threads = job.control->threads();  // may have been changed since the job was made
    relay_->post(RunFinished{pipeline.run(dataset, options, *relay_, *job.control, &liveIterations_)});
  }
}

void RunController::wakeUp() {
  const auto passed = sinceDrain_.isValid() ? sinceDrain_.elapsed() : kDrainInterval;
  if (passed >= kDrainInterval) return drain();
  if (!drainLater_.isActive()) drainLater_.start(static_cast<int>(kDrainInterval - passed));
}

void RunController::drain() {
  sinceDrain_.start();
  WorkerRelay::Delivery delivery = relay_->take();
  if (delivery.hasProgress && delivery.progressJob == currentJob_) emit progressed(delivery.progress);
  // Before the events: the last of them may end the frame's run.
  const bool framed = delivery.frame && delivery.frame->job == currentJob_ && busy() && !planned_.empty();
  if (framed && static_cast<size_t>(delivery.frame->run) == next_) {
    paceFrames();
    emit frame(slotOf(delivery.frame->run), *delivery.frame);
  }
  std::vector<ConvergenceSample> samples;
  int samplesOf = 0;
  const auto flush = [&] {
    if (!samples.empty()) emit converged(slotOf(samplesOf), samples);
    samples.clear();
  };
  for (WorkerEvent& event : delivery.events) {
    if (event.job != currentJob_) continue;  // a job that another one has replaced
    if (const auto* sample = std::get_if<ConvergenceSample>(&event.what)) {
      samples.push_back(*sample);
      samplesOf = event.run;
      continue;
    }
    flush();
    deliver(event);
  }
  flush();
}

/// Where the worker uses every core, each frame that is shown is taken from it: showing them may cost some
/// per cent of the time, and no more. What a frame costs is all that this thread has computed since the last
/// one.
void RunController::paceFrames() {
  constexpr double kShare = 0.055, kSmoothing = 0.3;
  const double now = threadSeconds();
  if (computedAtFrame_ >= 0) {
    const double cost = now - computedAtFrame_;
    frameCost_ = frameCost_ > 0 ? (1 - kSmoothing) * frameCost_ + kSmoothing * cost : cost;
  }
  computedAtFrame_ = now;
  const bool coresToSpare = control_->threads() < QThread::idealThreadCount();
  const std::chrono::microseconds wanted(static_cast<int64_t>(coresToSpare ? 0 : 1e6 * frameCost_ / kShare));
  relay_->setFrameInterval(std::clamp(wanted, WorkerRelay::kFastestFrames, kSlowestFrames));
}

void RunController::deliver(WorkerEvent& event) {
  const bool opening = planned_.empty();
  if (auto* opened = std::get_if<DatasetOpened>(&event.what)) {
    dataset_ = std::move(opened->dataset);
    opened_ = asked_;
    failedSource_.clear();
    if (opening) endJob();
    emit datasetReady(dataset_);
  } else if (std::holds_alternative<RunStarted>(event.what)) {
    next_ = static_cast<size_t>(event.run);
    emit runStarted(planned_[next_]);
  } else if (auto* done = std::get_if<RunFinished>(&event.what)) {
    lastRun_ = std::move(done->run);
    const int slot = slotOf(event.run);
    if (++next_ == planned_.size()) endJob();
    emit finished(slot, lastRun_);
  } else if (auto* reopened = std::get_if<RunReopened>(&event.what)) {
    endJob();
    RecordingPtr recording;
    if (!reopened->frames.empty()) recording = std::make_shared<MapRecording>();
    for (RecordedFrame& frame : reopened->frames) recording->add(std::move(frame));
    emit runOpened(reopened->run, text(reopened->name), runFolder_, reopened->edits, recording);
  } else if (const auto* failure = std::get_if<JobFailed>(&event.what)) {
    failedSource_ = opening && runFolder_.isEmpty() ? text(asked_.source) : QString();
    failedOptions_ = asked_.options;
    endJob();
    emit failed(text(failure->where), text(failure->problem), text(failure->remedy));
  } else if (std::holds_alternative<JobCancelled>(event.what)) {
    endJob();
    emit cancelled();
  } else if (const auto* kept = std::get_if<FrameRecorded>(&event.what)) {
    emit recorded(slotOf(event.run), kept->frame);
  } else if (const auto* record = std::get_if<GuidanceRecord>(&event.what)) {
    emit candidate(slotOf(event.run), *record);
  }
}

void RunController::endJob() {
  planned_.clear();
  next_ = 0;
  computedAtFrame_ = -1;
  setState(State::Idle);
}

void RunController::setState(State state) {
  if (state_ == state) return;
  state_ = state;
  emit stateChanged(state_);
}

}  // namespace adapsne
