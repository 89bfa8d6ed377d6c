// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

#include "views/theme.h"

namespace adapsne {

/// A number with its name, ready to be shown.
struct MeasureRow {
  QString name, value;
  QString help;        ///< Tooltip: what it means.
  double bar = -1;     ///< A share in [0, 1] drawn below the row; negative = none.
  bool quiet = false;  ///< Less important: dim.
};

/// Names on the left, numbers on the right, hairlines between.
class MeasureList : public QWidget {
  Q_OBJECT

 public:
  MeasureList(std::vector<MeasureRow> rows, const Theme& theme, QWidget* parent = nullptr);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  std::vector<MeasureRow> rows_;
  Theme theme_;
};

}  // namespace adapsne
