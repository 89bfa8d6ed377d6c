// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include <QObject>
#include <QString>

#include "app/panels.h"
#include "views/map_scene.h"
#include "views/point_colors.h"
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

  QAction *open, *openFolder, *openRun, *reopenSession, *describeData, *exportSubset, *exportSelection,
      *exportPicture, *quit;
  QAction *run, *rerun, *compare, *cancel;
  QAction *undo, *redo, *selectAll, *invertSelection, *clearSelection, *findRow, *findOption, *resetOptions;
  /// Of the point that panels describe (Session::inspected()).
  QAction *inspect, *swapExemplar, *pinExemplar, *chooseExemplar, *removeExemplar;
  QAction *selectNeighbors, *selectTerritory, *selectClass, *muteClass, *copyRow, *copyId, *openPicture;
  QAction *fit, *lasso;
  QAction *sideBySide, *single, *blink, *flip;
  QAction *play, *frameBack, *frameOn, *firstFrame, *lastFrame;
  QAction *lightTheme, *reducedMotion, *resetLayout, *foldLeft, *foldRight, *menu;
  QAction *shortcuts, *about;
  std::vector<QAction*> pages;  ///< In the strip's order, one of them checked.
  QAction* page(PageId id) const { return pages[static_cast<size_t>(id)]; }
  QMenu* recentMenu;
  QMenu* windowMenu;  ///< The panels' toggles go here.
  QMenu* classMenu;   ///< A switch for each class of the dataset.
  QComboBox* colorBy;
  QComboBox* colorColumn;  ///< Which one, where colours say a feature or another column.

  /// What the menus and boxes say about the points' colours and what lies on them.
  ColorBy color() const;
  MapOverlays overlays() const;
  /// What may be coloured by; null: no dataset.
  void setDataset(const DatasetPtr& dataset);
  /// Colours the points by a feature or another column of the dataset: `column` as in ColorBy.
  void setColor(const ColorBy& by);
  /// Whether colours that need a finished run can be chosen.
  void setRunKnown(bool known);

  /// The switch of one overlay (a word of overlayRows()); null for none.
  QAction* overlay(const QString& word) const;

  /// Command and shortcut, in the menus' order.
  const std::vector<QAction*>& all() const { return all_; }
  /// Whether the page has a map that the map's tools act on.
  void setMapTools(bool shown);
  /// So many of the tool bar's words as a window of this width has room for.
  void setRoom(int width);
  /// What the run command does now: its words and its icon.
  void setRunFace(const QString& text, const QString& icon);
  /// What undo and redo would do now; empty where there is nothing.
  void setSteps(const QString& undone, const QString& redone);

 signals:
  void colorChanged();
  void overlaysChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildColors(QMainWindow* window);
  QAction* add(const QString& text, const QString& shortcut, const QString& icon, const QString& toolTip);
  void buildMenus(QMainWindow* window);
  void buildToolBars(QMainWindow* window);

  QToolBar* toolBar_ = nullptr;
  QToolBar* mapBar_ = nullptr;
  void fillColumns();

  QAction* columnAction_ = nullptr;
  DatasetPtr dataset_;
  bool runKnown_ = false;
  std::array<int, 2> chosen_{};  ///< Of the features, of the other columns: what was chosen last.
  int room_ = 0;                 ///< Width of the window.
  std::vector<QAction*> all_, colors_, overlays_;  ///< The last in the order of overlayRows().
  QString runIcon_ = "run";
  Theme theme_;
};

}  // namespace adapsne
