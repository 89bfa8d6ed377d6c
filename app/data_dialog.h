// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QDialog>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"
#include "views/latest_task.h"
#include "views/theme.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace adapsne {

class ArraysTable;
class ColumnsTable;
class ThumbnailGrid;

/// What a file or folder is read as, before it is opened or afterwards: the columns of a table or the arrays
/// of a file and their uses, classes, the first rows or some pictures, what was guessed and left out. What is
/// changed here is read anew at once; `options()` say how it is then to be opened. Reads on another thread,
/// and gives that up when it is closed.
class DataDialog : public QDialog {
  Q_OBJECT

 public:
  DataDialog(const QString& source, const DatasetOptions& options, uint64_t seed, const Theme& theme,
             QWidget* parent);
  ~DataDialog() override;

  const DatasetOptions& options() const { return options_; }
  /// Whether anything is being read.
  bool reading() const { return task_.pending(); }

 private:
  /// What reading led to: a dataset, or why there is none and what there is to choose from.
  struct Look {
    DatasetPtr dataset;
    std::vector<SourcePart> arrays;
    QString failure, remedy;
  };
  static Look look(const std::string& source, const DatasetOptions& options, uint64_t seed,
                   RunControl& control);
  QWidget* buildReading();
  void read();
  void present(const Look& look);
  void showData(const DatasetPtr& dataset);
  void showFailure(const QString& problem, const QString& remedy);
  void showChoices(const Dataset* dataset);
  void takeRoles();
  void takeUse(int array, PartUse use);
  void fillRows(const Dataset& dataset);
  void fillSplits(const std::vector<std::string>& splits);

  QString source_;
  DatasetOptions options_;
  uint64_t seed_;
  std::shared_ptr<RunControl> control_;  ///< Of what is being read.
  LatestTask task_;
  QLabel *head_ = nullptr, *classes_ = nullptr, *notes_ = nullptr, *rowsTitle_ = nullptr;
  QComboBox *header_ = nullptr, *missing_ = nullptr, *split_ = nullptr, *side_ = nullptr, *color_ = nullptr,
            *channels_ = nullptr;
  QLineEdit* missingWords_ = nullptr;
  ColumnsTable* columns_ = nullptr;
  ArraysTable* arrays_ = nullptr;
  ThumbnailGrid* pictures_ = nullptr;
  QWidget* spare_ = nullptr;  ///< Takes the room that no table wants.
  QTableWidget* rows_ = nullptr;
  QPushButton* open_ = nullptr;
};

}  // namespace adapsne
