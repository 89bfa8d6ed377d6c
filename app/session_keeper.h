// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <QMetaObject>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include "core/pipeline/map_recording.h"
#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"
#include "core/sessions/session_state.h"
#include "core/support/task_outcome.h"
#include "views/selection.h"

namespace adapsne {

class MainWindow;
class SessionFolder;
struct ListedRun;

/// Keeps what people do on the disk while they do it: each finished run at once, everything else within some
/// seconds. A program that ends in whatever way loses none of it; the next one gives it back.
///
/// All files are written on another thread, one after the other.
class SessionKeeper : public QObject {
  Q_OBJECT

 public:
  static constexpr int kInterval = 3000;                ///< ms between two looks at what has changed.
  static constexpr int64_t kBudget = int64_t{4} << 30;  ///< Bytes that all sessions may take.

  /// `root` has a folder for each session. The window must outlive this.
  SessionKeeper(MainWindow* window, std::filesystem::path root, int64_t budget = kBudget,
                int interval = kInterval);
  /// Writes the session as one that ended as it should.
  ~SessionKeeper() override;

  /// Says so where a program ended that should not have, with a button that reopens its session.
  void offer();
  /// Gives the session back that was open last: its runs, options, selection, places. Those of this window
  /// stay.
  void reopenLast();
  /// Nothing waits to be written or to be opened.
  bool settled() const { return working_ == 0 && !again_ && !taking_ && !reopening_; }

 signals:
  void kept();                             ///< What was found changed is on the disk.
  void reopened(int runs, int notOpened);  ///< Those of the session.

 private:
  /// What is written: values, so that the window may go on.
  struct Snapshot {
    struct Listed {
      int id = 0;
      RunPtr run;
      ExemplarEdits edits;
      std::vector<RecordedFrame> frames;  ///< Of those that are new: recordings may be thinned.
    };
    SessionState state;        ///< Without the names of folders.
    std::vector<Listed> runs;  ///< In the order of state.runs.
    Selection selection;
    bool operator==(const Snapshot& other) const;  ///< By value; the runs by their ids.
  };
  /// The disk's side: used by the writing thread alone.
  struct Disk;
  /// A session that is being given back.
  struct Reopening {
    std::filesystem::path folder;
    SessionState state;
    size_t left = 0;       ///< Runs from the last one on that have not been opened.
    std::vector<int> ids;  ///< In the library, by place in state.runs; 0: could not be opened.
  };

  Snapshot snapshot(bool closed) const;
  void look();
  void write(bool closed);
  void inTurn(std::function<void()> work, std::function<void(const TaskOutcome&)> then);
  void begin(const std::filesystem::path& folder, const SessionState& state);
  void openNext();
  void onOpened(const RunPtr& run);
  void finish(bool shows);
  void show(const Reopening& session);

  MainWindow* window_;
  std::shared_ptr<Disk> disk_;
  std::unique_ptr<Reopening> reopening_;
  bool taking_ = false;             ///< A session is being looked for that is to be given back.
  std::shared_ptr<Snapshot> last_;  ///< On the disk, or on its way; null: what there is, is not.
  std::vector<KeptRun> notOpened_;  ///< Kept all the same.
  QString lastFailure_;
  QTimer timer_;
  int working_ = 0;     ///< Tasks of the writing thread.
  bool again_ = false;  ///< Something has changed meanwhile.
  QThreadPool writer_;  ///< Last: it must end before what it tells.
};

}  // namespace adapsne
