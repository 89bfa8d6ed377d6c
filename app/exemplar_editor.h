// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"
#include "views/latest_task.h"

namespace adapsne {

class Messages;
class Session;
class UndoStack;

/// What people do to the exemplars of the current run: swap, remove, choose, pin. The run keeps its own;
/// edits go into the session, pins and removals also into the options, so that the next run keeps to them.
/// Each is a step that can be undone.
class ExemplarEditor : public QObject {
  Q_OBJECT

 public:
  ExemplarEditor(Session* session, UndoStack* undo, Messages* messages, QObject* parent = nullptr);

  // What may be done to a row of the current run. Nothing without a finished run.
  bool isExemplar(qint64 row) const;
  bool isPinned(qint64 row) const;
  /// It is an exemplar whatever the run chooses: pinned, or given by a file of the run.
  bool isFixed(qint64 row) const;
  bool canSwap(qint64 row) const { return isExemplar(row) && !isFixed(row); }
  bool canRemove(qint64 row) const;
  bool canChoose(qint64 row) const;
  bool canPin(qint64 row) const;

  /// The next best of its territory takes its place (nextExemplar()); found on another thread, one after the
  /// other where several are asked for. `swapped` says who it is.
  void swap(qint64 row);
  void remove(qint64 row);
  void choose(qint64 row);
  void setPinned(qint64 row, bool pinned);
  /// Edits that were kept with a run, where there are none of this session; no step.
  void restore(const RunPtr& run, const ExemplarEdits& edits);
  /// Nothing is being found.
  bool settled() const { return !finding_.pending() && !territories_.pending(); }

 signals:
  void swapped(qint64 row, qint64 instead);
  void failed(const QString& where, const QString& problem, const QString& remedy);

 private:
  /// What one step changes.
  struct State {
    ExemplarEdits edits;
    std::string givenRows, excludeRows;
  };
  State now() const;
  void giveSwapsUp();
  void findNext();
  void takeNext(const RunPtr& run, qint64 row, const NextExemplar& next);
  void apply(const RunPtr& run, const State& state);
  void change(const QString& step, const State& after);
  void setEdits(const RunPtr& run, const ExemplarEdits& edits);
  bool isGivenByFile(qint64 row) const;

  Session* session_;
  UndoStack* undo_;
  Messages* messages_;
  std::shared_ptr<const void> owner_;  ///< Of the steps: another one for another dataset.
  struct Awaited {
    RunPtr run;
    ExemplarEdits edits;
  };
  std::vector<Awaited> awaited_;  ///< Whose territories are being found.
  std::deque<qint64> swaps_;      ///< Exemplars that are to be swapped; the first one's next is being found.
  LatestTask finding_, territories_;
};

}  // namespace adapsne
