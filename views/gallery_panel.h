// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/pipeline/run.h"
#include "views/selection.h"
#include "views/theme.h"

class QLabel;
class QPushButton;

namespace adapsne {

class ThumbnailGrid;

/// The selected points in pictures, or the exemplars of the run while nothing is selected.
class GalleryPanel : public QWidget {
  Q_OBJECT

 public:
  explicit GalleryPanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setDataset(const DatasetPtr& dataset);  ///< Of the selection.
  void setRun(const RunPtr& run);              ///< Null: no exemplars.
  /// What people made of the run's exemplars, until another run is shown, and which rows are pinned;
  /// `subset` null: the run's own.
  void setExemplars(std::shared_ptr<const Subset> subset, std::vector<int64_t> pinned);
  void setSelection(const Selection& selection);
  bool isEmpty() const { return rows_.empty(); }
  /// The rows of the dataset that are shown, at most kMostPictures.
  const std::vector<int64_t>& rows() const { return rows_; }
  QString heading() const;

  static constexpr size_t kMostPictures = 240;

 signals:
  void clicked(qint64 row);
  void menuRequested(qint64 row, QPoint globalPosition);  ///< -1: beside the pictures.
  void exportSelectionRequested();
  void exportSubsetRequested();

 private:
  void fill();
  void showMarks();

  DatasetPtr dataset_;
  RunPtr run_;
  std::shared_ptr<const Subset> exemplars_;  ///< Null without a run.
  Selection selection_;
  std::vector<int64_t> rows_, pinned_;
  QLabel* heading_ = nullptr;
  QPushButton* export_ = nullptr;
  ThumbnailGrid* grid_ = nullptr;
};

}  // namespace adapsne
