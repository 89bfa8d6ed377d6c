// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "app/panel_host.h"
#include "app/panels.h"

class QStackedWidget;

namespace adapsne {

class Actions;
class Closing;
class Comparisons;
class ExplorePage;
class ExemplarEditor;
class Exporter;
class GuidePage;
class HardwarePage;
class Jobs;
class MessageBanner;
class Messages;
class OptionsPanel;
class PointCommands;
class Page;
class RunController;
class RunLibrary;
class RunsPanel;
class SearchPage;
class Session;
class StatusBar;
class UndoStack;
class WorthPage;

/// The window: its pages and what stands beside each of them, the menus, dropping files, closing.
class MainWindow : public PanelHost {
  Q_OBJECT

 public:
  /// `remembers`: layout and theme come from and go to QSettings.
  MainWindow(const Theme& theme, bool remembers);
  ~MainWindow() override;

  Session* session() const { return session_; }
  Messages* messages() const { return messages_; }
  RunController* controller() const { return controller_; }
  RunLibrary* library() const { return library_; }
  UndoStack* undoStack() const { return undo_; }
  Actions* actions() const { return actions_; }
  Closing* closing() const { return closing_.get(); }
  Jobs* jobs() const { return jobs_; }
  ExemplarEditor* editor() const { return editor_; }
  PointCommands* pointCommands() const { return pointCommands_; }
  Exporter* exporter() const { return exporter_; }
  Comparisons* comparisons() const { return comparisons_; }
  MessageBanner* banner() const { return banner_; }
  OptionsPanel* options() const { return options_; }
  RunsPanel* runs() const { return runs_; }
  StatusBar* status() const { return status_; }
  ExplorePage* explore() const { return explore_; }
  SearchPage* search() const { return search_; }
  GuidePage* guide() const { return guide_; }
  HardwarePage* hardware() const { return hardware_; }
  WorthPage* worth() const { return worth_; }

  std::vector<PanelHost*> hosts() const;  ///< The window itself and its pages.
  Page* page() const;                     ///< The one that is shown.
  void showPage(PageId id);
  /// Turns to the page that has a panel and brings it to the front; false where there is no panel of that
  /// name.
  bool reveal(const QString& panel);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void arrangePanels() override;

 private:
  void build();
  void applyTheme();

  bool remembers_;
  Session* session_;
  Messages* messages_;
  RunController* controller_;
  RunLibrary* library_;
  UndoStack* undo_;
  Actions* actions_;
  Comparisons* comparisons_;
  std::unique_ptr<Closing> closing_;
  Jobs* jobs_ = nullptr;
  Exporter* exporter_ = nullptr;
  ExemplarEditor* editor_ = nullptr;
  PointCommands* pointCommands_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  ExplorePage* explore_ = nullptr;
  SearchPage* search_ = nullptr;
  GuidePage* guide_ = nullptr;
  HardwarePage* hardware_ = nullptr;
  WorthPage* worth_ = nullptr;
  MessageBanner* banner_ = nullptr;
  OptionsPanel* options_ = nullptr;
  RunsPanel* runs_ = nullptr;
  StatusBar* status_ = nullptr;
};

}  // namespace adapsne
