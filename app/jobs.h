// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "app/run_controller.h"
#include "views/options_form.h"

namespace adapsne {

class Messages;
class Replay;
class RunLibrary;
class Session;
class UndoStack;

/// Whether a path is the folder of a run that was saved.
bool isRunFolder(const QString& path);

/// Turns what the user asks for into work of the RunController, and what comes of it into what the Session
/// holds.
class Jobs : public QObject {
  Q_OBJECT

 public:
  /// `replay` knows what was recorded of the run that has just finished.
  Jobs(Session* session, RunController* controller, RunLibrary* library, Replay* replay, UndoStack* undo,
       Messages* messages, QObject* parent = nullptr);

  /// Opens a file, a name of the catalogue, or a run's folder. During a run it asks first; the run goes on
  /// until what was asked for has been read, and for good where it cannot be.
  void open(const QString& source);
  /// The same with what was said of how it is to be read; of the open dataset this is a step that can be
  /// undone.
  void openAs(const QString& source, const DatasetOptions& reading);
  /// Options from outside, which belong to what is opened next; what could be undone is forgotten.
  void setOptions(const Options& options);
  /// A run's options as one step that can be undone; what they say of another dataset than the open one stays
  /// away.
  void takeOptions(const Run& run, const QString& step);
  /// What the user did in the form.
  void edit(const OptionsEdit& edit);

  /// Runs into the current map; what is running is cancelled.
  void run();
  /// The form's method and its counterpart side by side, NMS on the left.
  void compare();
  /// Starts, pauses or goes on, whichever is next.
  void runPauseResume();
  /// A run of the list in map A (slot 0) or B; -1: in the current one.
  void showListedRun(int id, int slot);

 signals:
  /// A dataset is being read.
  void loading(const QString& source);
  /// A run of the list is shown.
  void shown(int id);

 private:
  struct FailedOpen {
    QString source;
    Options options;
  };
  void whenAgreed(const QString& source, const std::function<void()>& open);
  void openNow(const QString& source);
  void openDataset(const QString& source, const Options& options);
  /// Goes when the options of the dataset become those of another.
  using Reading = std::shared_ptr<const int>;

  Options optionsFor(const QString& source) const;
  void sayWhatWasReset(const Options& before, const Options& after, const QString& owner);
  void restoreOptions(const Options& options, const std::weak_ptr<const int>& reading);
  void addStep(const QString& step, const Options& before, const std::weak_ptr<const int>& readingBefore);
  void followOptions();
  void start(std::vector<PlannedRun> runs, bool fresh = false);
  void onDataset(const DatasetPtr& dataset);
  void onFrame(int slot);
  void onFinished(int slot, const RunPtr& run);
  void onRunOpened(const RunPtr& run, const QString& name, const QString& folder, const ExemplarEdits& edits,
                   const RecordingPtr& recording);
  void onFailed(const QString& where, const QString& problem, const QString& remedy);
  void onStopped(const QString& remark);

  Session* session_;
  RunController* controller_;
  RunLibrary* library_;
  Replay* replay_;
  UndoStack* undo_;
  Messages* messages_;
  QString owner_;         ///< The source that the dataset's options were chosen for; empty: the next one.
  bool claimed_ = false;  ///< The source that is being read owns them only once it has been read.
  Reading reading_ = std::make_shared<int>();
  std::optional<FailedOpen> failed_;  ///< May be readable with another option of the dataset.
  bool adopting_ = false;             ///< The dataset of a run that is shown becomes the open one.
  bool alone_ = false;                ///< The run in progress is the only one that was asked for.
};

}  // namespace adapsne
