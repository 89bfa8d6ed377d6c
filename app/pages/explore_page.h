// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QTimer>

#include "app/pages/page.h"
#include "app/run_controller.h"

namespace adapsne {

class Actions;
class ComparisonTable;
class DataCheckPanel;
class GalleryPanel;
class IterationBar;
class MapPair;
class MapView;
class Messages;
class PointPanel;
class Replay;
class RunLibrary;
class UndoStack;

/// The maps A and B and the way back through their frames; what is known of a point, the selected points or
/// the exemplars in pictures, and the measures of two runs side by side.
class ExplorePage : public Page {
  Q_OBJECT

 public:
  ExplorePage(Session* session, RunController* controller, RunLibrary* library, UndoStack* undo,
              Messages* messages, Actions* actions, QWidget* parent = nullptr);

  ~ExplorePage() override;

  MapPair* maps() const { return maps_; }
  MapView* map() const override;  ///< The current one.
  IterationBar* iterations() const { return iterations_; }
  Replay* replay() const { return replay_; }
  PointPanel* inspector() const { return inspector_; }
  GalleryPanel* gallery() const { return gallery_; }
  ComparisonTable* table() const { return table_; }
  DataCheckPanel* check() const { return check_; }

  void setTheme(const Theme& theme) override;
  bool settled() const override;

  /// Makes a point the inspected one, brings it into view and marks it.
  void goTo(qint64 row);

 signals:
  /// The button in the middle of the empty room.
  void runRequested();
  void openRequested(const QString& source);
  /// The button of the data check.
  void exportCheckRequested();
  /// MapView::menuRequested(), of the maps and of the gallery (-1: beside its pictures).
  void menuRequested(qint64 row, QPoint globalPosition);

 protected:
  void arrangePanels() override;

 private:
  void buildPanels();
  void connectMaps();
  void connectFrames();
  void connectActions();
  void connectSelection(UndoStack* undo);
  void fillClassMenu();
  void onDataset(bool otherRows);
  void onPlanned(const std::vector<PlannedRun>& runs);
  void onRunStarted(const PlannedRun& run);
  void onFrame(int slot, const WorkerFrame& frame);
  void onStopped();
  void showRuns();
  void showExemplars();
  void showTable();
  void headRun(int slot);
  void showRecording(int slot);
  void describeEmptyMaps();
  void enableActions();

  RunController* controller_;
  RunLibrary* library_;
  Actions* actions_;
  MapPair* maps_ = nullptr;
  IterationBar* iterations_ = nullptr;
  Replay* replay_ = nullptr;
  PointPanel* inspector_ = nullptr;
  GalleryPanel* gallery_ = nullptr;
  ComparisonTable* table_ = nullptr;
  DataCheckPanel* check_ = nullptr;
  std::shared_ptr<const void>
      selectable_;  ///< Owner of the selection's steps: another one for another dataset.
  QTimer restTimer_;
};

}  // namespace adapsne
