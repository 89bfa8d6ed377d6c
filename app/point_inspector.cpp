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
    std::shared_ptr<const FireworksScene> scene;
    const TaskOutcome outcome = attempt([&] {
      scene = fireworksScene(searchOf(*run), other ? std::optional(searchOf(*other)) : std::nullopt, row,
                             *control);
    });
    QMetaObject::invokeMethod(
        this, [this, control, scene, outcome] { finish(*control, scene, outcome); }, Qt::QueuedConnection);
  });
}

void PointInspector::finish(const RunControl& control, const std::shared_ptr<const FireworksScene>& scene,
                            const TaskOutcome& outcome) {
  // Another point was asked for, or the window closes.
  if (control.cancelRequested() || outcome.cancelled) return;
  if (outcome.done()) return void(emit sceneReady(scene));
  const auto text = [](const std::string& part) { return QString::fromStdString(part); };
  emit failed(text(outcome.failure->where), text(outcome.failure->problem), text(outcome.failure->remedy));
}

}  // namespace adapsne
