// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "core/comparison/compare_methods.h"
#include "core/support/run_control.h"
#include "core/support/task_outcome.h"

namespace adapsne {

/// Data to choose from and to test on, pool by pool.
using Pools = std::shared_ptr<const std::vector<HoldOut>>;

/// A comparison to compute.
struct ComparisonJob {
  /// Makes the pools, where there are none yet: on the thread of the comparison.
  std::function<std::vector<HoldOut>(RunControl&)> draw;
  Pools pools;
  ComparisonOptions options;
  std::vector<CellId> known;  ///< Not to be computed again.
};

/// Computes a comparison on a thread of its own, behind everything else that the machine does, and tells of
/// it on the GUI thread: at most ten times a second, and no cell is lost. One at a time.
class ComparisonRunner : public QObject {
  Q_OBJECT

 public:
  explicit ComparisonRunner(QObject* parent = nullptr);
  ~ComparisonRunner() override;  ///< Ends what is being computed.

  /// Not while another is running.
  void start(ComparisonJob job);
  /// What has been computed is still told; then ended().
  void stop();
  bool running() const { return control_ != nullptr; }
  bool stopping() const { return control_ && control_->cancelRequested(); }

 signals:
  void drawn(const adapsne::Pools& pools);
  void computed(const std::vector<adapsne::Cell>& cells);
  void progressed(const adapsne::ComparisonProgress& progress);
  void ended(const adapsne::TaskOutcome& outcome);

 private:
  /// What the thread says, until the window takes it.
  struct News {
    std::mutex mutex;
    bool told = false;  ///< The window knows that there is something.
    Pools pools;
    std::vector<Cell> cells;
    std::optional<ComparisonProgress> progress;
    std::optional<TaskOutcome> outcome;
  };
  class Teller;
  void deliver();

  std::shared_ptr<News> news_;
  std::shared_ptr<RunControl> control_;  ///< Of the one that is running.
  QTimer deliverSoon_;
  QThreadPool pool_;
};

}  // namespace adapsne
