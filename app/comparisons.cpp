// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/comparisons.h"

#include <algorithm>
#include <utility>

#include "app/messages.h"
#include "app/session.h"
#include "core/comparison/compared_methods.h"
#include "core/comparison/open_pools.h"
#include "core/support/atomic_file.h"

namespace adapsne {
namespace {

/// `values` and those of `more` that are none of them, after them.
template <typename Value>
std::vector<Value> united(std::vector<Value> values, const std::vector<Value>& more) {
  for (const Value& value : more)
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  return values;
}

ComparisonOptions optionsFor(const Options& common, const ComparisonPlan& asked) {
  ComparisonOptions options;
  options.common = common;
  options.common.seed = asked.firstSeed;
  options.methods = asked.methods;
  options.budgets = asked.budgets;
  options.classifiers = asked.classifiers;
  options.seeds = asked.seeds;
  options.full = asked.full;
  return options;
}

}  // namespace

AccuracyTable Measured::table(const ComparisonPlan& asked) const {
  std::vector<Cell> all;
  all.reserve(cells.size());
  for (const auto& [id, cell] : cells) all.push_back(cell);
  return accuracyTable(asked, all);
}

Comparisons::Comparisons(Session* session, Messages* messages, QObject* parent)
    : QObject(parent), session_(session), messages_(messages) {
  files_.setMaxThreadCount(1);
  connect(&runner_, &ComparisonRunner::drawn, this, [this](const Pools& pools) { working_->pools = pools; });
  connect(&runner_, &ComparisonRunner::computed, this, &Comparisons::onComputed);
  connect(&runner_, &ComparisonRunner::progressed, this, [this](const ComparisonProgress& progress) {
    progress_ = progress;
    emit progressed();
  });
  connect(&runner_, &ComparisonRunner::ended, this, &Comparisons::onEnded);
  connect(&detail_, &ComparisonRunner::drawn, this, [this](const Pools& pools) {
    if (!detailing_->pools) detailing_->pools = pools;
  });
  connect(&detail_, &ComparisonRunner::computed, this, [this](const std::vector<Cell>& cells) {
    for (const Cell& cell : cells) detailing_->cells[cell.id] = cell;
    for (const Cell& cell : cells) emit detailed(cell.id);
  });
  connect(&detail_, &ComparisonRunner::ended, this, [this](const TaskOutcome& outcome) {
    detailing_ = nullptr;
    if (outcome.failure) fail(*outcome.failure);
    if (outcome.cancelled) return computeDetail();  // another one was asked for
    wanted_.reset();
  });
}

Comparisons::~Comparisons() {
  files_.waitForDone();
}

const Measured* Comparisons::measured(const DatasetPtr& dataset) const {
  const auto found = dataset ? measured_.find(dataset->hash) : measured_.end();
  return found == measured_.end() ? nullptr : found->second.get();
}

const Measured* Comparisons::working() const {
  return working_.get();
}

bool Comparisons::unsaved() const {
  return std::any_of(measured_.begin(), measured_.end(),
                     [](const auto& entry) { return !entry.second->saved; });
}

ComparisonJob Comparisons::jobOf(const Measured& measured, const ComparisonOptions& options) const {
  ComparisonJob job;
  job.draw = [source = measured.source.toStdString(), common = options.common,
              count = measured.plan.pools](RunControl& control) {
    return openPools(source, common, count, control);
  };
  job.pools = measured.pools;
  job.options = options;
  for (const auto& [id, cell] : measured.cells) job.known.push_back(id);
  return job;
}

void Comparisons::start(const ComparisonPlan& asked) {
  const DatasetPtr& dataset = session_->dataset();
  if (!dataset || runner_.running()) return;
  std::shared_ptr<Measured>& measured = measured_[dataset->hash];
  const bool anew = !measured || measured->cells.empty() || measured->plan.pools != asked.pools;
  if (anew) {
    measured = std::make_shared<Measured>();
    measured->dataset = dataset;
    measured->source = session_->source();
    measured->plan = asked;
    measured->plan.firstSeed = session_->options().seed;
    // Methods are as their presets have them; the form's options are the next run's.
    measured->options.common.dataset = session_->options().dataset;
  }
  ComparisonPlan& plan = measured->plan;
  plan.methods = united(plan.methods, asked.methods);
  plan.budgets = united(plan.budgets, asked.budgets);
  plan.classifiers = united(plan.classifiers, asked.classifiers);
  plan.seeds = std::max(plan.seeds, asked.seeds);
  plan.full = plan.full || asked.full;
  ComparisonPlan now = asked;
  now.firstSeed = plan.firstSeed;
  ComparisonOptions options = optionsFor(measured->options.common, now);
  options.common.threads = session_->options().threads;
  if (!anew) dropWhatChanges(*measured, options);
  measured->options = options;
  working_ = measured;
  progress_ = {};
  runner_.start(jobOf(*measured, options));
  emit changed();
}

/// A guided method's exemplars depend on which of the budgets is the middle one: where that is another now,
/// its cells are computed anew.
void Comparisons::dropWhatChanges(Measured& measured, const ComparisonOptions& options) {
  if (!measured.pools || measured.options.budgets.empty()) return;
  const HoldOut& pool = measured.pools->front();
  std::erase_if(measured.cells, [&](const auto& entry) {
    const std::string& method = entry.first.method;
    if (method == kFullData) return false;
    const Options before = methodOptions(pool, measured.options, method),
                  after = methodOptions(pool, options, method);
    const bool sameBudget = before.sampling.count == after.sampling.count &&
                            before.sampling.ratio == after.sampling.ratio;
    return after.perplexity == 0 && !comparedMethod(method).preset.empty() && !sameBudget;
  });
}

void Comparisons::stop() {
  runner_.stop();
  emit progressed();
}

void Comparisons::onComputed(const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) working_->cells[cell.id] = cell;
  working_->saved = false;
  emit changed();
}

