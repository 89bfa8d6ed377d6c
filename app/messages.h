// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>
#include <QString>

namespace adapsne {

/// What the window has to say, from whoever has to say it: one banner shows the last message, the status line
/// the last remark.
class Messages : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// What was wrong, where, and what to do about it.
  void fail(const QString& where, const QString& problem, const QString& remedy) {
    emit failed(where, problem, remedy);
  }
  /// Something to know; `action`, where given, is the words of a button that does `then`.
  void notice(const QString& title, const QString& text, const QString& action = {},
              const std::function<void()>& then = {}) {
    emit noticed(title, text, action, then);
  }
  void remark(const QString& text) { emit remarked(text); }
  /// The message that is shown speaks of what is over.
  void clear() { emit cleared(); }

 signals:
  void failed(const QString& where, const QString& problem, const QString& remedy);
  void noticed(const QString& title, const QString& text, const QString& action,
               const std::function<void()>& then);
  void remarked(const QString& text);
  void cleared();
};

}  // namespace adapsne
