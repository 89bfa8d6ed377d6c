// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QWidget>

#include "core/assessment/data_check.h"
#include "core/pipeline/run.h"
#include "views/latest_task.h"
#include "views/theme.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace adapsne {

class ElidedLabel;

/// The findings as Qt's tables want them, sorted by any column.
class DataCheckModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Row, Id, Fault, Score, Label, Suggested, Reason, kColumns };
  /// The row of the dataset.
  enum Role { PointRole = Qt::UserRole };

  using QAbstractTableModel::QAbstractTableModel;

  /// Both null: no findings. In the order of the check.
  void set(DatasetPtr dataset, std::shared_ptr<const DataCheck> check);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void sort(int column, Qt::SortOrder order) override;
  bool hasIds() const { return id_ != nullptr; }

 private:
  const DataFinding& at(int row) const { return check_->findings[order_[static_cast<size_t>(row)]]; }
  QString labelText(int32_t label) const;
  void arrange();

  DatasetPtr dataset_;
  const Attribute* id_ = nullptr;  ///< Of the dataset, if it has one.
  std::shared_ptr<const DataCheck> check_;
  std::vector<size_t> order_;  ///< The findings as they are shown.
  int sortedBy_ = -1;          ///< -1: as the check has them.
  Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
};

/// What may be wrong with the data of a run, whatever its map is like: rows far from everything, near
/// duplicates, labels that disagree with their neighbours. Checked on another thread, once for each neighbour
/// graph.
class DataCheckPanel : public QWidget {
  Q_OBJECT

 public:
  explicit DataCheckPanel(const Theme& theme, QWidget* parent = nullptr);
  /// Ends what is being computed.
  ~DataCheckPanel() override;

  void setTheme(const Theme& theme);
  /// Null: nothing to check.
  void setRun(const RunPtr& run);

  /// Null while there is none.
  const std::shared_ptr<const DataCheck>& check() const { return check_; }
  bool settled() const { return !task_.pending(); }
  QString heading() const;
  QTableView* table() const { return table_; }
  DataCheckModel* model() const { return model_; }

  QSize sizeHint() const override { return {520, 220}; }
  QSize minimumSizeHint() const override { return {260, 120}; }

 signals:
  void clicked(qint64 row);
  void exportRequested();
  void failed(const QString& where, const QString& problem, const QString& remedy);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void stop();
  void say(const QString& text);
  void present(std::shared_ptr<const DataCheck> check);

  Theme theme_;
  DatasetPtr dataset_;
  std::shared_ptr<const NeighborGraph> graph_;  ///< Of what is shown or being computed.
  std::shared_ptr<const DataCheck> check_;
  std::shared_ptr<RunControl> control_;
  DataCheckModel* model_ = nullptr;
  ElidedLabel* heading_ = nullptr;
  QLabel* empty_ = nullptr;
  QPushButton* export_ = nullptr;
  QTableView* table_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  bool pressed_ = false;  ///< By the mouse, which says by itself what it clicked.
  LatestTask task_;
};

}  // namespace adapsne
