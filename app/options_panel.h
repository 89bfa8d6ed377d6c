// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/pipeline/observer.h"
#include "views/theme.h"

namespace adapsne {

class Actions;
class DatasetPanel;
class Jobs;
class Messages;
class OptionsForm;
class RunBar;
class RunController;
class Session;

/// Data, options and the button that runs them; says from which stage a run would start.
class OptionsPanel : public QWidget {
  Q_OBJECT

 public:
  OptionsPanel(Session* session, RunController* controller, Jobs* jobs, Messages* messages, Actions* actions,
               QWidget* parent = nullptr);

  DatasetPanel* data() const { return data_; }
  OptionsForm* form() const { return form_; }
  RunBar* runBar() const { return runBar_; }

 signals:
  void openRequested();     ///< A file is to be chosen.
  void columnsRequested();  ///< What the columns are used for is to be shown.
  void findRequested();     ///< The search for an option begins: the panel must be in sight.

 private:
  void connectForm(Jobs* jobs, Messages* messages, Actions* actions);
  void connectWork();
  void applyTheme();
  void showDataset();
  void showProgress(const Progress& progress);
  void showNextStep();
  void showIdle();
  void showBusy();
  size_t firstChangedStage() const;

  Session* session_;
  RunController* controller_;
  Actions* actions_;
  QString workText_;  ///< Iteration and time left.
  DatasetPanel* data_ = nullptr;
  OptionsForm* form_ = nullptr;
  RunBar* runBar_ = nullptr;
};

}  // namespace adapsne
