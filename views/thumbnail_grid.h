// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QPixmap>
#include <QWidget>

#include "core/dataset/dataset.h"
#include "views/theme.h"

namespace adapsne {

/// Rows of a dataset as small pictures, each underlined in the colour of its class. Pictures are made when
/// they are first painted, so that a long list costs nothing until it is scrolled to.
class ThumbnailGrid : public QWidget {
  Q_OBJECT

 public:
  explicit ThumbnailGrid(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setRows(DatasetPtr dataset, std::vector<int64_t> rows);
  void setMostLines(int lines);          ///< Further rows are left out.
  int64_t rowAt(QPoint position) const;  ///< -1 between the pictures.

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;

 signals:
  void clicked(qint64 row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int columns(int width) const;
  size_t shown() const;
  QRect cell(size_t index) const;

  Theme theme_;
  DatasetPtr dataset_;
  int mostLines_ = 1 << 20;
  std::vector<int64_t> rows_;
  std::vector<QPixmap> pictures_;
};

}  // namespace adapsne
