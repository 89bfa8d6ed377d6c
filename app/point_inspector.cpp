// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/point_inspector.h"

#include <utility>

namespace adapsne {

namespace {

SearchedRun searchOf(const Run& run) {
  return {run.graph.get(), run.sigma.get(), run.options.search, run.options.seed};
}

}  // namespace

PointInspector::PointInspector(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(1);
}

PointInspector::~PointInspector() {
  cancel();
  pool_.waitForDone();
}

void PointInspector::cancel() {
  if (control_) control_->cancel();
}

void PointInspector::inspect(const RunPtr& run, const RunPtr& other, qint64 row) {
  cancel();
  control_ = std::make_shared<RunControl>(1);
  pool_.start([this, run, other, row, control = control_] {
    try {
      auto scene = fireworksScene(searchOf(*run), other ? std::optional(searchOf(*other)) : std::nullopt, row,
                                  *control);
      QMetaObject::invokeMethod(
          this,
          [this, control, scene = std::move(scene)] {
            if (!control->cancelRequested()) emit sceneReady(scene);
          },
          Qt::QueuedConnection);
    } catch (const Cancelled&) {
      // Another point was asked for, or the window closes.
    }
  });
}

}  // namespace adapsne
