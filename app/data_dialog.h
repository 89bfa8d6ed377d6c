// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QDialog>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"
#include "views/latest_task.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace adapsne {

class ColumnsTable;

/// What a file is read as, before it is opened or afterwards: the columns of a table and their uses, the
/// first rows, what was guessed. What is changed here is read anew at once; `options()` say how it is then to
/// be opened. Reads on another thread, and gives that up when it is closed.
class DataDialog : public QDialog {
  Q_OBJECT

 public:
  DataDialog(const QString& source, const DatasetOptions& options, uint64_t seed, QWidget* parent);
  ~DataDialog() override;

  const DatasetOptions& options() const { return options_; }
  /// Whether anything is being read.
  bool reading() const { return task_.pending(); }

 private:
  void read();
  void showData(const Dataset& dataset);
  void showFailure(const QString& where, const QString& problem, const QString& remedy);
  void takeRoles();
  void fillRows(const Dataset& dataset);

  QString source_;
  DatasetOptions options_;
  uint64_t seed_;
  std::shared_ptr<RunControl> control_;  ///< Of what is being read.
  LatestTask task_;
  QLabel *head_ = nullptr, *notes_ = nullptr, *rowsTitle_ = nullptr;
  QComboBox *header_ = nullptr, *missing_ = nullptr;
  QLineEdit* missingWords_ = nullptr;
  ColumnsTable* columns_ = nullptr;
  QTableWidget* rows_ = nullptr;
  QPushButton* open_ = nullptr;
};

}  // namespace adapsne
