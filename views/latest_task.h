// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include <QObject>
#include <QString>
#include <QThreadPool>

#include "core/support/task_outcome.h"

namespace adapsne {

/// Computes a value away from the GUI thread, where the newest request matters: one that has not begun is
/// replaced by the next. Results arrive in the order of the requests, also that of one that has been
/// overtaken meanwhile.
///
/// `work` may hold only values and shared constants, and touches no widget. `done` gets the result on the GUI
/// thread. Work that throws, whatever it throws, delivers nothing: what was shown before stays, and failed()
/// says why.
class LatestTask : public QObject {
  Q_OBJECT

 public:
  explicit LatestTask(QObject* parent = nullptr);
  /// Waits for what is being computed.
  ~LatestTask() override;

  template <typename Work, typename Done>
  void start(Work work, Done done) {
    using Result = decltype(work());
    submit([work = std::move(work), done = std::move(done)]() -> std::function<void()> {
      auto result = std::make_shared<Result>(work());
      return [done, result] { done(std::move(*result)); };
    });
  }
  /// What was asked for before this is not delivered.
  void drop() {
    next_ = nullptr;
    delivered_ = dropped_ = newest_;
  }
  /// Whether a request has neither been delivered nor dropped.
  bool pending() const { return delivered_ != newest_; }

 signals:
  void failed(const QString& where, const QString& problem, const QString& remedy);

 private:
  void submit(std::function<std::function<void()>()> job);
  void begin();
  void finish(uint64_t number, const TaskOutcome& outcome, const std::function<void()>& deliver);

  QThreadPool pool_;
  std::function<std::function<void()>()> next_;  ///< Waits for the one that is being computed.
  bool running_ = false;
  uint64_t newest_ = 0, delivered_ = 0, dropped_ = 0;  ///< Requests are counted from 1.
};

}  // namespace adapsne
