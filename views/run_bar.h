// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace adapsne {

/// The foot of the options: what the next press will do, how far the work is, and the button.
class RunBar : public QWidget {
  Q_OBJECT

 public:
  explicit RunBar(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setHint(const QString& text, bool attention);
  void setButton(const QString& text, bool enabled, const QString& toolTip);
  void setCancelVisible(bool visible);
  void setProgress(double fraction);  ///< Negative: none.

  QString hint() const;
  QPushButton* button() const { return button_; }

 signals:
  void pressed();
  void cancelPressed();

 private:
  Theme theme_;
  bool attention_ = false;
  QLabel* hint_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QPushButton* button_ = nullptr;
  QPushButton* cancel_ = nullptr;
};

}  // namespace adapsne
