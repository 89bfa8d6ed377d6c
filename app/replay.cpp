// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay.h"

#include <utility>
#include <vector>

#include "views/format.h"
#include "views/iteration_bar.h"
#include "views/map_pair.h"

namespace adapsne {

QString frameCaption(const RecordedFrame& frame) {
  return QObject::tr("iteration %1 of %2 · perplexity %3")
      .arg(countText(frame.iteration), countText(frame.iterations), numberText(frame.perplexity));
}

Replay::Replay(MapPair* maps, IterationBar* bar, QObject* parent) : QObject(parent), maps_(maps), bar_(bar) {
  constexpr int kRefresh = 50;  // ms: frames may come by the hundred a second
  refreshSoon_.setSingleShot(true);
  refreshSoon_.setInterval(kRefresh);
  connect(&refreshSoon_, &QTimer::timeout, this, &Replay::refresh);
  connect(bar_, &IterationBar::positionChanged, this, &Replay::showFrame);
}

void Replay::begin(int slot) {
  if (!bar_->follows()) bar_->toEnd();  // both maps, before another one leads
  at(slot) = {std::make_shared<MapRecording>(), true};
  lead_ = slot;
  // A look back belonged to the run that is replaced.
  bar_->setMarks({}, true);
  refresh();
}

int Replay::record(int slot, const RecordedFrame& frame) {
  if (!at(slot).live || !at(slot).recording) return 1;  // its map was closed
  MapRecording& recording = *at(slot).recording;
  const int before = recording.stride();
  recording.add(frame);
  if (slot == lead_) {
    // Where frames were dropped, the bar's numbers are no longer those of the recording.
    if (recording.stride() != before)
      refresh();
    else if (!refreshSoon_.isActive())
      refreshSoon_.start();
  }
  return recording.stride();
}

void Replay::showLive(int slot, const RecordedFrame& frame) {
  if (slot == lead_ && !bar_->follows()) return;
  maps_->setFrame(slot, frame.positions, frameCaption(frame));
}

void Replay::setRun(int slot, RecordingPtr recording) {
  at(slot) = {std::move(recording), false};
  if (slot != lead_) return;
  const bool held = !bar_->follows();
  refresh();
  if (held) showFrame(bar_->position());
}

void Replay::stop(int slot) {
  at(slot).live = false;
  if (slot == lead_) refresh();
}

void Replay::forget(int slot) {
  at(slot) = {};
  if (slot == lead_) bar_->setMarks({}, false);
}

void Replay::setLead(int slot) {
  if (slot == lead_) return;
  if (!bar_->follows()) bar_->toEnd();
  lead_ = slot;
  bar_->setMarks({}, false);
  refresh();
}

void Replay::refresh() {
  std::vector<FrameMark> marks;
  const Slot& lead = at(lead_);
  if (lead.recording) {
    marks.reserve(lead.recording->frames().size());
    for (const RecordedFrame& f : lead.recording->frames())
      marks.push_back({f.iteration, f.iterations, f.candidate, f.perplexity});
  }
  bar_->setMarks(std::move(marks), lead.live);
}

void Replay::showFrame(int position) {
  const Slot& lead = at(lead_);
  if (!lead.recording || position < 0 || position >= static_cast<int>(lead.recording->frames().size()))
    return;
  const RecordedFrame& frame = lead.recording->frames()[static_cast<size_t>(position)];
  const bool final = bar_->follows();
  const int other = 1 - lead_;
  const RecordingPtr& beside = at(other).recording;
  const RecordedFrame* besideFrame = nullptr;
  if (!final && maps_->isPaired() && !at(other).live && beside) {
    const int same = beside->frameOf(frame.candidate < 0 ? frame.iteration : 0);
    if (same >= 0) besideFrame = &beside->frames()[static_cast<size_t>(same)];
  }
  // A first: B is laid over it.
  for (int slot = 0; slot < 2; ++slot) {
    if (slot == lead_)
      showOn(slot, final && !lead.live && maps_->run(slot) ? nullptr : &frame);
    else if (!at(other).live)
      showOn(slot, besideFrame);
  }
  emit shown(frame.candidate < 0 ? frame.iteration : -1, final);
}

void Replay::showOn(int slot, const RecordedFrame* frame) {
  if (maps_->run(slot))
    maps_->setReplay(slot, frame ? frame->positions : nullptr, frame ? frameCaption(*frame) : QString());
  else if (frame)
    maps_->setFrame(slot, frame->positions, frameCaption(*frame));
}

}  // namespace adapsne
