// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/comparison_runner.h"

#include <utility>

#include <sys/resource.h>

namespace adapsne {

namespace {
constexpr int kInterval = 100;  // ms
constexpr int kNice = 15;       // behind the run that somebody waits for, whose threads have 5
}  // namespace

/// The comparison's side: leaves what is new, and says so once until it is taken.
class ComparisonRunner::Teller : public ComparisonObserver {
 public:
  Teller(ComparisonRunner* runner, std::shared_ptr<News> news) : runner_(runner), news_(std::move(news)) {}

  void computed(const Cell& cell) override {
    leave([&](News& news) { news.cells.push_back(cell); });
  }
  void progressed(const ComparisonProgress& progress) override {
    leave([&](News& news) { news.progress = progress; });
  }
  void drawn(const Pools& pools) {
    leave([&](News& news) { news.pools = pools; });
  }
  void ended(const TaskOutcome& outcome) {
    leave([&](News& news) { news.outcome = outcome; });
  }

 private:
  template <typename Change>
  void leave(const Change& change) {
    {
      const std::lock_guard lock(news_->mutex);
      change(*news_);
      if (std::exchange(news_->told, true)) return;
    }
    // The runner waits for this thread before it goes.
    QMetaObject::invokeMethod(
        runner_, [runner = runner_] { runner->deliverSoon_.start(); }, Qt::QueuedConnection);
  }

  ComparisonRunner* runner_;
  std::shared_ptr<News> news_;
};

ComparisonRunner::ComparisonRunner(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(1);
  deliverSoon_.setSingleShot(true);
  deliverSoon_.setInterval(kInterval);
  connect(&deliverSoon_, &QTimer::timeout, this, &ComparisonRunner::deliver);
}

ComparisonRunner::~ComparisonRunner() {
  stop();
  pool_.waitForDone();
}

void ComparisonRunner::start(ComparisonJob job) {
  if (running()) return;
  control_ = std::make_shared<RunControl>(job.options.common.threads);
  news_ = std::make_shared<News>();
  pool_.start([job = std::move(job), control = control_, teller = Teller(this, news_)]() mutable {
    // On Linux a "process" of setpriority is a thread, and threads that OpenMP starts from here inherit it.
    setpriority(PRIO_PROCESS, 0, kNice);
    teller.ended(attempt([&] {
      if (!job.pools) {
        job.pools = std::make_shared<const std::vector<HoldOut>>(job.draw(*control));
        teller.drawn(job.pools);
      }
      compareMethods(*job.pools, job.options, job.known, teller, *control);
    }));
  });
}

void ComparisonRunner::stop() {
  if (control_) control_->cancel();
}

void ComparisonRunner::deliver() {
  Pools pools;
  std::vector<Cell> cells;
  std::optional<ComparisonProgress> progress;
  std::optional<TaskOutcome> outcome;
  {
    const std::lock_guard lock(news_->mutex);
    news_->told = false;
    pools = std::exchange(news_->pools, nullptr);
    cells = std::exchange(news_->cells, {});
    progress = std::exchange(news_->progress, {});
    outcome = std::exchange(news_->outcome, {});
  }
  if (outcome) control_ = nullptr;
  if (pools) emit drawn(pools);
  if (!cells.empty()) emit computed(cells);
  if (progress && !outcome) emit progressed(*progress);
  if (outcome) emit ended(*outcome);
}

}  // namespace adapsne
