// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/undo.h"

#include <utility>

#include <QUndoCommand>

namespace adapsne {

namespace {

constexpr int kLongest = 28;  // characters of a value in a menu

QString shortened(const QString& value) {
  if (value.size() <= kLongest) return value;
  return value.left(kLongest / 2 - 1) + QStringLiteral("…") + value.right(kLongest / 2);
}

class Step : public QUndoCommand {
 public:
  Step(Change change, UndoStack::Clock::time_point when) : change_(std::move(change)), when_(when) {
    setText(change_.text());
  }

  bool isStale() const { return change_.owner && change_.owner->expired(); }

  void undo() override { carryOut(change_.undo); }
  void redo() override {
    if (std::exchange(made_, true)) carryOut(change_.redo);
  }

  /// Qt asks mergeWith() where these are equal and not -1.
  int id() const override { return change_.mergeKey.isEmpty() ? -1 : 1; }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = static_cast<const Step*>(other);
    if (!open_ || next->change_.mergeKey != change_.mergeKey) return false;
    if (next->when_ - when_ > UndoStack::kMergeTime) return false;
    when_ = next->when_;
    change_.to = next->change_.to;
    change_.redo = next->change_.redo;
    setText(change_.text());
    setObsolete(change_.from == change_.to);  // back where it began
    return true;
  }

 private:
  void carryOut(const std::function<void()>& what) {
    open_ = false;
    if (isStale())
      setObsolete(true);  // the stack deletes it
    else
      what();
  }

  Change change_;
  UndoStack::Clock::time_point when_;
  bool made_ = false;  ///< QUndoStack::push calls redo(), but the change has been made.
  bool open_ = true;   ///< May take in another: not once it was undone.
};

}  // namespace

QString Change::text() const {
  if (from.isEmpty() && to.isEmpty()) return subject;
  return UndoStack::tr("%1: %2 to %3").arg(subject, shortened(from), shortened(to));
}

UndoStack::UndoStack(QObject* parent) : QObject(parent) {
  steps_.setUndoLimit(kLimit);
}

void UndoStack::add(Change change) {
  steps_.push(new Step(std::move(change), now_()));
  prune();
}

void UndoStack::undo() {
  prune();
  steps_.undo();
  prune();
}

void UndoStack::redo() {
  prune();
  steps_.redo();
  prune();
}

void UndoStack::clear() {
  steps_.clear();
  emit changed();
}

void UndoStack::prune() {
  const auto stale = [this](int index) {
    const QUndoCommand* step = steps_.command(index);  // null beyond the ends
    return step && static_cast<const Step*>(step)->isStale();
  };
  // A stale step does nothing but leave.
  while (stale(steps_.index() - 1)) steps_.undo();
  while (stale(steps_.index())) steps_.redo();
  emit changed();
}

}  // namespace adapsne