void Comparisons::onEnded(const TaskOutcome& outcome) {
  const std::shared_ptr<Measured> done = std::exchange(working_, nullptr);
  if (outcome.failure) fail(*outcome.failure);
  if (outcome.done())
    messages_->remark(tr("%1 is compared").arg(QString::fromStdString(done->dataset->name)));
  emit changed();
}

void Comparisons::fail(const TaskFailure& failure) {
  messages_->fail(QString::fromStdString(failure.where), QString::fromStdString(failure.problem),
                  QString::fromStdString(failure.remedy));
}

void Comparisons::lookInto(const CellId& id) {
  if (wanted_ == id && detail_.running() && !detail_.stopping()) return;
  wanted_ = id;
  if (detail_.running()) return detail_.stop();
  computeDetail();
}

void Comparisons::computeDetail() {
  const auto found = session_->dataset() ? measured_.find(session_->dataset()->hash) : measured_.end();
  if (!wanted_ || found == measured_.end()) return;
  detailing_ = found->second;
  // Of all that it was asked with, so that a guided method is guided as it was, only this cell is not known.
  ComparisonPlan plan = detailing_->plan;
  if (wanted_->method != kFullData) plan.methods = {wanted_->method};
  plan.classifiers = {wanted_->classifier};
  plan.budgets = detailing_->options.budgets;
  ComparisonOptions options = optionsFor(detailing_->options.common, plan);
  options.common.threads = 1;
  ComparisonJob job = jobOf(*detailing_, options);
  job.known = cellsOf(plan);
  std::erase(job.known, *wanted_);
  detail_.start(std::move(job));
}

/// Work on files is done on another thread, `then` with its result here.
template <typename Work, typename Then>
void Comparisons::aside(Work work, Then then) {
  files_.start([this, work = std::move(work), then = std::move(then)] {
    using Result = decltype(work());
    auto result = std::make_shared<std::optional<Result>>();
    const TaskOutcome outcome = attempt([&] { *result = work(); });
    // This object waits for the thread before it goes.
    QMetaObject::invokeMethod(
        this,
        [this, outcome, result, then] {
          if (outcome.failure) return fail(*outcome.failure);
          if (*result) then(std::move(**result));
        },
        Qt::QueuedConnection);
  });
}

void Comparisons::exportTable(const QString& path, const ComparisonPlan& shown) {
  const Measured* there = measured(session_->dataset());
  if (!there) return;
  aside(
      [path = path.toStdString(), csv = accuracyCsv(there->table(shown))] {
        writeFile(path, csv);
        return true;
      },
      [this, path](bool) {
        messages_->remark(tr("Wrote %1").arg(path));
        emit written(path);
      });
}

void Comparisons::open(const QString&) {}
void Comparisons::save(const QString&) {}

}  // namespace adapsne
