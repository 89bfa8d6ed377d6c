// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QHash>
#include <QPixmap>
#include <QRect>
#include <QWidget>

#include "core/dataset/dataset.h"
#include "views/theme.h"

namespace adapsne {

/// A point that was tested, and the exemplars that are nearest to it.
struct ConfusedPoint {
  int64_t row = 0;                 ///< Of the test set.
  std::vector<int64_t> exemplars;  ///< Rows of the training set, nearest first.
};

/// Tested points as pictures, each with its nearest exemplars beside it, all underlined in the colours of
/// their classes. As many side by side as there is room for.
class ConfusedPoints : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusedPoints(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setPoints(DatasetPtr train, DatasetPtr test, std::vector<ConfusedPoint> points);
  const std::vector<ConfusedPoint>& points() const { return points_; }

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;

  /// Where the picture of a point lies, or that of one of its exemplars.
  QRect place(size_t point) const;
  QRect place(size_t point, size_t exemplar) const;

 signals:
  void testedClicked(qint64 row);
  void exemplarClicked(qint64 row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Hit {
    const Dataset* dataset = nullptr;
    int64_t row = -1;
  };
  int columns(int width) const;
  int cellWidth() const;
  Hit hitAt(QPoint position) const;
  void paintPicture(QPainter& painter, const QRect& box, const Dataset& dataset, int64_t row);

  Theme theme_;
  DatasetPtr train_, test_;
  std::vector<ConfusedPoint> points_;
  QHash<qint64, QPixmap> pictures_;  ///< By row; those of the training set by -1 - row.
};

}  // namespace adapsne
