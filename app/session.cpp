// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include <algorithm>

#include "core/pipeline/telling_point.h"
#include "core/sampling/row_numbers.h"
#include "core/support/error.h"

namespace adapsne {

Session::Session(const Theme& theme, QObject* parent) : QObject(parent), theme_(theme) {}

void Session::setDataset(const DatasetPtr& dataset, const QString& source, bool keepsPair) {
  const bool replaces = dataset_ != nullptr;
  bool selected = false, muted = false;
  const bool otherRows = !dataset_ || !dataset || dataset_->hash != dataset->hash;
  dataset_ = dataset;
  source_ = source;
  if (otherRows) {
    slots_ = {};
    paired_ = paired_ && keepsPair;
    if (!paired_) current_ = 0;
    hovered_ = telling_ = -1;
    told_ = {};
    // A row that was asked for before there was a dataset is one of this.
    if (replaces) asked_ = -1;
    pinned_ = asked_ >= 0;
    selected = !selection_.empty();
    selection_ = {};
    muted = !muted_.empty();
    muted_.clear();
  }
  emit datasetChanged(otherRows);
  if (!otherRows) return;
  if (muted) emit mutedChanged();
  if (selected) emit selectionChanged();
  emit runsChanged();
  emit inspectedChanged(inspected());
}

void Session::setOptions(const Options& options) {
  options_ = options;
  emit optionsChanged();
}

RunPtr Session::otherRun() const {
  return paired_ ? run(1 - current_) : nullptr;
}

void Session::setRun(int slot, const RunPtr& run) {
  if (!exists(slot) || (run && run == this->run(slot))) return;
  at(slot) = {run, run ? Showing::Run : Showing::Nothing};
  changeRuns();
}

void Session::setCurrent(int slot) {
  if (slot == current_ || (slot == 1 && !paired_)) return;
  current_ = slot;
  changeRuns();
}

void Session::present(int slot, const RunPtr& run) {
  if (!exists(slot)) return;  // its map was closed
  at(slot) = {run, Showing::Run};
  current_ = slot;
  changeRuns();
}

void Session::setPaired(bool paired) {
  if (paired == paired_) return;
  paired_ = paired;
  slots_[1] = {};
  if (!paired) current_ = 0;
  changeRuns();
}

void Session::close(int slot) {
  if (!paired_) return;
  // A map that has no finished run yet cannot be taken over: it goes, and A stays.
  if (slot == 0 && run(1)) slots_[0] = slots_[1];
  setPaired(false);
}

void Session::setMoving(int slot) {
  if (!exists(slot) || showing(slot) == Showing::Moving) return;
  at(slot) = {nullptr, Showing::Moving};
  changeRuns();
}

void Session::stopMoving() {
  bool changed = false;
  for (Slot& slot : slots_) {
    if (slot.showing != Showing::Moving) continue;
    slot.showing = Showing::Stopped;
    changed = true;
  }
  if (changed) changeRuns();
}

void Session::changeRuns() {
  const qint64 before = inspected();
  const std::pair<RunPtr, RunPtr> shown(currentRun(), otherRun());
  if (shown != told_) telling_ = shown.first ? tellingPoint(*shown.first, shown.second.get()) : -1;
  told_ = shown;
  emit runsChanged();
  if (inspected() != before) emit inspectedChanged(inspected());
}

ExemplarEdits Session::edits(const RunPtr& run) const {
  if (!run || edited_.empty()) return {};
  const auto found = edited_.find(idOf(*run));
  return found == edited_.end() ? ExemplarEdits() : found->second.edits;
}

std::shared_ptr<const Subset> Session::exemplars(const RunPtr& run) const {
  if (!run) return nullptr;
  if (edited_.empty()) return run->subset;
  const auto found = edited_.find(idOf(*run));
  return found == edited_.end() ? run->subset : found->second.exemplars;
}

void Session::setEdits(const RunPtr& run, const ExemplarEdits& edits,
                       std::shared_ptr<const Subset> exemplars) {
  if (edits.empty())
    edited_.erase(idOf(*run));
  else
    edited_[idOf(*run)] = {edits, std::move(exemplars)};
  emit exemplarsChanged();
}

/// Points by row numbers of the source; what is none of the open dataset's is left out, and said when a run
/// is asked for.
std::vector<int64_t> Session::pointsOf(const std::string& rows) const {
  std::vector<int64_t> points;
  if (!dataset_ || rows.empty()) return points;
  const std::vector<int64_t>& source = dataset_->sourceRows;
  try {
    for (const int64_t row : parseRowNumbers(rows, "")) {
      const auto found = std::lower_bound(source.begin(), source.end(), row);
      const bool known = source.empty() ? row < dataset_->points : found != source.end() && *found == row;
      if (known) points.push_back(source.empty() ? row : found - source.begin());
    }
  } catch (const UsageError&) {  // the form's field says so
  }
  std::sort(points.begin(), points.end());
  return points;
}

std::vector<int64_t> Session::pinned() const {
  return pointsOf(options_.sampling.givenRows);
}

std::vector<int64_t> Session::barred() const {
  return pointsOf(options_.sampling.excludeRows);
}

void Session::setSelection(const Selection& selection) {
  if (selection == selection_) return;
  selection_ = selection;
  emit selectionChanged();
}

void Session::setMuted(const std::vector<uint8_t>& muted) {
  if (muted == muted_) return;
  muted_ = muted;
  emit mutedChanged();
}

void Session::setHovered(qint64 row) {
  if (row == hovered_) return;
  hovered_ = row;
  emit hoveredChanged(row);
}

qint64 Session::inspected() const {
  return asked_ >= 0 && dataset_ && asked_ < dataset_->points ? asked_ : telling_;
}

void Session::inspect(qint64 row, bool pinned) {
  const qint64 before = inspected();
  asked_ = row;
  pinned_ = pinned;
  if (inspected() != before) emit inspectedChanged(inspected());
}

void Session::unpin() {
  pinned_ = false;
}

void Session::setTheme(const Theme& theme) {
  theme_ = theme;
  emit themeChanged();
}

void Session::setReducedMotion(bool reduced) {
  if (reduced == reducedMotion_) return;
  reducedMotion_ = reduced;
  emit reducedMotionChanged();
}

}  // namespace adapsne
