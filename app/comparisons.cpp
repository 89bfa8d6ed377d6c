// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/comparisons.h"

#include <algorithm>
#include <set>
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
  reading_.cancel();
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

ComparisonJob Comparisons::jobOf(const Measured& measured, const ComparisonPlan& plan) const {
  ComparisonJob job;
  job.options = optionsFor(measured.common, plan);
  job.draw = [source = measured.source.toStdString(), common = job.options.common,
              count = plan.pools](RunControl& control) { return openPools(source, common, count, control); };
  job.pools = measured.pools;
  return job;
}

void Comparisons::start(const ComparisonPlan& asked) {
  const DatasetPtr& dataset = session_->dataset();
  if (!dataset || runner_.running()) return;
  std::shared_ptr<Measured>& measured = measured_[dataset->hash];
  if (!measured || measured->cells.empty() || measured->plan.pools != asked.pools) {
    measured = std::make_shared<Measured>();
    measured->dataset = dataset;
    measured->source = session_->source();
    measured->common.dataset = session_->options().dataset;
    measured->plan = asked;
    measured->plan.firstSeed = session_->options().seed;
  }
  if (!measured->foreign.isEmpty()) return;
  ComparisonPlan& plan = measured->plan;
  const ComparisonPlan before = plan;
  plan.methods = united(plan.methods, asked.methods);
  plan.budgets = united(plan.budgets, asked.budgets);
  plan.classifiers = united(plan.classifiers, asked.classifiers);
  plan.seeds = std::max(plan.seeds, asked.seeds);
  plan.full = plan.full || asked.full;
  dropWhatChanges(*measured, before);
  ComparisonJob job = jobOf(*measured, plan);
  job.options.common.threads = session_->options().threads;
  // Of all that was ever asked, what is asked now.
  ComparisonPlan now = asked;
  now.firstSeed = plan.firstSeed;
  std::set<CellId> wanted;
  for (CellId& id : cellsOf(now)) wanted.insert(std::move(id));
  for (CellId& id : cellsOf(plan))
    if (wanted.count(id) == 0 || measured->cells.count(id) > 0) job.known.push_back(std::move(id));
  working_ = measured;
  progress_ = {};
  runner_.start(std::move(job));
  emit changed();
}

void Comparisons::dropWhatChanges(Measured& measured, const ComparisonPlan& before) {
  if (!measured.pools) return;
  const HoldOut& pool = measured.pools->front();
  const ComparisonOptions earlier = optionsFor(measured.common, before),
                          now = optionsFor(measured.common, measured.plan);
  std::erase_if(measured.cells, [&](const auto& entry) {
    const std::string& method = entry.first.method;
    if (method == kFullData || comparedMethod(method).preset.empty()) return false;
    const Options a = methodOptions(pool, earlier, method), b = methodOptions(pool, now, method);
    return b.perplexity == 0 &&
           (a.sampling.count != b.sampling.count || a.sampling.ratio != b.sampling.ratio);
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
  // Of all that was asked, so that a guided method is guided as it was; only this cell is not known.
  ComparisonPlan plan = detailing_->plan;
  if (wanted_->method != kFullData) plan.methods = {wanted_->method};
  plan.classifiers = {wanted_->classifier};
  ComparisonJob job = jobOf(*detailing_, plan);
  job.options.common.threads = 1;
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

void Comparisons::open(const QString& path) {
  const DatasetPtr& dataset = session_->dataset();
  if (!dataset) return;
  const auto given = [](const QString& text) { return text.toStdString(); };
  if (const Measured* there = measured(dataset); there && (!there->saved || there == working()))
    return messages_->fail(path, tr("would take the place of what was measured here."),
                           tr("Save that first."));
  aside(
      [this, path = given(path), source = given(session_->source()), name = session_->source(), dataset,
       reading = session_->options().dataset] {
        const StoredCells stored = readCells(path);
        const ComparisonSubject& subject = stored.subject;
        auto read = std::make_shared<Measured>();
        read->dataset = dataset;
        read->source = name;
        read->common.dataset = reading;
        read->plan = subject.plan;
        const ComparisonOptions options = optionsFor(read->common, subject.plan);
        const auto otherData = [&](const std::string& here) {
          return Error(path,
                       "is of other data: " + subject.train + ", " + std::to_string(subject.points) +
                           " points to choose from and " + std::to_string(subject.heldOut) +
                           " to test on; open is " + here + ".",
                       "Open the data that were compared, as many points of them.");
        };
        read->pools = std::make_shared<const std::vector<HoldOut>>(
            openPools(source, options.common, subject.plan.pools, reading_));
        std::vector<std::pair<std::string, std::string>> hashes;
        for (const HoldOut& pool : *read->pools) hashes.emplace_back(pool.train->hash, pool.test->hash);
        if (hashes != subject.hashes) throw otherData(dataset->name);
        const ComparisonSubject own = subjectOf(*read->pools, options);
        if (own.version != subject.version)
          read->foreign = tr("computed by version %1").arg(QString::fromStdString(subject.version));
        else if (own.options != subject.options || own.keys != subject.keys)
          read->foreign = tr("computed with options of the command line");
        if (!read->foreign.isEmpty()) read->subject = subject;
        for (const Cell& cell : stored.cells) read->cells[cell.id] = cell;
        return read;
      },
      [this, path](const std::shared_ptr<Measured>& read) { show(path, read); });
}

void Comparisons::show(const QString& path, const std::shared_ptr<Measured>& read) {
  std::shared_ptr<Measured>& place = measured_[read->dataset->hash];
  if (place && place == working_) return;
  place = read;
  messages_->remark(tr("Opened %1: %2 cells").arg(path).arg(read->cells.size()));
  emit opened(read->dataset);
  emit changed();
}

void Comparisons::save(const QString& path) {
  const auto found = session_->dataset() ? measured_.find(session_->dataset()->hash) : measured_.end();
  if (found == measured_.end() || !found->second->pools) return;
  const std::shared_ptr<Measured> there = found->second;
  std::vector<Cell> cells;
  for (const auto& [id, cell] : there->cells) cells.push_back(cell);
  aside(
      [path = path.toStdString(), cells, pools = there->pools, subject = there->subject,
       options = optionsFor(there->common, there->plan)] {
        writeFile(path, cellsText(subject ? *subject : subjectOf(*pools, options), cells));
        return cells.size();
      },
      [this, path, there](size_t written) {
        there->saved = written == there->cells.size();
        messages_->remark(tr("Wrote %1").arg(path));
        emit this->written(path);
      });
}

}  // namespace adapsne
