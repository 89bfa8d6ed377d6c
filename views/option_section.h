// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace adapsne {

/// A titled group of rows that folds; its less used rows fold once more under "More".
class OptionSection : public QWidget {
  Q_OBJECT

 public:
  OptionSection(const QString& title, const Theme& theme, QWidget* parent = nullptr);

  void addRow(QWidget* row, bool advanced);
  void setTheme(const Theme& theme);
  void setExpanded(bool expanded);
  bool isExpanded() const;
  /// Says that something in here differs from the map that is shown.
  void setPending(bool pending);
  /// Unfolds whatever hides this row.
  void reveal(QWidget* row);

 private:
  void updateMore();

  QToolButton* header_ = nullptr;
  QLabel* remark_ = nullptr;
  QWidget* body_ = nullptr;
  QWidget* advanced_ = nullptr;
  QToolButton* more_ = nullptr;
  Theme theme_;
  QString title_;
  bool pending_ = false;
  int advancedRows_ = 0;
};

}  // namespace adapsne
