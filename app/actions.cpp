// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include "views/icons.h"
#include "views/point_colors.h"

namespace adapsne {

Actions::Actions(QMainWindow* window, const Theme& theme) : QObject(window), theme_(theme) {
  open = add(tr("Open …"), "Ctrl+O", "open", tr("Open a dataset: IDX, NPY, NPZ, CSV or TSV"));
  exportSubset =
      add(tr("Export Subset …"), "Ctrl+E", "export", tr("Write the exemplars' rows as CSV, NPY or text"));
  exportPicture =
      add(tr("Export Map Picture …"), "Ctrl+Shift+E", "picture", tr("Write the map as PNG, SVG or PDF"));
  quit = add(tr("Quit"), "Ctrl+Q", {}, {});
  undo = add(tr("Undo"), "Ctrl+Z", {}, {});
  redo = add(tr("Redo"), "Ctrl+Y", {}, {});
  redo->setShortcuts({QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")});
  selectAll = add(tr("Select All"), "Ctrl+A", {}, tr("Select all points of the map"));
  invertSelection = add(tr("Invert Selection"), "Ctrl+I", {}, tr("Select the points that are not selected"));
  clearSelection = add(tr("Clear Selection"), "Ctrl+Shift+A", {}, tr("Select nothing"));
  findOption = add(tr("Find Option"), "Ctrl+F", {}, tr("Search the options by label, name or help"));
  resetOptions = add(tr("Reset All Options"), {}, {}, tr("All options but the method back to its preset"));
  run = add(tr("Run"), "Space", "run", tr("Run, pause, resume"));
  rerun = add(tr("Re-run Now"), "Ctrl+R", {},
              tr("Stop what is running and run with the options as they are now"));
  compare = add(tr("Compare with NMS"), "Ctrl+K", "compare",
                tr("Run NMS beside AdapSNE on the same datapath; they share neighbours, start and seed"));
  cancel = add(tr("Cancel"), "Esc", "stop", tr("Stop what is running"));
  fit = add(tr("Fit Map"), "F", "fit", tr("Show the whole map; a double click does the same"));
  lasso = add(tr("Lasso"), "L", "lasso",
              tr("Draw around points to select them; Shift adds, Alt takes away"));
  labels = add(tr("Class Names"), "N", "labels", tr("Show the classes' names on the map"));
  exemplars = add(tr("Exemplars"), "E", "exemplars", tr("Ring the exemplars on the map"));
  outliers = add(tr("Outliers"), "O", "outliers",
                 tr("Mark lost (cross), stray (triangle) and unreachable (square) points"));
  density = add(tr("Density"), "D", "density", tr("Draw lines of equal density around the map's points"));
  legend = add(tr("Legend"), "G", "legend", tr("Show the legend on the map"));
  lightTheme = add(tr("Light Theme"), "Ctrl+T", {}, tr("Dark or light"));
  resetLayout = add(tr("Reset Layout"), {}, {}, tr("All panels back to their places"));
  shortcuts = add(tr("Keyboard Shortcuts"), "?", {}, {});
  shortcuts->setShortcuts({QKeySequence("?"), QKeySequence("F1")});
  about = add(tr("About AdapSNE Studio"), {}, {}, {});
  for (QAction* toggle : {lasso, labels, exemplars, outliers, density, legend, lightTheme}) toggle->setCheckable(true);
  for (QAction* toggle : {labels, exemplars, outliers, legend}) toggle->setChecked(true);
  buildMenus(window);
  buildToolBar(window);
  setTheme(theme);
  setSteps({}, {});
}

QAction* Actions::add(const QString& text, const QString& shortcut, const QString& icon,
                      const QString& toolTip) {
  auto* action = new QAction(text, this);
  if (!shortcut.isEmpty()) action->setShortcut(QKeySequence(shortcut));
  action->setProperty("lineIcon", icon);
  action->setProperty("title", text);  // what it is called whatever it would do just now
  const QString keys = action->shortcut().toString(QKeySequence::NativeText);
  if (!toolTip.isEmpty()) action->setToolTip(keys.isEmpty() ? toolTip : toolTip + " (" + keys + ")");
  all_.push_back(action);
  return action;
}

void Actions::buildMenus(QMainWindow* window) {
  QMenuBar* bar = window->menuBar();
  QMenu* file = bar->addMenu(tr("&File"));
  file->addAction(open);
  recentMenu = file->addMenu(tr("Open Recent"));
  file->addSeparator();
  file->addActions({exportSubset, exportPicture});
  file->addSeparator();
  file->addAction(quit);
  QMenu* edit = bar->addMenu(tr("&Edit"));
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addActions({selectAll, invertSelection, clearSelection});
  edit->addSeparator();
  edit->addActions({findOption, resetOptions});
  QMenu* view = bar->addMenu(tr("&View"));
  view->addActions({fit, lasso});
  view->addSeparator();
  view->addActions({labels, exemplars, outliers, density, legend});
  view->addSeparator();
  view->addAction(lightTheme);
  bar->addMenu(tr("&Run"))->addActions({run, rerun, compare, cancel});
  windowMenu = bar->addMenu(tr("&Window"));
  windowMenu->addAction(resetLayout);
  windowMenu->addSeparator();
  bar->addMenu(tr("&Help"))->addActions({shortcuts, about});
}

void Actions::buildToolBar(QMainWindow* window) {
  auto* bar = toolBar_ = new QToolBar(tr("Tools"), window);
  bar->setObjectName("tools");
  bar->setMovable(false);
  bar->setIconSize({16, 16});
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->addAction(open);
  bar->addAction(exportSubset);
  bar->addAction(exportPicture);
  bar->addSeparator();
  bar->addActions({run, compare, cancel});
  bar->addSeparator();
  bar->addActions({fit, lasso});
  bar->addSeparator();
  bar->addActions({labels, exemplars, outliers, density, legend});
  auto* gap = new QWidget(bar);
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(gap);
  auto* caption = new QLabel(tr("Colour by "), bar);
  colorBy = new QComboBox(bar);
  colorBy->setAccessibleName(tr("Colour by"));
  colorBy->setToolTip(tr("What a point's colour says; all but the class need a finished run"));
  colorBy->addItem(tr("Class label"), QVariant::fromValue(static_cast<int>(ColorBy::Label)));
  colorBy->addItem(tr("Sigma"), QVariant::fromValue(static_cast<int>(ColorBy::Sigma)));
  colorBy->addItem(tr("Perplexity reached"), QVariant::fromValue(static_cast<int>(ColorBy::Perplexity)));
  colorBy->addItem(tr("Outlier reason"), QVariant::fromValue(static_cast<int>(ColorBy::Outlier)));
  caption->setBuddy(colorBy);
  bar->addWidget(caption);
  bar->addWidget(colorBy);
  // Short words in the tool bar, whole ones in the menus.
  exportSubset->setIconText(tr("Subset"));
  exportPicture->setIconText(tr("Picture"));
  open->setIconText(tr("Open"));
  fit->setIconText(tr("Fit"));
  labels->setIconText(tr("Names"));
  compare->setIconText(tr("Compare"));
  window->addToolBar(bar);
  bar->toggleViewAction()->setVisible(false);
}

void Actions::setTheme(const Theme& theme) {
  theme_ = theme;
  for (QAction* action : all_) {
    const QString icon = action->property("lineIcon").toString();
    if (!icon.isEmpty()) action->setIcon(lineIcon(icon, action == cancel ? theme.error : theme.text));
  }
  run->setIcon(lineIcon(runIcon_, theme.good));
}

void Actions::setCompact(bool compact) {
  for (QAction* action : {fit, lasso, labels, exemplars, outliers, density, legend}) {
    if (auto* button = qobject_cast<QToolButton*>(toolBar_->widgetForAction(action)))
      button->setToolButtonStyle(compact ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
  }
}

void Actions::setSteps(const QString& undone, const QString& redone) {
  const auto show = [](QAction* action, const QString& verb, QString step) {
    action->setEnabled(!step.isEmpty());
    action->setText(step.isEmpty() ? verb : verb + ' ' + step.replace('&', "&&"));
  };
  show(undo, tr("Undo"), undone);
  show(redo, tr("Redo"), redone);
}

void Actions::setRunFace(const QString& text, const QString& icon) {
  run->setText(text);
  if (icon == runIcon_) return;
  runIcon_ = icon;
  run->setIcon(lineIcon(icon, theme_.good));
}

}  // namespace adapsne
