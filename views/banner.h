// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace adapsne {

/// One message above the map: where, what, what to do about it. Stays until it is dismissed or replaced.
class Banner : public QWidget {
  Q_OBJECT

 public:
  explicit Banner(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void showError(const QString& where, const QString& problem, const QString& remedy);
  /// Offers a button beside the message that is shown; none if empty.
  void setAction(const QString& text);
  void showNotice(const QString& title, const QString& text);
  QString text() const;  ///< As it is read, without markup.

 signals:
  void actionTriggered();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void present(const QString& title, const QString& text, const QString& remedy, bool isError);

  Theme theme_;
  bool isError_ = false;
  QLabel* icon_ = nullptr;
  QLabel* title_ = nullptr;
  QLabel* body_ = nullptr;
  QLabel* remedy_ = nullptr;
  QPushButton* action_ = nullptr;
  QToolButton* close_ = nullptr;
};

}  // namespace adapsne
