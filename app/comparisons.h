// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>
#include <QThreadPool>

#include "app/comparison_runner.h"
#include "core/comparison/accuracy_table.h"
#include "core/comparison/compare_methods.h"

namespace adapsne {

class Messages;
class Session;

/// What was measured of one dataset, as far as it came.
struct Measured {
  DatasetPtr dataset;
  QString source;
  ComparisonOptions options;  ///< Of the cells: their budgets, seed and what all methods share.
  ComparisonPlan plan;        ///< All that was asked so far.
  Pools pools;                ///< Null until they are drawn.
  std::map<CellId, Cell> cells;
  bool saved = true;  ///< Nothing would be lost with the window.

  AccuracyTable table(const ComparisonPlan& asked) const;
};

/// The comparisons of this window: what was measured of each dataset that was open, the one that is being
/// computed, and files of cells. One is computed at a time, beside the run in progress; it goes on when
/// another dataset is opened.
class Comparisons : public QObject {
  Q_OBJECT

 public:
  Comparisons(Session* session, Messages* messages, QObject* parent = nullptr);
  ~Comparisons() override;  ///< Ends what was begun.

  /// Of a dataset; null where nothing was asked.
  const Measured* measured(const DatasetPtr& dataset) const;
  /// The one that is being computed; null for none.
  const Measured* working() const;
  bool stopping() const { return runner_.stopping(); }
  const ComparisonProgress& progress() const { return progress_; }
  /// Whether cells would be lost with the window.
  bool unsaved() const;

  /// Compares on the open dataset: what is known already is not computed again.
  void start(const ComparisonPlan& asked);
  void stop();
  /// Computes a cell of the open dataset again, for what a file does not keep: its exemplars and predictions.
  void lookInto(const CellId& id);
  bool lookingInto() const { return detail_.running(); }

  void open(const QString& path);
  void save(const QString& path);
  void exportTable(const QString& path, const ComparisonPlan& shown);

 signals:
  void changed();     ///< What was measured, or what is being computed.
  void progressed();
  void detailed(const adapsne::CellId& id);  ///< A cell knows its exemplars and predictions.
  void written(const QString& path);

 private:
  ComparisonJob jobOf(const Measured& measured, const ComparisonOptions& options) const;
  void dropWhatChanges(Measured& measured, const ComparisonOptions& options);
  void onComputed(const std::vector<Cell>& cells);
  void onEnded(const TaskOutcome& outcome);
  void computeDetail();
  void fail(const TaskFailure& failure);
  template <typename Work, typename Then>
  void aside(Work work, Then then);

  Session* session_;
  Messages* messages_;
  std::map<std::string, std::shared_ptr<Measured>> measured_;  ///< By the dataset's hash.
  std::shared_ptr<Measured> working_;
  std::shared_ptr<Measured> detailing_;
  std::optional<CellId> wanted_;  ///< Whose detail is asked for, or being computed.
  ComparisonProgress progress_;
  ComparisonRunner runner_, detail_;
  QThreadPool files_;  ///< One at a time.
};

}  // namespace adapsne
