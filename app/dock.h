// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>
#include <QString>

#include "views/theme.h"

class QAction;
class QLabel;
class QToolButton;

namespace adapsne {

class ElidedLabel;
struct PanelInfo;

/// A panel: a quiet title in small capitals, what it is about beside it, and a menu for detaching and hiding.
///
/// A detached panel is a window of its own and comes back when that is closed. A panel that is idle has
/// nothing to say and takes no room, whatever the user chose; it returns when it is not.
class Dock : public QDockWidget {
  Q_OBJECT

 public:
  Dock(const PanelInfo& panel, QWidget* content, const Theme& theme, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  /// Whose numbers it shows: "AdapSNE (edge) · digits".
  void setSubject(const QString& subject);
  QString subject() const;

  void setIdle(bool idle);
  /// Whether the user wants it, where it has something to say.
  void setWanted(bool wanted);
  bool isWanted() const { return wanted_; }
  /// For a menu: shows and hides.
  QAction* showAction() const { return show_; }
  /// Wanted, and before the panels that share its place.
  void bringToFront();
  /// Without: for a panel whose tab names it already.
  void setTitleShown(bool shown);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void arrange();

  bool wanted_ = true, idle_ = false;
  bool asked_ = false;  ///< For the front, while it was idle.
  QAction* show_ = nullptr;
  QWidget* bar_ = nullptr;
  QLabel* title_ = nullptr;
  ElidedLabel* subject_ = nullptr;
  QToolButton* more_ = nullptr;
};

}  // namespace adapsne
