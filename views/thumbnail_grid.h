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
///
/// Arrow keys go from picture to picture, Return clicks the one that is framed, and the menu key asks for its
/// menu as the right button does.
class ThumbnailGrid : public QWidget {
  Q_OBJECT

 public:
  explicit ThumbnailGrid(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setRows(DatasetPtr dataset, std::vector<int64_t> rows);
  /// Rows with a mark in a corner, each list ascending: those that are pinned, and those put there by hand.
  void setMarks(std::vector<int64_t> pinned, std::vector<int64_t> byHand);
  void setMostLines(int lines);          ///< Further rows are left out.
  int64_t rowAt(QPoint position) const;  ///< -1 between the pictures.

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;

 signals:
  void clicked(qint64 row);
  void menuRequested(qint64 row, QPoint globalPosition);  ///< -1: beside the pictures.

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int columns(int width) const;
  size_t shown() const;
  QRect cell(size_t index) const;
  void paintMarks(QPainter& painter, const QRect& box, int64_t row) const;

  Theme theme_;
  DatasetPtr dataset_;
  int mostLines_ = 1 << 20;
  std::vector<int64_t> rows_, pinned_, byHand_;
  std::vector<QPixmap> pictures_;
  size_t current_ = 0;     ///< The one that keys act on.
  bool framesIt_ = false;  ///< Reached by keyboard.
};

}  // namespace adapsne
