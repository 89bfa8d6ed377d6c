// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latest_task.h"

#include <QMetaObject>
#include <QtGlobal>

namespace adapsne {

LatestTask::LatestTask(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(1);
}

LatestTask::~LatestTask() {
  pool_.waitForDone();
}

void LatestTask::submit(std::function<std::function<void()>()> job) {
  ++newest_;
  next_ = std::move(job);
  if (!running_) begin();
}

void LatestTask::begin() {
  running_ = true;
  pool_.start([this, job = std::exchange(next_, nullptr), number = newest_] {
    std::function<void()> deliver;
    const TaskOutcome outcome = attempt([&] { deliver = job(); });
    QMetaObject::invokeMethod(
        this, [this, number, outcome, deliver = std::move(deliver)] { finish(number, outcome, deliver); },
        Qt::QueuedConnection);
  });
}

void LatestTask::finish(uint64_t number, const TaskOutcome& outcome, const std::function<void()>& deliver) {
  running_ = false;
  if (next_) begin();
  if (number <= dropped_) return;
  delivered_ = number;
  if (outcome.done()) return deliver();
  if (!outcome.failure) return;
  const auto text = [](const std::string& part) { return QString::fromStdString(part); };
  qWarning("%s: %s", outcome.failure->where.c_str(), outcome.failure->problem.c_str());
  emit failed(text(outcome.failure->where), text(outcome.failure->problem), text(outcome.failure->remedy));
}

}  // namespace adapsne
