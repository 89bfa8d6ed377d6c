// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QByteArray>
#include <QMainWindow>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include "app/replay.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "views/theme.h"

class QCloseEvent;
class QDragEnterEvent;
class QDropEvent;

namespace adapsne {

class Actions;
class Banner;
class ConvergenceView;
class DatasetPanel;
class Dock;
class EntropyView;
class FireworksView;
class AcceleratorView;
class PointInspector;
class IterationBar;
class MapPair;
class MapView;
class ComparisonTable;
class PointPanel;
class OptionsForm;
class RunBar;
class RunList;
class StatusLine;
class SummaryPanel;
class UndoStack;

/// The window: puts the views in their places, turns commands into calls of the RunController and its signals
/// into what the views show.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// `remembers`: layout and theme come from and go to QSettings.
  MainWindow(const Theme& theme, bool remembers);
  ~MainWindow() override;

  void openSource(const QString& source);
  /// Options from outside; what could be undone is forgotten.
  void setOptions(const Options& options);
  /// Runs with the form's options into the current map; what is running is cancelled.
  void startRun();
  /// Runs the form's method and its counterpart side by side, NMS on the left.
  void startComparison();
  void showError(const QString& where, const QString& problem, const QString& remedy);

  /// Each writes on another thread; written() or the banner tells of the end.
  void exportSubsetTo(const QString& path);
  void exportSelectionTo(const QString& path);
  void exportPictureTo(const QString& path);

  RunController* controller() const { return controller_; }
  OptionsForm* form() const { return form_; }
  MapPair* maps() const { return maps_; }
  MapView* map() const;  ///< The current one.
  Banner* banner() const { return banner_; }
  RunBar* runBar() const { return runBar_; }
  IterationBar* iterations() const { return iterations_; }
  RunLibrary* library() const { return library_; }
  RunList* runList() const { return runList_; }
  Actions* actions() const { return actions_; }
  /// Where whatever the user may want to take back is added.
  UndoStack* undoStack() const { return undo_; }
  SummaryPanel* summary() const { return summary_; }
  FireworksView* fireworks() const { return fireworks_; }
  AcceleratorView* accelerator() const { return accelerator_; }
  EntropyView* entropy() const { return entropy_; }
  ConvergenceView* convergence() const { return convergence_; }
  ComparisonTable* table() const { return table_; }
  PointPanel* pointPanel() const { return pointPanel_; }
  /// Shows the search for this point's sigma in the current map's run, and what else is known of it.
  void inspectPoint(qint64 row);
  /// The point that the next run's fireworks view shows; -1 lets it choose.
  void setInspected(qint64 row) {
    inspected_ = row;
    pinned_ = row >= 0;
  }
  /// A run of the list in map A (slot 0) or B; -1: in the current one.
  void showListedRun(int id, int slot);
  /// Reads a run's folder into the list and the current map.
  void openRun(const QString& folder);
  void saveRunTo(int id, const QString& folder);

  /// Brings a dock to the front by its name; false where there is none.
  bool raiseDock(const QString& name);

 signals:
  void written(const QString& path);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildDocks();
  void connectActions();
  void connectController();
  void connectUndo();
  void applyTheme(const Theme& theme);
  void setReducedMotion(bool reduced);
  void fillClassMenu();
  void rememberLayout();
  void restoreLayout();
  void resetLayout();

  void runPauseResume();
  void optionsEdited();
  void restoreOptions(const Options& options);
  void onDataset(const DatasetPtr& dataset);
  void start(std::vector<PlannedRun> runs);
  void onRunStarted(const PlannedRun& run);
  void onFrame(int slot, const WorkerFrame& frame);
  void placeRun(int slot, const RunPtr& run);
  void presentRun(int slot, const RunPtr& run);
  void headRun(int slot);
  /// Gives the iteration bar what was recorded of the run that a slot shows.
  void showRecording(int slot);
  void listRuns();
  /// The runs that are saved nowhere and that somebody may miss: pinned ones, and those that took long.
  std::vector<int> lostByClosing() const;
  void connectRuns();
  void removeRun(int id);
  void renameRun(int id, const QString& name);
  void pinRun(int id, bool pinned);
  void useOptionsOf(int id);
  void takeOptions(const Options& after, const QString& step);
  void askSaveRun(int id);
  void askOpenRun();
  void onRunOpened(const RunPtr& run, const QString& name, const QString& folder);
  void onFinished(int slot, const RunPtr& run);
  /// The panels that describe the current map, and those that show both.
  void showCurrentRun();
  void showBothRuns();
  void showPoint(qint64 row);
  /// The finished run of the current map; null while there is none.
  RunPtr currentRun() const;
  size_t firstChangedStage() const;
  void onStopped();
  void updateControls();
  void updateIdleHint();
  void updateBusyHint();
  void askOpen();
  enum class Exported { Subset, Selection, Picture };
  void askExport(Exported what);
  /// Does `write` on another thread and says that `path` was written, or why not; `then` follows a success.
  void writeAside(const QString& path, std::function<void()> write, std::function<void()> then = {});
  void showShortcuts();
  void showAbout();

  Theme theme_;
  bool remembers_;
  std::string blamedOption_;   ///< Which the banner offers to show.
  QString workText_;           ///< Iteration and time left, for the run bar.
  std::vector<int> warnedOf_;  ///< The runs that closing the window would lose, as the banner has said.
  QByteArray factoryLayout_;
  QTimer resourceTimer_;

  RunController* controller_ = nullptr;
  Actions* actions_ = nullptr;
  UndoStack* undo_ = nullptr;
  std::shared_ptr<const void>
      selectable_;  ///< Owner of the selection's steps: another one for another dataset.
  Banner* banner_ = nullptr;
  MapPair* maps_ = nullptr;
  IterationBar* iterations_ = nullptr;
  Replay* replay_ = nullptr;
  RunLibrary* library_ = nullptr;
  RunList* runList_ = nullptr;
  DatasetPanel* datasetPanel_ = nullptr;
  OptionsForm* form_ = nullptr;
  RunBar* runBar_ = nullptr;
  ConvergenceView* convergence_ = nullptr;
  EntropyView* entropy_ = nullptr;
  FireworksView* fireworks_ = nullptr;
  AcceleratorView* accelerator_ = nullptr;
  PointInspector* inspector_ = nullptr;
  qint64 inspected_ =
      -1;                ///< The point that somebody asked for; -1 = none, the window chooses a telling one.
  bool pinned_ = false;  ///< It was clicked: resting the pointer on another does not change it.
  qint64 restingOn_ = -1;
  QTimer restTimer_;
  SummaryPanel* summary_ = nullptr;
  ComparisonTable* table_ = nullptr;
  PointPanel* pointPanel_ = nullptr;
  StatusLine* status_ = nullptr;
  std::vector<Dock*> docks_;
  QThreadPool writers_;  ///< One at a time: two writes to one place must not meet. Ends with what was begun.
};

}  // namespace adapsne
