// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QToolBar>
#include <QToolButton>

#include "core/formats/file_format.h"
#include "views/icons.h"
#include "views/map_overlays.h"

namespace adapsne {

Actions::Actions(QMainWindow* window, const Theme& theme) : QObject(window), theme_(theme) {
  open = add(tr("Open …"), "Ctrl+O", "open",
             tr("Open a dataset: %1").arg(QString::fromStdString(listedFormats(FormatUse::Read, "or"))));
  openFolder = add(tr("Open Folder …"), "Ctrl+Alt+O", {},
                   tr("Open a folder of pictures: a subfolder a class, or all in one"));
  describeData = add(tr("Data as Read …"), "Ctrl+D", {},
                     tr("What the open file was read as: columns and their uses, first points, remarks"));
  openRun = add(tr("Open Run …"), "Ctrl+Shift+O", {},
                tr("Open the folder of a run that this window or adapsne run wrote"));
  reopenSession = add(tr("Reopen Last Session"), {}, {},
                      tr("Give back the runs, options and selection of the window that was closed last"));
  reopenSession->setEnabled(false);
  exportSubset =
      add(tr("Export Subset …"), "Ctrl+E", "export",
          tr("Write the exemplars, the rest or both: as rows, as the source, as a folder of pictures"));
  exportSelection = add(tr("Export Selection …"), "Ctrl+Alt+E", {},
                        tr("Write the selected points: as rows, as the source, as a folder of pictures"));
  exportPicture =
      add(tr("Export Map Picture …"), "Ctrl+Shift+E", "picture", tr("Write the map as PNG, SVG or PDF"));
  quit = add(tr("Quit"), "Ctrl+Q", {}, {});
  undo = add(tr("Undo"), "Ctrl+Z", {}, {});
  redo = add(tr("Redo"), "Ctrl+Y", {}, {});
  redo->setShortcuts({QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")});
  selectAll = add(tr("Select All"), "Ctrl+A", {}, tr("Select all points of the map"));
  invertSelection = add(tr("Invert Selection"), "Ctrl+I", {}, tr("Select the points that are not selected"));
  clearSelection = add(tr("Clear Selection"), "Ctrl+Shift+A", {}, tr("Select nothing"));
  findRow = add(tr("Find Row …"), "Ctrl+G", {}, tr("Go to a point by its row in the source or by its id"));
  findOption = add(tr("Find Option"), "Ctrl+F", {}, tr("Search the options by label, name or help"));
  resetOptions = add(tr("Reset All Options"), {}, {}, tr("All options but the method back to its preset"));
  run = add(tr("Run"), "Space", "run", tr("Run, pause, resume"));
  rerun = add(tr("Re-run Now"), "Ctrl+R", {},
              tr("Stop what is running and run with the options as they are now"));
  compare = add(tr("Compare with NMS"), "Ctrl+K", "compare",
                tr("Run NMS beside AdapSNE on the same datapath; they share neighbours, start and seed"));
  cancel = add(tr("Cancel"), "Esc", "stop", tr("Stop what is running"));
  inspect = add(tr("Inspect"), {}, "search", tr("Show what is known of the point"));
  swapExemplar =
      add(tr("Swap Exemplar"), "W", "displacement",
          tr("The next best of its territory instead: the next nearest to the run's own exemplar in "
             "the input space; after the last one that exemplar itself"));
  pinExemplar = add(tr("Pin Exemplar"), "T", "pin",
                    tr("Keep it in the next run, which chooses the rest anew (option Pinned rows)"));
  chooseExemplar = add(tr("Choose as Exemplar"), "Ins", {}, tr("Add the point to the exemplars by hand"));
  removeExemplar = add(tr("Remove Exemplar"), "Shift+Del", "trash",
                       tr("No exemplar any more, and none in the next run (option Removed rows)"));
  selectNeighbors =
      add(tr("Select Neighbours"), "J", {}, tr("Select the point and its ten nearest in the input space"));
  selectTerritory = add(tr("Select Territory"), {}, {}, tr("Select the points that its exemplar stands for"));
  selectClass = add(tr("Select Class"), {}, {}, tr("Select the points of its class"));
  muteClass = add(tr("Grey Class"), {}, {}, tr("Grey the points of its class, or colour them again"));
  copyRow = add(tr("Copy Row"), {}, {}, tr("Copy its row number in the source, counted from 0"));
  copyId = add(tr("Copy Id"), {}, {}, tr("Copy what the id column says of it"));
  openPicture = add(tr("Open Picture"), {}, {}, tr("Open its picture's file in another program"));
  fit = add(tr("Fit Map"), "F", "fit", tr("Show the whole map; a double click does the same"));
  lasso = add(tr("Lasso"), "L", "lasso", tr("Draw around points to select them; Shift adds, Alt takes away"));
  for (const OverlayRow& row : overlayRows()) {
    QAction* overlay = add(tr(row.title), row.key, row.icon, tr(row.toolTip));
    overlay->setCheckable(true);
    overlay->setChecked(MapOverlays().*row.shown);
    overlay->setObjectName(row.word);
    connect(overlay, &QAction::toggled, this, &Actions::overlaysChanged);
    overlays_.push_back(overlay);
  }
  sideBySide = add(tr("Side by Side"), "S", {}, tr("Both maps beside each other"));
  single = add(tr("Single"), "A", {}, tr("One map in the whole room; X shows the other"));
  blink = add(tr("Blink"), "B", {}, tr("Both maps in turn at the same place: what jumps differs"));
  flip = add(tr("Other Map"), "X", {}, tr("Show the other map, or make it the current one"));
  play = add(tr("Play Frames"), "P", {}, tr("Play the recorded frames of the map, or halt"));
  frameBack = add(tr("One Frame Back"), ",", {}, {});
  frameOn = add(tr("One Frame On"), ".", {}, {});
  firstFrame = add(tr("First Frame"), "Home", {}, {});
  lastFrame = add(tr("Last Frame"), "End", {}, tr("To the last frame; follows a run in progress"));
  lightTheme = add(tr("Light Theme"), "Ctrl+T", {}, tr("Dark or light"));
  reducedMotion = add(tr("Reduced Motion"), {}, {},
                      tr("Nothing moves by itself: maps blink only with X, panels do not slide"));
  resetLayout = add(tr("Reset Layout"), {}, {}, tr("All panels back to their places"));
  foldLeft = add(tr("Fold Data && Options"), "F8", {}, tr("Data and options on the left away, or back"));
  foldRight = add(tr("Fold Summary && Runs"), "F9", {}, tr("Summary and runs on the right away, or back"));
  menu = add(tr("Menu"), "F10", {}, tr("Go to the menus by keyboard"));
  for (const PageInfo& info : pageTable()) {
    QAction* page = add(tr(info.title), QStringLiteral("Ctrl+%1").arg(pages.size() + 1), {}, tr(info.help));
    page->setCheckable(true);
    page->setObjectName(QStringLiteral("page-") + info.name);
    pages.push_back(page);
  }
  shortcuts = add(tr("Keyboard Shortcuts"), "?", {}, {});
  shortcuts->setShortcuts({QKeySequence("?"), QKeySequence("F1")});
  about = add(tr("About AdapSNE Studio"), {}, {}, {});
  for (QAction* toggle :
       {lasso, pinExemplar, muteClass, sideBySide, single, blink, lightTheme, reducedMotion})
    toggle->setCheckable(true);
  for (QAction* action : all_) {
    if (action->isCheckable()) action->setIconVisibleInMenu(false);  // else the icon hides the check
  }
  sideBySide->setChecked(true);
  auto* strip = new QActionGroup(this);
  for (QAction* page : pages) strip->addAction(page);
  auto* modes = new QActionGroup(this);
  for (QAction* mode : {sideBySide, single, blink}) modes->addAction(mode);
  const std::pair<QAction*, const char*> words[] = {
      {sideBySide, "side-by-side"}, {single, "single"}, {blink, "blink"}};
  for (const auto& [action, word] : words) action->setObjectName(word);
  buildColors(window);
  buildMenus(window);
  buildToolBars(window);
  setTheme(theme);
  setSteps({}, {});
  qApp->installEventFilter(this);
}

void Actions::buildColors(QMainWindow* window) {
  auto* group = new QActionGroup(this);
  colorBy = new QComboBox(window);
  colorBy->setAccessibleName(tr("Colour by"));
  colorBy->setToolTip(
      tr("What a point's colour says (keys 1 to 9); all but class, feature and other column need a finished "
         "run"));
  for (const ColorRow& row : colorRows()) {
    const QString text = tr(row.title);
    QAction* action = add(tr("Colour by %1").arg(text.toLower()), row.key, {}, {});
    action->setCheckable(true);
    action->setChecked(row.value == ColorKind::Label);
    group->addAction(action);
    action->setObjectName(QStringLiteral("color-") + row.word);
    colors_.push_back(action);
    colorBy->addItem(text, QVariant::fromValue(static_cast<int>(row.value)));
    const int index = colorBy->count() - 1;
    connect(action, &QAction::triggered, colorBy, [this, index] { colorBy->setCurrentIndex(index); });
  }
  colorColumn = new QComboBox(window);
  colorColumn->setAccessibleName(tr("Column that gives the colour"));
  colorColumn->setToolTip(tr("Which column; type a part of its name"));
  colorColumn->setEditable(true);
  colorColumn->setInsertPolicy(QComboBox::NoInsert);
  colorColumn->completer()->setFilterMode(Qt::MatchContains);
  colorColumn->completer()->setCompletionMode(QCompleter::PopupCompletion);
  colorColumn->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  colorColumn->setMinimumContentsLength(14);
  connect(colorBy, &QComboBox::currentIndexChanged, this, [this](int index) {
    colors_[static_cast<size_t>(index)]->setChecked(true);
    fillColumns();
    setRoom(room_);
    emit colorChanged();
  });
  connect(colorColumn, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (index < 0 || !hasChoice(color().kind)) return;
    chosen_[color().kind == ColorKind::Column] = index;
    emit colorChanged();
  });
}

/// Space is the window's run key, but a focused button, box or check keeps it.
bool Actions::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
    const QWidget* focus = QApplication::focusWidget();
    if (focus && (focus->inherits("QAbstractButton") || focus->inherits("QComboBox"))) event->accept();
  }
  return QObject::eventFilter(watched, event);
}

