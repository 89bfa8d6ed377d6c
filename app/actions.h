// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>
#include <QString>

#include "views/theme.h"

class QAction;
class QComboBox;
class QMainWindow;
class QMenu;
class QToolBar;

namespace adapsne {

/// Every command of the window, with its text, shortcut, tooltip and place in menus and toolbar. Says nothing
/// of what a command does: the window connects that.
class Actions : public QObject {
  Q_OBJECT

 public:
  /// Fills the window's menu bar and tool bar.
  Actions(QMainWindow* window, const Theme& theme);
  void setTheme(const Theme& theme);

  QAction *open, *exportSubset, *exportPicture, *quit;
  QAction *run, *rerun, *compare, *cancel;
  QAction *undo, *redo, *selectAll, *invertSelection, *clearSelection, *findOption, *resetOptions;
  QAction *fit, *lasso;
  QAction *labels, *exemplars, *outliers, *density, *legend, *lightTheme, *resetLayout;
  QAction *shortcuts, *about;
  QMenu* recentMenu;
  QMenu* windowMenu;  ///< The docks' toggles go here.
  QComboBox* colorBy;

  /// Command and shortcut, in the menus' order.
  const std::vector<QAction*>& all() const { return all_; }
  /// The tool bar's switches without their words, for a narrow window.
  void setCompact(bool compact);
  /// What the run command does now: its words and its icon.
  void setRunFace(const QString& text, const QString& icon);
  /// What undo and redo would do now; empty where there is nothing.
  void setSteps(const QString& undone, const QString& redone);

 private:
  QAction* add(const QString& text, const QString& shortcut, const QString& icon, const QString& toolTip);
  void buildMenus(QMainWindow* window);
  void buildToolBar(QMainWindow* window);

  QToolBar* toolBar_ = nullptr;
  std::vector<QAction*> all_;
  QString runIcon_ = "run";
  Theme theme_;
};

}  // namespace adapsne
