// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "core/dataset/dataset.h"
#include "views/theme.h"

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace adapsne {

class ElidedLabel;
class ThumbnailGrid;

/// Where the points come from, and what they are.
class DatasetPanel : public QWidget {
  Q_OBJECT

 public:
  explicit DatasetPanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `source` as it was opened: a catalogue name or a path.
  void showDataset(const DatasetPtr& dataset, const QString& source);
  void showLoading(const QString& source);
  QComboBox* sourceBox() const { return source_; }

 signals:
  void sourceChosen(const QString& source);
  void openRequested();
  /// To see what the columns are used for.
  void columnsRequested();
  /// A dataset of the catalogue that is not installed, and the command that installs it.
  void unavailableChosen(const QString& name, const QString& remedy);

 private:
  void fillSources();
  void selectSource(const QString& source);

  Theme theme_;
  QString shown_;
  QComboBox* source_ = nullptr;
  QToolButton* open_ = nullptr;
  QLabel* size_ = nullptr;
  ThumbnailGrid* rows_ = nullptr;
  QLabel* warnings_ = nullptr;
  QPushButton* columns_ = nullptr;
  ElidedLabel* attribution_ = nullptr;
};

}  // namespace adapsne