QAction* Actions::overlay(const QString& word) const {
  return findChild<QAction*>(word);
}

ColorBy Actions::color() const {
  const auto kind = static_cast<ColorKind>(colorBy->currentData().toInt());
  return {kind, chosen_[kind == ColorKind::Column]};
}

MapOverlays Actions::overlays() const {
  MapOverlays shown;
  for (size_t i = 0; i < overlays_.size(); ++i) shown.*overlayRows()[i].shown = overlays_[i]->isChecked();
  return shown;
}

/// The box has what may be chosen beside the kind of colours.
void Actions::fillColumns() {
  constexpr int64_t kMostListed = 20000;  // a box of more is no help
  const ColorKind kind = color().kind;
  const QSignalBlocker quiet(colorColumn);
  colorColumn->clear();
  columnAction_->setVisible(hasChoice(kind));
  if (!dataset_ || !hasChoice(kind)) return;
  QStringList titles = colorChoices(*dataset_, kind);
  if (titles.size() > kMostListed) titles.resize(kMostListed);
  colorColumn->addItems(titles);
  int& chosen = chosen_[kind == ColorKind::Column];
  if (chosen >= colorColumn->count()) chosen = 0;
  colorColumn->setCurrentIndex(chosen);
}

void Actions::setDataset(const DatasetPtr& dataset) {
  dataset_ = dataset;
  if (dataset && dataset->attributes.empty() && color().kind == ColorKind::Column)
    colorBy->setCurrentIndex(colorBy->findData(static_cast<int>(ColorKind::Label)));
  setRunKnown(runKnown_);
  fillColumns();
  if (hasChoice(color().kind)) emit colorChanged();
}

