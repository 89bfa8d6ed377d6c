// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <QObject>
#include <QString>
#include <QUndoStack>

namespace adapsne {

/// One step that Undo takes back and Redo makes again. It has been made already when it is added.
///
/// `undo` and `redo` each bring a whole state about, whatever was there: of steps that merge, the first one's
/// undo and the last one's redo remain.
struct Change {
  QString subject;   ///< "Perplexity", or the whole text where there is no `from` and `to`.
  QString from, to;  ///< "30", "50"
  std::function<void()> undo, redo;
  QString mergeKey;  ///< Steps of the same key, one right after the other, become one; empty: never.
  /// What the step is about, where that may go away: a step whose owner is gone is dropped.
  std::optional<std::weak_ptr<const void>> owner;

  /// "Perplexity: 30 to 50"; long values are shortened in the middle.
  QString text() const;
};

/// The window's steps, back and forward: a QUndoStack without those that no longer apply.
class UndoStack : public QObject {
  Q_OBJECT

 public:
  using Clock = std::chrono::steady_clock;
  /// Steps of one key merge while no more than this passes from one to the next.
  static constexpr std::chrono::milliseconds kMergeTime{1000};
  static constexpr int kLimit = 100;  ///< Steps that are kept.

  explicit UndoStack(QObject* parent = nullptr);
  /// What tells when a step is added: a test brings its own, and need not wait.
  void setClock(std::function<Clock::time_point()> now) { now_ = std::move(now); }

  void add(Change change);
  void undo();
  void redo();
  void clear();
  /// Drops the next steps whose owner is gone. Call it when owners go; undo() and redo() do.
  void prune();

  bool canUndo() const { return steps_.canUndo(); }
  bool canRedo() const { return steps_.canRedo(); }
  /// The text of the step that would be taken back, or made again; empty where there is none.
  QString undoText() const { return steps_.undoText(); }
  QString redoText() const { return steps_.redoText(); }

 signals:
  void changed();  ///< What the four above say.

 private:
  std::function<Clock::time_point()> now_ = &Clock::now;
  QUndoStack steps_;  ///< holds Steps (undo.cpp) alone
};

}  // namespace adapsne
