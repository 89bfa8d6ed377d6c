// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latest_task.h"

#include <new>

#include <QMetaObject>

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
    std::function<void()> deliver = [] {};
    try {
      deliver = job();
    } catch (const std::bad_alloc&) {
      // Too little memory for a picture or an index: what was shown before stays.
    }
    QMetaObject::invokeMethod(
        this,
        [this, deliver = std::move(deliver), number] {
          running_ = false;
          if (next_) begin();
          if (number <= dropped_) return;
          delivered_ = number;
          deliver();
        },
        Qt::QueuedConnection);
  });
}

}  // namespace adapsne