void Actions::setColor(const ColorBy& by) {
  if (hasChoice(by.kind)) chosen_[by.kind == ColorKind::Column] = static_cast<int>(by.column);
  const int index = colorBy->findData(static_cast<int>(by.kind));
  if (index == colorBy->currentIndex()) {
    fillColumns();
    emit colorChanged();
  } else {
    colorBy->setCurrentIndex(index);
  }
}

void Actions::setRunKnown(bool known) {
  runKnown_ = known;
  for (size_t i = 0; i < colors_.size(); ++i) {
    const auto kind = static_cast<ColorKind>(colorBy->itemData(static_cast<int>(i)).toInt());
    const bool isThere = kind != ColorKind::Column || (dataset_ && !dataset_->attributes.empty());
    const bool possible = isThere && (known || !needsRun(kind));
    colors_[i]->setEnabled(possible);
    auto* model = qobject_cast<QStandardItemModel*>(colorBy->model());
    model->item(static_cast<int>(i))->setEnabled(possible);
  }
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
  file->addActions({open, openFolder, openRun});
  recentMenu = file->addMenu(tr("Open Recent"));
  file->addActions({reopenSession, describeData});
  file->addSeparator();
  file->addActions({exportSubset, exportSelection, exportPicture});
  file->addSeparator();
  file->addAction(quit);
  QMenu* edit = bar->addMenu(tr("&Edit"));
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addActions({selectAll, invertSelection, clearSelection});
  edit->addSeparator();
  edit->addActions({findRow, findOption, resetOptions});
  QMenu* point = bar->addMenu(tr("&Point"));
  point->addAction(inspect);
  point->addSeparator();
  point->addActions({swapExemplar, pinExemplar, chooseExemplar, removeExemplar});
  point->addSeparator();
  point->addActions({selectNeighbors, selectTerritory, selectClass, muteClass});
  point->addSeparator();
  point->addActions({copyRow, copyId, openPicture});
  QMenu* view = bar->addMenu(tr("&View"));
  view->addActions({fit, lasso});
  view->addSeparator();
  for (QAction* overlay : overlays_) view->addAction(overlay);
  view->addSeparator();
  QMenu* colors = view->addMenu(tr("Colour by"));
  for (QAction* color : colors_) colors->addAction(color);
  classMenu = view->addMenu(tr("Classes"));
  view->addSeparator();
  view->addActions({sideBySide, single, blink, flip});
  QMenu* frames = view->addMenu(tr("Frames"));
  frames->addActions({play, frameBack, frameOn, firstFrame, lastFrame});
  view->addSeparator();
  view->addActions({lightTheme, reducedMotion});
  bar->addMenu(tr("&Run"))->addActions({run, rerun, compare, cancel});
  windowMenu = bar->addMenu(tr("&Window"));
  for (QAction* page : pages) windowMenu->addAction(page);
  windowMenu->addSeparator();
  windowMenu->addActions({foldLeft, foldRight, resetLayout});
  windowMenu->addSeparator();
  bar->addMenu(tr("&Help"))->addActions({shortcuts, about});
  window->addAction(menu);
}

