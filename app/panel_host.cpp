// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panel_host.h"

#include <algorithm>

#include <QSettings>
#include <QShowEvent>
#include <QStringList>
#include <QTabBar>
#include <QTabWidget>

#include "app/dock.h"
#include "app/panels.h"

namespace adapsne {

namespace {
constexpr int kLayoutVersion = 5;  // raise it when panels move from one host to another
}

PanelHost::PanelHost(const Theme& theme, QWidget* parent) : QMainWindow(parent), theme_(theme) {
  setContextMenuPolicy(Qt::NoContextMenu);  // Qt's own would show panels that have nothing to say
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  for (const auto area :
       {Qt::TopDockWidgetArea, Qt::BottomDockWidgetArea, Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea})
    setTabPosition(area, QTabWidget::North);
  titlesSoon_.setSingleShot(true);
  titlesSoon_.setInterval(0);
  connect(&titlesSoon_, &QTimer::timeout, this, &PanelHost::showTitles);
}

PanelHost::~PanelHost() {
  // What a panel says while it goes would reach members that are gone already.
  for (Dock* dock : panels_) dock->disconnect(this);
}

Dock* PanelHost::panel(const QString& name) const {
  const auto found =
      std::find_if(panels_.begin(), panels_.end(), [&](Dock* dock) { return dock->objectName() == name; });
  return found == panels_.end() ? nullptr : *found;
}

void PanelHost::setTheme(const Theme& theme) {
  theme_ = theme;
  for (Dock* dock : panels_) dock->setTheme(theme);
}

Dock* PanelHost::addPanel(const std::string& name, QWidget* content, Qt::DockWidgetArea area) {
  auto* dock = new Dock(panelInfo(name), content, theme_, this);
  addDockWidget(area, dock);
  panels_.push_back(dock);
  const auto soon = [this] { titlesSoon_.start(); };
  connect(dock, &QDockWidget::visibilityChanged, this, soon);
  connect(dock, &QDockWidget::topLevelChanged, this, soon);
  connect(dock, &QDockWidget::dockLocationChanged, this, soon);
  return dock;
}

/// A tab names its panel; without one, the panel does.
void PanelHost::showTitles() {
  for (Dock* dock : panels_) {
    const auto beside = tabifiedDockWidgets(dock);
    const bool tabbed = std::any_of(beside.begin(), beside.end(),
                                    [](const QDockWidget* other) { return !other->isHidden(); });
    dock->setTitleShown(dock->isFloating() || !tabbed);
  }
  // Qt keeps tab bars of panels that have gone: Tab must not stop where nothing can be seen.
  for (QTabBar* bar : findChildren<QTabBar*>(Qt::FindDirectChildrenOnly))
    bar->setFocusPolicy(bar->count() > 1 ? Qt::TabFocus : Qt::NoFocus);
}

void PanelHost::rememberLayout() const {
  if (!arranged_) return;  // it was never seen
  QSettings settings;
  settings.beginGroup("layout/" + objectName());
  settings.setValue("state", saveState(kLayoutVersion));
  QStringList hidden;
  for (const Dock* dock : panels_) {
    if (!dock->isWanted()) hidden << dock->objectName();
  }
  settings.setValue("hidden", hidden);
}

void PanelHost::restoreLayout() {
  QSettings settings;
  settings.beginGroup("layout/" + objectName());
  if (!restoreState(settings.value("state").toByteArray(), kLayoutVersion)) return;
  arranged_ = true;
  const QStringList hidden = settings.value("hidden").toStringList();
  for (Dock* dock : panels_) dock->setWanted(!hidden.contains(dock->objectName()));
}

void PanelHost::hideDetached() const {
  for (Dock* dock : panels_) {
    if (dock->isFloating()) dock->hide();
  }
}

void PanelHost::resetLayout() {
  for (Dock* dock : panels_) {
    dock->setFloating(false);
    dock->setWanted(true);
  }
  arrangePanels();
}

void PanelHost::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (!arranged_) arrangePanels();
  arranged_ = true;
  showTitles();
}

}  // namespace adapsne
