// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "core/pipeline/run.h"
#include "views/selection.h"

namespace adapsne {

class Actions;
class FireworksView;
class MapView;
class Messages;
class PointInspector;
class RunLibrary;

/// How the inspected point's sigma was found, replayed; beside it the current run's map, to pick the point.
class SearchPage : public Page {
  Q_OBJECT

 public:
  SearchPage(Session* session, RunController* controller, RunLibrary* library, Messages* messages,
             Actions* actions, QWidget* parent = nullptr);

  ~SearchPage() override;

  FireworksView* fireworks() const { return fireworks_; }
  MapView* map() const override { return map_; }

  void setTheme(const Theme& theme) override;
  bool settled() const override;

 signals:
  /// The user selected points on this map.
  void selected(const adapsne::Selection& selection);

 protected:
  void arrangePanels() override;

 private:
  void connectMap(Actions* actions);
  void showRun();
  void showExemplars();
  void showSearch();
  void nameRuns();

  RunController* controller_;
  RunLibrary* library_;
  RunPtr run_, other_;  ///< Whose search is shown,
  qint64 row_ = -1;     ///< of this point.
  FireworksView* fireworks_ = nullptr;
  MapView* map_ = nullptr;
  PointInspector* inspector_ = nullptr;
};

}  // namespace adapsne
