// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QThreadPool>

#include "core/perplexity/fireworks_scene.h"
#include "core/pipeline/run.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Recomputes the search for one point's sigma, recorded, on a thread of its own: a row of many neighbours
/// takes longer than the window may wait. A new request cancels the one before.
class PointInspector : public QObject {
  Q_OBJECT

 public:
  explicit PointInspector(QObject* parent = nullptr);
  ~PointInspector() override;

  /// `other`, where given, is the run beside it: its search of the same point is shown where it is of the
  /// other kind.
  void inspect(const RunPtr& run, const RunPtr& other, qint64 row);
  void cancel();

 signals:
  void sceneReady(std::shared_ptr<const adapsne::FireworksScene> scene);

 private:
  std::shared_ptr<RunControl> control_;
  QThreadPool pool_;
};

}  // namespace adapsne
