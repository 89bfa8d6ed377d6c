// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exemplar_editor.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "app/messages.h"
#include "app/session.h"
#include "app/undo.h"
#include "core/pipeline/decided_rows.h"
#include "core/sampling/row_numbers.h"
#include "core/support/error.h"
#include "views/format.h"

namespace adapsne {

namespace {

bool holds(const std::vector<int64_t>& rows, qint64 row) {
  return std::binary_search(rows.begin(), rows.end(), row);
}

/// Row numbers with one more, or without it. What cannot be read is replaced.
std::string withRow(const std::string& text, int64_t row, bool there) {
  std::vector<int64_t> rows;
  try {
    rows = parseRowNumbers(text, "");
  } catch (const UsageError&) {
  }
  std::erase(rows, row);
  if (there) rows.push_back(row);
  std::sort(rows.begin(), rows.end());
  return rowNumbersText(rows);
}

/// With the rows that the run's own options exclude. Throws where a file of theirs is gone.
std::vector<int64_t> withExcluded(const Run& run, const std::vector<int64_t>& barred, RunControl& control) {
  if (run.options.sampling.exclude.empty()) return barred;
  const std::vector<int64_t> excluded =
      decidedRows(*run.dataset, run.options.sampling, readSideFiles(run.options), control).excluded;
  std::vector<int64_t> both;
  std::set_union(barred.begin(), barred.end(), excluded.begin(), excluded.end(), std::back_inserter(both));
  return both;
}

/// Values compared for the territories; fewer are done at once.
int64_t costOf(const Run& run, const ExemplarEdits& edits) {
  return run.dataset->points * run.features->dimensions * (2 * changedExemplars(edits) + 1);
}
std::shared_ptr<const Subset> subsetOf(const Run& run, const ExemplarEdits& edits) {
  RunControl control(1);
  return editedSubset(*run.subset, edits, *run.features, control);
}
constexpr int64_t kAtOnce = 4'000'000;  // some milliseconds

}  // namespace

ExemplarEditor::ExemplarEditor(Session* session, UndoStack* undo, Messages* messages, QObject* parent)
    : QObject(parent), session_(session), undo_(undo), messages_(messages), owner_(std::make_shared<int>()) {
  connect(session, &Session::datasetChanged, this, [this](bool otherRows) {
    if (!otherRows) return;
    owner_ = std::make_shared<int>();
    giveSwapsUp();
  });
  connect(session, &Session::runsChanged, this, &ExemplarEditor::giveSwapsUp);
  connect(&finding_, &LatestTask::failed, this, &ExemplarEditor::giveSwapsUp);
  for (LatestTask* task : {&finding_, &territories_})
    connect(task, &LatestTask::failed, this, &ExemplarEditor::failed);
}

bool ExemplarEditor::isExemplar(qint64 row) const {
  const auto exemplars = session_->exemplars(session_->currentRun());
  return exemplars && holds(exemplars->rows, row);
}

bool ExemplarEditor::isPinned(qint64 row) const {
  return holds(session_->pinned(), row);
}

/// Given, and not by a pin: then a file of the run's options names it.
bool ExemplarEditor::isGivenByFile(qint64 row) const {
  const RunPtr& run = session_->currentRun();
  if (!run || run->options.sampling.given.empty() || !holds(run->subset->given, row)) return false;
  try {
    const std::vector<int64_t> pins = parseRowNumbers(run->options.sampling.givenRows, "");
    return std::find(pins.begin(), pins.end(), run->dataset->sourceRow(row)) == pins.end();
  } catch (const UsageError&) {
    return true;
  }
}

bool ExemplarEditor::isFixed(qint64 row) const {
  return isPinned(row) || isGivenByFile(row);
}

bool ExemplarEditor::canRemove(qint64 row) const {
  return canSwap(row) && session_->exemplars(session_->currentRun())->rows.size() > 1;
}

bool ExemplarEditor::canChoose(qint64 row) const {
  const RunPtr& run = session_->currentRun();
  return run && row >= 0 && row < run->dataset->points && !isExemplar(row);
}

bool ExemplarEditor::canPin(qint64 row) const {
  return isPinned(row) || (isExemplar(row) && !isGivenByFile(row));
}

ExemplarEditor::State ExemplarEditor::now() const {
  const SamplingOptions& sampling = session_->options().sampling;
  return {session_->edits(session_->currentRun()), sampling.givenRows, sampling.excludeRows};
}

void ExemplarEditor::swap(qint64 row) {
  if (!canSwap(row)) return;
  swaps_.push_back(row);
  if (!finding_.pending()) findNext();
}

void ExemplarEditor::giveSwapsUp() {
  swaps_.clear();
  finding_.drop();
}

/// Looks for who is to take the place of the first exemplar that waits for it.
void ExemplarEditor::findNext() {
  while (!swaps_.empty() && !canSwap(swaps_.front())) swaps_.pop_front();
  if (swaps_.empty()) return;
  const qint64 row = swaps_.front();
  const RunPtr run = session_->currentRun();
  const ExemplarEdits edits = session_->edits(run);
  // Where the run chose class by class, a swap leaves the classes' shares as they are.
  const bool byClass = run->options.sampling.classes != ClassPolicy::Ignore && run->dataset->hasLabels();
  finding_.start(
      [run, edits, row, barred = session_->barred(), byClass] {
        RunControl control(1);
        return nextExemplar(
            *run->subset, edits, *run->features, row, withExcluded(*run, barred, control),
            byClass ? std::span<const int32_t>(run->dataset->labels) : std::span<const int32_t>(), control);
      },
      [this, run, edits, row](const NextExemplar& next) {
        if (session_->edits(run) == edits) {  // Else something else came first: it is found anew.
          swaps_.pop_front();
          takeNext(run, row, next);
        }
        findNext();
      });
}

void ExemplarEditor::takeNext(const RunPtr& run, qint64 row, const NextExemplar& next) {
  const QString name = countText(run->dataset->sourceRow(row));
  if (next.row < 0)
    return messages_->remark(
        tr("Nobody else may stand in for row %1: its territory has no other point").arg(name));
  State after = now();
  after.edits = withSwapped(run->subset->rows, after.edits, row, next.row);
  const QString instead = countText(run->dataset->sourceRow(next.row));
  // Who asked twice wants the next but one.
  std::replace(swaps_.begin(), swaps_.end(), row, static_cast<qint64>(next.row));
  change(tr("Swap exemplar"), after);
  messages_->remark(next.place == 0
                        ? tr("Row %1 has its place again").arg(instead)
                        : tr("Row %1 instead of %2: place %3 of %4 by distance to the run's own exemplar")
                              .arg(instead, name, countText(next.place), countText(next.others)));
  emit swapped(row, next.row);
}

void ExemplarEditor::remove(qint64 row) {
  if (!canRemove(row)) return;
  const RunPtr run = session_->currentRun();
  State after = now();
  after.edits = withoutExemplar(run->subset->rows, after.edits, row);
  after.excludeRows = withRow(after.excludeRows, run->dataset->sourceRow(row), true);
  change(tr("Remove exemplar"), after);
  messages_->remark(
      tr("Removed; the next run does without row %1").arg(countText(run->dataset->sourceRow(row))));
}

void ExemplarEditor::choose(qint64 row) {
  if (!canChoose(row)) return;
  const RunPtr run = session_->currentRun();
  State after = now();
  after.edits = withExemplar(run->subset->rows, after.edits, row);
  if (holds(session_->barred(), row))
    after.excludeRows = withRow(after.excludeRows, run->dataset->sourceRow(row), false);
  change(tr("Choose exemplar"), after);
  messages_->remark(tr("Row %1 is an exemplar; pin it to keep it in the next run")
                        .arg(countText(run->dataset->sourceRow(row))));
}

void ExemplarEditor::setPinned(qint64 row, bool pinned) {
  if (!canPin(row) || pinned == isPinned(row)) return;
  const int64_t number = session_->currentRun()->dataset->sourceRow(row);
  State after = now();
  after.givenRows = withRow(after.givenRows, number, pinned);
  if (pinned && holds(session_->barred(), row)) after.excludeRows = withRow(after.excludeRows, number, false);
  change(pinned ? tr("Pin exemplar") : tr("Unpin exemplar"), after);
  messages_->remark(
      pinned ? tr("Pinned: the next run keeps row %1 and chooses the rest anew").arg(countText(number))
             : tr("Row %1 is pinned no more").arg(countText(number)));
}

void ExemplarEditor::change(const QString& step, const State& after) {
  const RunPtr run = session_->currentRun();
  const State before = now();
  apply(run, after);
  undo_->add({step,
              {},
              {},
              [this, run, before] { apply(run, before); },
              [this, run, after] { apply(run, after); },
              {},
              owner_});
}

void ExemplarEditor::apply(const RunPtr& run, const State& state) {
  Options options = session_->options();
  const bool sameOptions =
      options.sampling.givenRows == state.givenRows && options.sampling.excludeRows == state.excludeRows;
  setEdits(run, state.edits);
  if (sameOptions) return;
  options.sampling.givenRows = state.givenRows;
  options.sampling.excludeRows = state.excludeRows;
  session_->setOptions(options);
}

void ExemplarEditor::restore(const RunPtr& run, const ExemplarEdits& edits) {
  if (session_->edits(run).empty()) setEdits(run, edits);
}

void ExemplarEditor::setEdits(const RunPtr& run, const ExemplarEdits& edits) {
  if (edits == session_->edits(run)) return;
  std::erase_if(awaited_, [&run](const Awaited& other) { return other.run == run; });
  if (edits.empty()) return session_->setEdits(run, edits, nullptr);
  if (costOf(*run, edits) <= kAtOnce) return session_->setEdits(run, edits, subsetOf(*run, edits));
  // Who the exemplars are is known at once, for whom they stand a moment later.
  auto rows = std::make_shared<Subset>();
  rows->rows = editedRows(run->subset->rows, edits);
  std::set_intersection(run->subset->given.begin(), run->subset->given.end(), rows->rows.begin(),
                        rows->rows.end(), std::back_inserter(rows->given));
  rows->sampler = run->subset->sampler;
  session_->setEdits(run, edits, rows);
  awaited_.push_back({run, edits});
  territories_.start(
      [awaited = awaited_] {
        std::vector<std::shared_ptr<const Subset>> subsets;
        subsets.reserve(awaited.size());
        for (const Awaited& one : awaited) subsets.push_back(subsetOf(*one.run, one.edits));
        return std::pair(awaited, subsets);
      },
      [this](const auto& found) {
        const auto& [awaited, subsets] = found;
        for (size_t i = 0; i < awaited.size(); ++i) {
          const Awaited& one = awaited[i];
          std::erase_if(awaited_, [&one](const Awaited& other) {
            return other.run == one.run && other.edits == one.edits;
          });
          if (session_->edits(one.run) == one.edits) session_->setEdits(one.run, one.edits, subsets[i]);
        }
      });
}

}  // namespace adapsne
