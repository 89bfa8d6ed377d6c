// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include <QWidget>

#include "core/pipeline/run.h"
#include "views/theme.h"

class QBoxLayout;
class QLabel;
class QVBoxLayout;

namespace adapsne {

/// What is known of one point, in one run or two, and its neighbours in the input space and in the map: side
/// by side where there is room, else below each other. A click on a picture follows it.
class PointPanel : public QWidget {
  Q_OBJECT

 public:
  explicit PointPanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `runs` may be null; `current` (0 or 1) is the one whose neighbours are shown.
  void setRuns(DatasetPtr dataset, std::array<RunPtr, 2> runs, int current);
  /// What people made of the runs' exemplars; null: the run's own. Until other runs are shown.
  void setExemplars(std::array<std::shared_ptr<const Subset>, 2> exemplars);
  void setPoint(int64_t row);  ///< -1: none.
  int64_t point() const { return row_; }

 signals:
  void clicked(qint64 row);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fill();
  void arrange();
  void addPoint(QVBoxLayout* layout, QWidget* page);
  void showPicture();
  void addValues(QVBoxLayout* layout, QWidget* page);
  void addRun(QVBoxLayout* layout, QWidget* page, const Run& run, const Subset& subset);
  void addPictures(QVBoxLayout* layout, QWidget* page, const QString& title, std::vector<int64_t> rows,
                   int mostLines);
  void addNeighbors(QVBoxLayout* layout, QWidget* page, const Run& run);

  Theme theme_;
  DatasetPtr dataset_;
  std::array<RunPtr, 2> runs_;
  std::array<std::shared_ptr<const Subset>, 2> exemplars_;
  int current_ = 0;
  int64_t row_ = -1;
  QWidget* page_ = nullptr;
  bool pictureWaits_ = false;                           ///< It is being read.
  QLabel *picture_ = nullptr, *pictureText_ = nullptr;  ///< Of the page; no text without pictures.
  QBoxLayout* columns_ = nullptr;                       ///< Of the page.
};

}  // namespace adapsne
