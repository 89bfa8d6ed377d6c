// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs_panel.h"

#include <QVBoxLayout>

#include "app/exporter.h"
#include "app/jobs.h"
#include "app/run_library.h"
#include "app/session.h"
#include "app/undo.h"
#include "core/pipeline/presets.h"
#include "views/format.h"
#include "views/run_list.h"

namespace adapsne {

namespace {

/// What its stages took, whichever run computed them.
double computedSeconds(const Run& run) {
  double seconds = 0;
  for (const StageTiming& timing : run.timing) seconds += timing.computed;
  return seconds;
}

RunRow rowOf(const ListedRun& listed, const ExemplarEdits& edits, const Theme& theme) {
  const Run& run = *listed.run;
  const QString dataset = QString::fromStdString(run.dataset->name);
  RunRow row;
  row.id = listed.id;
  row.name = listed.name;
  row.detail = QObject::tr("perplexity %1 · KL %2 · %3 points · %4")
                   .arg(numberText(run.targetPerplexity))
                   .arg(run.map->kl, 0, 'f', 3)
                   .arg(countText(run.dataset->points), dataset);
  row.toolTip = QObject::tr("%1\n%2\n%3 exemplars · trustworthiness %4 · %5\nid %6")
                    .arg(QString::fromStdString(methodTitle(run.options.method)), row.detail,
                         countText(static_cast<int64_t>(run.subset->rows.size())))
                    .arg(run.assessment.trustworthiness, 0, 'f', 3)
                    .arg(durationText(computedSeconds(run)), QString::fromStdString(run.id()));
  if (!edits.empty()) row.toolTip += '\n' + QString::fromStdString(editsText(edits));
  if (!listed.folder.isEmpty()) row.toolTip += QObject::tr("\nin %1").arg(listed.folder);
  row.color = methodColor(theme, run.options.method);
  row.pinned = listed.pinned;
  row.saved = !listed.folder.isEmpty() && edits == listed.savedEdits;
  return row;
}

}  // namespace

RunsPanel::RunsPanel(Session* session, RunLibrary* library, Jobs* jobs, UndoStack* undo, Exporter* exporter,
                     QWidget* parent)
    : QWidget(parent), session_(session), library_(library), undo_(undo) {
  setMinimumWidth(264);  // of the summary too, which shares its place
  list_ = new RunList(session->theme());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(list_);
  connect(library, &RunLibrary::changed, this, &RunsPanel::showRows);
  connect(session, &Session::runsChanged, this, &RunsPanel::showRows);
  connect(session, &Session::exemplarsChanged, this, &RunsPanel::showRows);
  connect(session, &Session::themeChanged, this, [this] {
    list_->setTheme(session_->theme());
    showRows();
  });
  connect(list_, &RunList::showRequested, jobs, &Jobs::showListedRun);
  connect(jobs, &Jobs::shown, list_, &RunList::select);
  connect(list_, &RunList::renameRequested, this, &RunsPanel::rename);
  connect(list_, &RunList::pinRequested, this, &RunsPanel::pin);
  connect(list_, &RunList::removeRequested, this, &RunsPanel::remove);
  connect(list_, &RunList::saveRequested, exporter, &Exporter::askSaveRun);
  connect(list_, &RunList::openRequested, this, &RunsPanel::openRequested);
  connect(list_, &RunList::optionsRequested, this, [this, jobs](int id) {
    if (const ListedRun* listed = library_->find(id))
      jobs->takeOptions(*listed->run, tr("Options of %1").arg(listed->name));
  });
}

void RunsPanel::showRows() {
  std::vector<RunRow> rows;
  const ListedRun* inA = library_->find(session_->run(0));
  const ListedRun* inB = session_->isPaired() ? library_->find(session_->run(1)) : nullptr;
  for (const ListedRun& listed : library_->runs()) {
    rows.push_back(rowOf(listed, session_->edits(listed.run), session_->theme()));
    rows.back().inA = inA == &listed;
    rows.back().inB = inB == &listed;
  }
  list_->setRows(std::move(rows));
}

void RunsPanel::remove(int id) {
  int place = 0;
  const ListedRun taken = library_->take(id, place);
  if (!taken.run) return;
  // What can be brought back must not fill the memory meanwhile.
  if (taken.recording) taken.recording->thinTo(MapRecording::kBudget / 32);
  undo_->add({tr("Delete run %1").arg(taken.name),
              {},
              {},
              [this, taken, place] { library_->insert(taken, place); },
              [this, id] {
                int again = 0;
                library_->take(id, again);
              },
              {},
              {}});
}

void RunsPanel::rename(int id, const QString& name) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  const QString before = listed->name;
  library_->rename(id, name);
  undo_->add({tr("Name"),
              before,
              name,
              [this, id, before] { library_->rename(id, before); },
              [this, id, name] { library_->rename(id, name); },
              {},
              {}});
}

void RunsPanel::pin(int id, bool pinned) {
  library_->setPinned(id, pinned);
  undo_->add({pinned ? tr("Pin run") : tr("Unpin run"),
              {},
              {},
              [this, id, pinned] { library_->setPinned(id, !pinned); },
              [this, id, pinned] { library_->setPinned(id, pinned); },
              {},
              {}});
}

}  // namespace adapsne
