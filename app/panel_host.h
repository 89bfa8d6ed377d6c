// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QByteArray>
#include <QMainWindow>
#include <QTimer>

#include "views/theme.h"

namespace adapsne {

class Dock;

/// A place for panels, which remembers where the user has put them. The window is one, and so is each page
/// inside it.
class PanelHost : public QMainWindow {
  Q_OBJECT

 public:
  explicit PanelHost(const Theme& theme, QWidget* parent = nullptr);
  ~PanelHost() override;

  const std::vector<Dock*>& panels() const { return panels_; }
  /// Null where it has no such panel.
  Dock* panel(const QString& name) const;
  virtual void setTheme(const Theme& theme);

  /// Under QSettings' layout/<object name>: places, sizes and what is hidden.
  void rememberLayout() const;
  void restoreLayout();
  /// For the end: a detached panel answers a close by coming back, and would keep the program alive.
  void hideDetached() const;
  /// As it was at first; detached panels come back.
  void resetLayout();

 protected:
  /// `name` is a row of panelTable().
  Dock* addPanel(const std::string& name, QWidget* content, Qt::DockWidgetArea area);
  /// Puts the panels where they belong and sizes them for the room there is: when they are first seen, and at
  /// a reset.
  virtual void arrangePanels() = 0;
  void showEvent(QShowEvent* event) override;

 private:
  void showTitles();

  Theme theme_;
  std::vector<Dock*> panels_;
  bool arranged_ = false;
  QTimer titlesSoon_;  ///< When several panels come and go, once.
};

}  // namespace adapsne