void Actions::buildToolBars(QMainWindow* window) {
  toolBar_ = new QToolBar(tr("Tools"), window);
  toolBar_->setObjectName("tools");
  mapBar_ = new QToolBar(tr("Map tools"), window);
  mapBar_->setObjectName("map-tools");
  for (QToolBar* bar : {toolBar_, mapBar_}) {
    bar->setMovable(false);
    bar->setIconSize({16, 16});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->toggleViewAction()->setVisible(false);
    window->addToolBar(bar);
  }
  QToolBar* bar = toolBar_;
  bar->addAction(open);
  bar->addAction(exportSubset);
  bar->addAction(exportPicture);
  bar->addSeparator();
  bar->addActions({run, compare, cancel});
  bar = mapBar_;
  bar->addActions({fit, lasso});
  bar->addSeparator();
  for (QAction* overlay : overlays_) bar->addAction(overlay);
  auto* gap = new QWidget(bar);
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(gap);
  auto* caption = new QLabel(tr("Colour by "), bar);
  caption->setBuddy(colorBy);
  bar->addWidget(caption);
  bar->addWidget(colorBy);
  columnAction_ = bar->addWidget(colorColumn);
  columnAction_->setVisible(false);
  // Short words in the tool bar, whole ones in the menus.
  exportSubset->setIconText(tr("Subset"));
  exportPicture->setIconText(tr("Picture"));
  open->setIconText(tr("Open"));
  fit->setIconText(tr("Fit"));
  compare->setIconText(tr("Compare"));
}

void Actions::setMapTools(bool shown) {
  mapBar_->setVisible(shown);
}

void Actions::setTheme(const Theme& theme) {
  theme_ = theme;
  for (QAction* action : all_) {
    const QString icon = action->property("lineIcon").toString();
    if (!icon.isEmpty()) action->setIcon(lineIcon(icon, action == cancel ? theme.error : theme.text));
  }
  run->setIcon(lineIcon(runIcon_, theme.good));
}

void Actions::setRoom(int width) {
  room_ = width;
  const auto show = [this](const std::vector<QAction*>& actions, bool words) {
    for (QAction* action : actions) {
      QWidget* widget = toolBar_->widgetForAction(action);
      if (!widget) widget = mapBar_->widgetForAction(action);
      if (auto* button = qobject_cast<QToolButton*>(widget))
        button->setToolButtonStyle(words ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    }
  };
  constexpr int kAllWords = 2150, kSomeWords = 1500, kFewWords = 1270;
  show(overlays_, width >= kAllWords);
  show({fit, lasso}, width >= kSomeWords);
  show({open, exportSubset, exportPicture},
       width >= kSomeWords || (width >= kFewWords && !columnAction_->isVisible()));
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
