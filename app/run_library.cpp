// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_library.h"

#include <algorithm>
#include <utility>

#include "core/pipeline/presets.h"

namespace adapsne {

namespace {

bool sameResults(const Run& a, const Run& b) {
  return &a == &b || (a.keys == b.keys && (a.map == b.map || a.map->positions == b.map->positions));
}

}  // namespace

std::vector<RecordedFrame> framesOf(const ListedRun& listed) {
  return listed.recording ? listed.recording->frames() : std::vector<RecordedFrame>();
}

const ListedRun* RunLibrary::find(int id) const {
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [id](const ListedRun& r) { return r.id == id; });
  return found == runs_.end() ? nullptr : &*found;
}

const ListedRun* RunLibrary::find(const RunPtr& run) const {
  if (!run) return nullptr;
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [&](const ListedRun& r) { return sameResults(*r.run, *run); });
  return found == runs_.end() ? nullptr : &*found;
}

QString RunLibrary::titleOf(const RunPtr& run) const {
  const ListedRun* listed = find(run);
  return listed ? listed->name : QString::fromStdString(methodTitle(run->options.method));
}

std::vector<int> RunLibrary::worthSaving() const {
  constexpr double kLong = 60;  // Seconds: what took less is soon run again, with the same bits.
  std::vector<int> ids;
  for (const ListedRun& listed : runs_) {
    if (listed.folder.isEmpty() && (listed.pinned || listed.run->seconds >= kLong)) ids.push_back(listed.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

ListedRun* RunLibrary::entry(int id) {
  return const_cast<ListedRun*>(std::as_const(*this).find(id));
}

QString RunLibrary::freeName(const Run& run) const {
  const QString base = QString::fromStdString(methodTitle(run.options.method));
  const auto taken = [this](const QString& name) {
    return std::any_of(runs_.begin(), runs_.end(), [&](const ListedRun& r) { return r.name == name; });
  };
  QString name = base;
  for (int number = 2; taken(name); ++number) name = QStringLiteral("%1 %2").arg(base).arg(number);
  return name;
}

int RunLibrary::add(RunPtr run, RecordingPtr recording, const QString& name, const QString& folder) {
  const auto same =
      std::find_if(runs_.begin(), runs_.end(), [&](const ListedRun& r) { return sameResults(*r.run, *run); });
  ListedRun listed;
  if (same != runs_.end()) {
    listed = std::move(*same);
    runs_.erase(same);
  } else {
    listed.id = nextId_++;
    listed.name = name.isEmpty() ? freeName(*run) : name;
  }
  listed.run = std::move(run);
  // A map that was reused did not move: what was seen the first time tells more.
  if (!listed.recording || (recording && recording->frames().size() > listed.recording->frames().size()))
    listed.recording = std::move(recording);
  if (!name.isEmpty()) listed.name = name;
  if (!folder.isEmpty()) listed.folder = folder;
  const int id = listed.id;
  runs_.insert(runs_.begin(), std::move(listed));
  dropOldest();
  thinRecordings();
  emit changed();
  return id;
}

void RunLibrary::dropOldest() {
  int unpinned = 0;
  std::erase_if(runs_, [&](const ListedRun& r) { return !r.pinned && ++unpinned > kMostUnpinned; });
}

void RunLibrary::thinRecordings() {
  std::vector<MapRecording*> recordings;
  int64_t total = 0;
  for (const ListedRun& r : runs_) {
    if (!r.recording) continue;
    recordings.push_back(r.recording.get());
    total += r.recording->bytes();
  }
  bool lost = false;
  while (total > MapRecording::kBudget && !recordings.empty()) {
    const auto heaviest =
        std::max_element(recordings.begin(), recordings.end(),
                         [](const auto* a, const auto* b) { return a->bytes() < b->bytes(); });
    const int64_t before = (*heaviest)->bytes();
    (*heaviest)->thinTo(before / 2);
    const int64_t freed = before - (*heaviest)->bytes();
    total -= freed;
    lost = lost || freed > 0;
    if (freed == 0) recordings.erase(heaviest);  // only the ends of its phases are left
  }
  if (lost) emit thinned();
}

void RunLibrary::rename(int id, const QString& name) {
  ListedRun* run = entry(id);
  if (!run || name.trimmed().isEmpty()) return;
  run->name = name.trimmed();
  emit changed();
}

void RunLibrary::setPinned(int id, bool pinned) {
  ListedRun* run = entry(id);
  if (!run) return;
  run->pinned = pinned;
  emit changed();
}

void RunLibrary::setFolder(int id, const QString& folder, const ExemplarEdits& edits) {
  ListedRun* run = entry(id);
  if (!run) return;
  run->folder = folder;
  run->savedEdits = edits;
  emit changed();
}

ListedRun RunLibrary::take(int id, int& place) {
  const ListedRun* run = find(id);
  if (!run) return {};
  place = static_cast<int>(run - runs_.data());
  ListedRun taken = *run;
  runs_.erase(runs_.begin() + place);
  emit changed();
  return taken;
}

void RunLibrary::insert(ListedRun run, int place) {
  const auto at = std::clamp(place, 0, static_cast<int>(runs_.size()));
  runs_.insert(runs_.begin() + at, std::move(run));
  thinRecordings();
  emit changed();
}

}  // namespace adapsne
