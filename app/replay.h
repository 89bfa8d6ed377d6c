// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/pipeline/map_recording.h"
#include "core/pipeline/run.h"

namespace adapsne {

class IterationBar;
class MapPair;

/// Shows recorded frames in the two maps as the iteration bar asks, and the newest one while it follows a
/// run.
///
/// The bar goes through the frames of one slot, the lead; the other map shows the same iteration of its own
/// final map, where it has been recorded.
class Replay : public QObject {
  Q_OBJECT

 public:
  Replay(MapPair* maps, IterationBar* bar, QObject* parent = nullptr);

  /// A run begins in this slot, which leads from now on.
  void begin(int slot);
  /// A frame for the recording of the run in progress. Returns the stride from now on.
  int record(int slot, const RecordedFrame& frame);
  /// The newest frame of the run in progress: shown unless somebody looks back.
  void showLive(int slot, const RecordedFrame& frame);
  /// A finished run is shown in this slot, with what was recorded of it, which may be null.
  void setRun(int slot, RecordingPtr recording);
  /// The run of a slot ended without a result, or its map is gone.
  void stop(int slot);
  void forget(int slot);
  void setLead(int slot);
  /// Was recorded in this slot; null where nothing was.
  const RecordingPtr& recording(int slot) const { return slots_[static_cast<size_t>(slot)].recording; }
  /// The recordings have lost frames.
  void refresh();

 signals:
  /// An iteration of the final map is shown, or a frame of the guide (-1); `final` at the end.
  void shown(int iteration, bool final);

 private:
  struct Slot {
    RecordingPtr recording;
    bool live = false;
  };
  Slot& at(int slot) { return slots_[static_cast<size_t>(slot)]; }
  void showFrame(int frame);
  void showOn(int slot, const RecordedFrame* frame);

  MapPair* maps_;
  IterationBar* bar_;
  std::array<Slot, 2> slots_;
  int lead_ = 0;
  QTimer refreshSoon_;
};

/// "iteration 640 of 1,000 · perplexity 30"
QString frameCaption(const RecordedFrame& frame);

}  // namespace adapsne
