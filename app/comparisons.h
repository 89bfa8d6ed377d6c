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
#include "core/comparison/cell_file.h"
#include "core/comparison/compare_methods.h"

namespace adapsne {

class Messages;
class Session;

/// What was measured of one dataset, as far as it came.
struct Measured {
  DatasetPtr dataset;
  QString source;
  Options common;       ///< What all methods share.
  ComparisonPlan plan;  ///< All that was asked so far.
  Pools pools;          ///< Null until they are drawn.
  std::map<CellId, Cell> cells;
  bool saved = true;  ///< Nothing would be lost with the window.
  /// Of a file whose cells this window would not compute so: why; it can be shown and saved, and no more.
  QString foreign;
  std::optional<ComparisonSubject> subject;  ///< Of such a file.

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

  /// Compares on the open dataset: what is known already is not computed again. Methods are as their presets
  /// have them, whatever the form's options say of the next run. A guided method chooses its perplexity at
  /// the middle one of all budgets that were asked for: its cells are computed anew where that changes.
  void start(const ComparisonPlan& asked);
  void stop();
  /// Computes a cell of the open dataset again, for what a file does not keep: its exemplars and predictions.
  void lookInto(const CellId& id);
  bool lookingInto() const { return detail_.running(); }

  /// Cells of the open dataset, as the command line or this window wrote them.
  void open(const QString& path);
  void save(const QString& path);
  void exportTable(const QString& path, const ComparisonPlan& shown);

 signals:
  void changed();  ///< What was measured, or what is being computed.
  void progressed();
  void detailed(const adapsne::CellId& id);         ///< A cell knows its exemplars and predictions.
  void opened(const adapsne::DatasetPtr& dataset);  ///< Its cells came from a file.
  void written(const QString& path);

 private:
  ComparisonJob jobOf(const Measured& measured, const ComparisonPlan& plan) const;
  void dropWhatChanges(Measured& measured, const ComparisonPlan& before);
  void show(const QString& path, const std::shared_ptr<Measured>& read);
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
  RunControl reading_{1};
  QThreadPool files_;  ///< One at a time.
};

}  // namespace adapsne
