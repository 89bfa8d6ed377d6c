// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>
#include <QString>

#include "views/theme.h"

class QLabel;
class QToolButton;

namespace adapsne {

/// A dock with a quiet title in small capitals and a menu for floating and hiding.
class Dock : public QDockWidget {
  Q_OBJECT

 public:
  Dock(const QString& name, const QString& title, QWidget* content, const Theme& theme,
       QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  /// Without: for a dock whose tab names it already. A floating dock always has its title.
  void setTitleShown(bool shown);

 private:
  QWidget* bar_ = nullptr;
  QLabel* label_ = nullptr;
  QToolButton* more_ = nullptr;
};

}  // namespace adapsne
