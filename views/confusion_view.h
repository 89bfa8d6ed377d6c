// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QWidget>

#include "core/comparison/confusion.h"
#include "views/theme.h"

namespace adapsne {

/// A cell of a confusion matrix: a class, and what its points were taken for.
using ConfusionCell = std::pair<int, int>;

/// Where the cells lie in a picture.
struct ConfusionLayout {
  ConfusionLayout(QSizeF size, const ConfusionMatrix& matrix, const std::vector<std::string>& classNames);

  double side = 0;    ///< Of a cell.
  QRectF cells;       ///< All of them.
  QRectF shares;      ///< Bars of the accuracy of each class, beside their rows.
  double slant = 0;   ///< Height of the names above the columns; 0 where there is no room for names.
  bool named = true;  ///< Rows have names.

  QRectF cell(const ConfusionCell& at) const;
};

/// The matrix, a row a class, with how much of each class was recognised; what is right in blue, what is
/// wrong in red, by its share of the row. Screen and file alike.
void paintConfusion(QPainter& painter, QSizeF size, const Theme& theme, const ConfusionMatrix& matrix,
                    const std::vector<std::string>& classNames, const std::optional<ConfusionCell>& looked,
                    const std::optional<ConfusionCell>& chosen);

/// A confusion matrix. Pointing at a cell says it in words; a click, or Return after arrow keys, asks which
/// points are in it.
class ConfusionView : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusionView(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `classNames` as many as the matrix has classes; without any: nothing is shown.
  void setMatrix(ConfusionMatrix matrix, std::vector<std::string> classNames);
  const ConfusionMatrix& matrix() const { return matrix_; }
  void setChosen(const std::optional<ConfusionCell>& cell);
  const std::optional<ConfusionCell>& chosen() const { return chosen_; }
  QRectF placeOf(const ConfusionCell& cell) const;
  std::optional<ConfusionCell> cellAt(QPointF position) const;
  /// "Shirt taken for Coat: 12 of 100"
  QString sentence(const ConfusionCell& cell) const;

  QSize minimumSizeHint() const override { return {210, 170}; }
  QSize sizeHint() const override { return {380, 320}; }

 signals:
  void clicked(int truth, int taken);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void look(const std::optional<ConfusionCell>& cell);

  Theme theme_;
  ConfusionMatrix matrix_;
  std::vector<std::string> classNames_;
  std::optional<ConfusionCell> looked_, chosen_;
  bool framed_ = false;
};

}  // namespace adapsne
