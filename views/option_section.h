// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;
class QToolButton;

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

  /// Shows only the rows that match, wherever they are folded away, and nothing at all where none does. Null
  /// shows all and folds back what was folded before.
  void search(const std::function<bool(const QWidget* row)>& matches);
  /// The rows as they stand, from the top.
  std::vector<QWidget*> rows() const;
  /// The rows and the buttons that fold them, as they stand: the order of Tab.
  std::vector<QWidget*> tabStops() const;

 private:
  void updateFolds();

  QToolButton* header_ = nullptr;
  QLabel* remark_ = nullptr;
  QWidget* body_ = nullptr;
  QWidget* advanced_ = nullptr;
  QToolButton* more_ = nullptr;
  Theme theme_;
  QString title_;
  bool pending_ = false;
  std::vector<QWidget*> plainRows_, advancedRows_;
  bool searching_ = false;
};

}  // namespace adapsne
