// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>
#include <QString>

#include "app/replay.h"
#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"

namespace adapsne {

/// A finished run of this session.
struct ListedRun {
  int id = 0;  ///< Counted up, never used again.
  QString name;
  bool pinned = false;
  RunPtr run;
  RecordingPtr recording;    ///< Null where its map was not seen moving.
  QString folder;            ///< Where it was saved or read; empty: nowhere.
  ExemplarEdits savedEdits;  ///< Of its exemplars, as that folder has them.
};

/// What was recorded of it, as values.
std::vector<RecordedFrame> framesOf(const ListedRun& listed);

/// The finished runs of a session, newest first.
///
/// Where there are more than kMostUnpinned that are not pinned, the oldest of them goes; all recordings
/// together stay within one recording's budget.
class RunLibrary : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMostUnpinned = 24;

  using QObject::QObject;

  const std::vector<ListedRun>& runs() const { return runs_; }
  const ListedRun* find(int id) const;
  const ListedRun* find(const RunPtr& run) const;  ///< With the results of this one; null for null.
  QString titleOf(const RunPtr& run) const;        ///< Its name here, else its method's title.
  /// Returns its id. A run with the results of one that is here takes its place, with its name. Without a
  /// name it gets one from its method.
  int add(RunPtr run, RecordingPtr recording, const QString& name = {}, const QString& folder = {});
  /// The runs that are saved nowhere and that somebody may miss: pinned ones, and those that took long.
  /// Ascending.
  std::vector<int> worthSaving() const;
  void rename(int id, const QString& name);  ///< Not to an empty name.
  void setPinned(int id, bool pinned);
  void setFolder(int id, const QString& folder, const ExemplarEdits& edits = {});
  /// Takes a run out; insert() puts it back where it was, and drops no other for it.
  ListedRun take(int id, int& place);
  void insert(ListedRun run, int place);

 signals:
  void changed();
  void thinned();  ///< Some recordings have lost frames.

 private:
  ListedRun* entry(int id);
  QString freeName(const Run& run) const;
  void dropOldest();
  void thinRecordings();

  std::vector<ListedRun> runs_;
  int nextId_ = 1;
};

}  // namespace adapsne
