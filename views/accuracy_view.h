// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QString>
#include <QWidget>

#include "views/accuracy_painter.h"
#include "views/theme.h"

namespace adapsne {

/// The chart of one classifier. Pointing at it reads the values at the nearest budget; a click on a point
/// asks what it was made of. Arrow keys go from budget to budget and from curve to curve, Return clicks.
class AccuracyView : public QWidget {
  Q_OBJECT

 public:
  explicit AccuracyView(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setChart(AccuracyChart chart);
  const AccuracyChart& chart() const { return chart_; }
  /// The point that is looked into, ringed.
  void setChosen(const std::optional<AccuracyPlace>& chosen);
  const std::optional<AccuracyPlace>& chosen() const { return focus_.chosen; }
  const AccuracyFocus& focus() const { return focus_; }

  /// Where a point is, and which is there; none where none is near.
  QPointF positionOf(const AccuracyPlace& place) const;
  std::optional<AccuracyPlace> placeAt(QPointF position) const;

  QSize minimumSizeHint() const override { return {320, 170}; }
  QSize sizeHint() const override { return {640, 320}; }

 signals:
  void clicked(const adapsne::AccuracyPlace& place);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void look(int64_t budget, const std::string& method);
  void moveByKey(int budgets, int curves);

  Theme theme_;
  AccuracyChart chart_;
  AccuracyFocus focus_;
  bool framed_ = false;  ///< Has the focus by keyboard.
};

}  // namespace adapsne
