// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session_keeper.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include <QAction>
#include <QDateTime>

#include "app/actions.h"
#include "app/closing.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/messages.h"
#include "app/pages/explore_page.h"
#include "app/pages/page.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "app/session.h"
#include "core/sessions/session_store.h"
#include "views/format.h"
#include "views/map_pair.h"
#include "views/map_view.h"

namespace adapsne {
namespace fs = std::filesystem;

struct SessionKeeper::Disk {
  struct Kept {
    std::string folder;
    ExemplarEdits edits;
  };

  fs::path root;
  int64_t budget;
  std::unique_ptr<SessionFolder> folder;  ///< Null until there is something to keep.
  std::unique_ptr<SessionFolder> before;  ///< This window's, when it took another one over.
  std::map<int, Kept> kept;               ///< By the run's id in the library.
  std::set<int> dropped;                  ///< Had to go to make room.
  std::string written;                    ///< session.json

  std::vector<QString> keep(Snapshot snapshot);
};

/// Returns the names of runs that are not kept any more.
std::vector<QString> SessionKeeper::Disk::keep(Snapshot snapshot) {
  if (!folder && snapshot.state.empty()) return {};
  if (!folder) folder = SessionFolder::make(root);
  SessionState& state = snapshot.state;
  state.selected = snapshot.selection.rows();
  bool grown = false;
  for (size_t i = 0; i < snapshot.runs.size(); ++i) {
    const Snapshot::Listed& listed = snapshot.runs[i];
    if (dropped.count(listed.id) > 0) continue;
    const auto known = kept.find(listed.id);
    if (known == kept.end()) {
      kept[listed.id] = {folder->keep(*listed.run, state.runs[i].name, listed.edits, listed.frames),
                         listed.edits};
      grown = true;
    } else if (known->second.edits != listed.edits) {
      folder->keepEdits(known->second.folder, *listed.run, listed.edits);
      known->second.edits = listed.edits;
    }
  }
  std::vector<QString> gone;
  if (grown) {
    thinLeftSessions(root, budget);
    int64_t bytes = sessionBytes(root);
    // The oldest first; the newest stays, whatever it takes.
    for (size_t i = snapshot.runs.size(); i > 1 && bytes > budget; --i) {
      const int id = snapshot.runs[i - 1].id;
      if (state.runs[i - 1].pinned || dropped.count(id) > 0) continue;
      bytes -= bytesBelow(folder->runFolder(kept.at(id).folder));
      dropped.insert(id);
      gone.push_back(QString::fromStdString(state.runs[i - 1].name));
    }
  }
  // Runs that are not listed any more, or had to go, are named by nothing.
  SessionState named = state;
  named.runs.clear();
  named.shown = {-1, -1};
  std::map<int, Kept> still;
  for (size_t i = 0; i < state.runs.size(); ++i) {
    KeptRun run = state.runs[i];
    if (i < snapshot.runs.size()) {
      const int id = snapshot.runs[i].id;
      if (dropped.count(id) > 0) continue;
      run.folder = kept.at(id).folder;
      still[id] = kept.at(id);
    }
    for (size_t slot = 0; slot < 2; ++slot)
      if (state.shown[slot] == static_cast<int>(i)) named.shown[slot] = static_cast<int>(named.runs.size());
    named.runs.push_back(std::move(run));
  }
  kept = std::move(still);
  if (std::string text = sessionText(named); text != written) {
    folder->write(named);
    written = std::move(text);
    folder->removeOthers(named);
  }
  if (before) before->remove();
  before.reset();
  return gone;
}

bool SessionKeeper::Snapshot::operator==(const Snapshot& other) const {
  const auto same = [](const Listed& a, const Listed& b) { return a.id == b.id && a.edits == b.edits; };
  return std::equal(runs.begin(), runs.end(), other.runs.begin(), other.runs.end(), same) &&
         selection == other.selection && sessionText(state) == sessionText(other.state);
}

SessionKeeper::SessionKeeper(MainWindow* window, fs::path root, int64_t budget, int interval)
    : window_(window), disk_(std::make_shared<Disk>(Disk{std::move(root), budget, {}, {}, {}, {}, {}})) {
  writer_.setMaxThreadCount(1);
  connect(&timer_, &QTimer::timeout, this, &SessionKeeper::look);
  timer_.start(interval);
  // A run is what takes longest to have again.
  connect(window->library(), &RunLibrary::changed, this, &SessionKeeper::look, Qt::QueuedConnection);
  connect(window->session(), &Session::exemplarsChanged, this, &SessionKeeper::look, Qt::QueuedConnection);
  connect(window->actions()->reopenSession, &QAction::triggered, this, &SessionKeeper::reopenLast);
  RunController* controller = window->controller();
  connect(controller, &RunController::runOpened, this, &SessionKeeper::onOpened);
  connect(controller, &RunController::failed, this, [this] {
    if (reopening_) openNext();
  });
  // Something else was asked for meanwhile.
  connect(controller, &RunController::cancelled, this, [this] {
    if (!reopening_) return;
    finish(false);
  });
}

SessionKeeper::~SessionKeeper() {
  // Half of a session that is being given back is not what it was.
  if (!taking_ && !reopening_) write(true);
  writer_.waitForDone();
}

SessionKeeper::Snapshot SessionKeeper::snapshot(bool closed) const {
  const Session* session = window_->session();
  Snapshot result;
  SessionState& state = result.state;
  state.source = session->source().toStdString();
  state.options = session->options();
  for (const ListedRun& listed : window_->library()->runs()) {
    for (int slot = 0; slot < 2; ++slot)
      if (window_->library()->find(session->run(slot)) == &listed)
        state.shown[static_cast<size_t>(slot)] = static_cast<int>(result.runs.size());
    state.runs.push_back({{}, listed.name.toStdString(), listed.pinned, listed.folder.toStdString()});
    const auto isThis = [&](const Snapshot::Listed& known) { return known.id == listed.id; };
    const bool known = last_ && std::any_of(last_->runs.begin(), last_->runs.end(), isThis);
    result.runs.push_back({listed.id, listed.run, session->edits(listed.run),
                           known ? std::vector<RecordedFrame>() : framesOf(listed)});
  }
  state.runs.insert(state.runs.end(), notOpened_.begin(), notOpened_.end());
  state.current = session->current();
  result.selection = session->selection();
  if (session->isPinned()) state.inspected = session->inspected();
  state.muted = session->muted();
  if (const MapView* map = window_->explore()->map(); session->hasRun() && !map->followsFit())
    state.camera = {map->camera().center().x(), map->camera().center().y(), map->camera().scale()};
  state.page = pageInfo(window_->page()->id()).name;
  state.closed = closed;
  return result;
}

void SessionKeeper::look() {
  if (taking_ || reopening_) return;  // What is given back is on the disk.
  if (working_ > 0)
    again_ = true;
  else
    write(false);
}

void SessionKeeper::write(bool closed) {
  auto now = std::make_shared<Snapshot>(snapshot(closed));
  if (last_ && *now == *last_) return;
  last_ = now;
  auto gone = std::make_shared<std::vector<QString>>();
  inTurn([disk = disk_, gone, now] { *gone = disk->keep(*now); },
         [this, gone, now](const TaskOutcome& outcome) {
           for (Snapshot::Listed& listed : now->runs) listed.frames.clear();
           const QString failure =
               outcome.failure ? QString::fromStdString(outcome.failure->problem) : QString();
           // Said once: the next try is only seconds away.
           if (outcome.failure && failure != lastFailure_)
             window_->messages()->fail(QString::fromStdString(outcome.failure->where),
                                       tr("the session cannot be kept: %1").arg(failure),
                                       QString::fromStdString(outcome.failure->remedy));
           lastFailure_ = failure;
           if (!outcome.done()) last_.reset();
           window_->closing()->setKept(outcome.done());
           if (!gone->empty())
             window_->messages()->notice(tr("Not kept for another session any more: %1").arg(gone->front()),
                                         tr("All sessions together may take %1. Runs that are pinned stay.")
                                             .arg(memoryText(disk_->budget)));
           if (outcome.done()) emit kept();
           if (std::exchange(again_, false)) look();
         });
}

/// The destructor waits for `work`; `then` hears of it here, unless this has gone.
void SessionKeeper::inTurn(std::function<void()> work, std::function<void(const TaskOutcome&)> then) {
  ++working_;
  writer_.start([this, work = std::move(work), then = std::move(then)] {
    const TaskOutcome outcome = attempt(work);
    QMetaObject::invokeMethod(this, [this, then, outcome] {
      --working_;
      then(outcome);
    });
  });
}

void SessionKeeper::offer() {
  auto left = std::make_shared<std::vector<LeftSession>>();
  inTurn(
      [disk = disk_, left] {
        *left = leftSessions(disk->root);
        if (left->empty() || left->front().state.closed) return;
        // Offered once; it can be reopened from the menu.
        if (const auto folder = SessionFolder::take(left->front().folder)) {
          SessionState state = left->front().state;
          state.closed = true;
          folder->write(state);
        }
      },
      [this, left](const TaskOutcome&) {
        window_->actions()->reopenSession->setEnabled(!left->empty());
        if (left->empty() || left->front().state.closed) return;
        const LeftSession& session = left->front();
        const auto time = std::chrono::file_clock::to_sys(session.written);
        const QString when =
            QDateTime::fromSecsSinceEpoch(
                std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count())
                .toString(QStringLiteral("yyyy-MM-dd HH:mm"));
        const auto runs = static_cast<int>(session.state.runs.size());
        const QString source = QString::fromStdString(session.state.source);
        const QString what = runs == 0   ? tr("%1 was open; its options were kept").arg(source)
                             : runs == 1 ? tr("One run of %1 was kept").arg(source)
                                         : tr("%1 runs were kept, with %2").arg(runs).arg(source);
        window_->messages()->notice(tr("The last session did not end as it should"),
                                    tr("%1, last at %2.").arg(what, when), tr("Reopen It"),
                                    [this] { reopenLast(); });
      });
}

void SessionKeeper::reopenLast() {
  if (taking_ || reopening_) return;
  if (window_->controller()->busy())
    return window_->messages()->notice(tr("A run is in progress"),
                                       tr("A session can be reopened when it has ended, or after Esc."));
  struct Taken {
    fs::path folder;
    SessionState state;
  };
  auto taken = std::make_shared<std::optional<Taken>>();
  taking_ = true;
  inTurn(
      [disk = disk_, taken] {
        for (const LeftSession& left : leftSessions(disk->root)) {
          std::unique_ptr<SessionFolder> folder = SessionFolder::take(left.folder);
          if (!folder) continue;
          SessionState open = left.state;
          open.closed = false;
          folder->write(open);
          *taken = Taken{left.folder, left.state};
          // This window's own runs are written there, too, and then its folder goes.
          disk->before = std::exchange(disk->folder, std::move(folder));
          disk->kept.clear();
          disk->written.clear();
          return;
        }
      },
      [this, taken](const TaskOutcome& outcome) {
        taking_ = false;
        last_.reset();
        if (outcome.failure)
          return window_->messages()->fail(QString::fromStdString(outcome.failure->where),
                                           QString::fromStdString(outcome.failure->problem),
                                           QString::fromStdString(outcome.failure->remedy));
        if (!*taken)
          return window_->messages()->notice(tr("There is no session to reopen"),
                                             tr("Sessions are kept when this window closes."));
        begin((*taken)->folder, (*taken)->state);
      });
}

void SessionKeeper::begin(const fs::path& folder, const SessionState& state) {
  window_->actions()->reopenSession->setEnabled(false);
  reopening_ = std::make_unique<Reopening>(
      Reopening{folder, state, state.runs.size(), std::vector<int>(state.runs.size(), 0)});
  openNext();
}

/// The oldest first, as they came.
void SessionKeeper::openNext() {
  Reopening& session = *reopening_;
  if (session.left == 0) return finish(true);
  const std::string& folder = session.state.runs[--session.left].folder;
  window_->controller()->openRun(QString::fromStdString((session.folder / "runs" / folder).string()));
}

void SessionKeeper::onOpened(const RunPtr& run) {
  if (!reopening_) return;
  // Others hear of the run as well, and the list must have it.
  QMetaObject::invokeMethod(
      this,
      [this, run] {
        if (!reopening_) return;
        const ListedRun* listed = window_->library()->find(run);
        if (listed) {
          const KeptRun& as = reopening_->state.runs[reopening_->left];
          const int id = listed->id;
          const ExemplarEdits edits = as.savedTo.empty() ? ExemplarEdits() : listed->savedEdits;
          reopening_->ids[reopening_->left] = id;
          window_->library()->rename(id, QString::fromStdString(as.name));
          window_->library()->setPinned(id, as.pinned);
          window_->library()->setFolder(id, QString::fromStdString(as.savedTo), edits);
        }
        openNext();
      },
      Qt::QueuedConnection);
}

void SessionKeeper::finish(bool shows) {
  const std::shared_ptr<const Reopening> session = std::move(reopening_);
  int opened = 0;
  std::map<int, Disk::Kept> kept;
  for (size_t i = 0; i < session->ids.size(); ++i) {
    if (session->ids[i] == 0) {
      notOpened_.push_back(session->state.runs[i]);
      continue;
    }
    ++opened;
    const ListedRun* listed = window_->library()->find(session->ids[i]);
    if (listed) kept[listed->id] = {session->state.runs[i].folder, window_->session()->edits(listed->run)};
  }
  inTurn([disk = disk_, kept] { disk->kept = kept; }, [](const TaskOutcome&) {});
  if (shows) show(*session);
  const auto missing = static_cast<int>(session->ids.size()) - opened;
  if (missing == 0 && shows)
    window_->messages()->remark(
        tr("Session reopened · %1").arg(opened == 1 ? tr("1 run") : tr("%1 runs").arg(opened)));
  emit reopened(opened, missing);
  look();
}

void SessionKeeper::show(const Reopening& reopened) {
  const SessionState& state = reopened.state;
  const QString source = QString::fromStdString(state.source);
  Session* session = window_->session();
  for (const PageInfo& page : pageTable())
    if (state.page == page.name) window_->showPage(page.id);
  for (const int slot : {1, 0}) {
    const int place = state.shown[static_cast<size_t>(slot)];
    const int id = place < 0 ? 0 : reopened.ids[static_cast<size_t>(place)];
    if (const ListedRun* listed = window_->library()->find(id))
      window_->jobs()->showListedRun(listed->id, slot);
  }
  if (session->isPaired() || state.current == 0) session->setCurrent(state.current);
  window_->jobs()->setOptions(state.options);
  if (source.isEmpty()) return;
  if (!session->dataset() || session->source() != source) return window_->jobs()->open(source);
  session->setSelection(
      Selection().combined(state.selected, session->dataset()->points, SelectMode::Replace));
  if (state.muted.size() <= session->dataset()->classNames.size()) session->setMuted(state.muted);
  if (state.inspected >= 0 && state.inspected < session->dataset()->points)
    session->inspect(state.inspected, true);
  if (state.camera)
    window_->explore()->maps()->forEach([camera = *state.camera](MapView* map) {
      map->setCamera(Camera({camera.x, camera.y}, camera.scale), false);
    });
}

}  // namespace adapsne
