// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QStringList>

#include "app/messages.h"
#include "app/replay.h"
#include "app/run_library.h"
#include "app/session.h"
#include "app/undo.h"
#include "core/catalogue/catalogue.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "views/format.h"

namespace adapsne {

namespace {

bool isNameOfTheCatalogue(const QString& source) {
  const std::vector<CatalogueEntry> entries = catalogue();
  return std::any_of(
      entries.begin(), entries.end(),
      [name = source.toStdString()](const CatalogueEntry& entry) { return entry.name == name; });
}

/// One file, one name: options belong to it however it was opened.
QString nameOf(const QString& given) {
  return isNameOfTheCatalogue(given) || !QFileInfo::exists(given) ? given
                                                                  : QFileInfo(given).absoluteFilePath();
}

/// What options say of one dataset, and of no other: how it is read, and rows by their numbers.
void takeOfDataset(Options& options, const Options& from) {
  options.dataset = from.dataset;
  options.sampling.givenRows = from.sampling.givenRows;
  options.sampling.excludeRows = from.sampling.excludeRows;
}

bool namesRows(const Options& options) {
  return !options.sampling.givenRows.empty() || !options.sampling.excludeRows.empty();
}

/// A step that changes nothing but what is said of one dataset is none for another.
std::optional<std::weak_ptr<const void>> ownerOf(const Options& before, const Options& after,
                                                 const std::weak_ptr<const int>& reading) {
  Options rest = before;
  takeOfDataset(rest, after);
  const auto differs = [&](const OptionSpec& spec) {
    return optionText(rest, spec) != optionText(after, spec);
  };
  if (std::any_of(schema().begin(), schema().end(), differs)) return {};
  return reading;
}

QString readyText(const Dataset& dataset) {
  return dataset.points == 1 ? Jobs::tr("Ready · 1 point")
                             : Jobs::tr("Ready · %1 points").arg(countText(dataset.points));
}

/// Whether every stage that a run has of its own came from earlier ones.
bool wasReused(const Run& run) {
  return std::all_of(kStages.begin(), kStages.end(), [&](Stage stage) {
    const bool own = stage != Stage::Dataset && !(stage == Stage::Guidance && run.guidance.empty());
    return !own || run.timing[static_cast<size_t>(stage)].reused;
  });
}

}  // namespace

bool isRunFolder(const QString& path) {
  return QFileInfo(path).isDir() && QFileInfo::exists(path + "/manifest.json");
}

Jobs::Jobs(Session* session, RunController* controller, RunLibrary* library, Replay* replay, UndoStack* undo,
           Messages* messages, QObject* parent)
    : QObject(parent),
      session_(session),
      controller_(controller),
      library_(library),
      replay_(replay),
      undo_(undo),
      messages_(messages) {
  connect(session, &Session::optionsChanged, this, &Jobs::followOptions);
  connect(controller, &RunController::datasetReady, this, &Jobs::onDataset);
  connect(controller, &RunController::frame, this, &Jobs::onFrame);
  connect(controller, &RunController::finished, this, &Jobs::onFinished);
  connect(controller, &RunController::runOpened, this, &Jobs::onRunOpened);
  connect(controller, &RunController::failed, this, &Jobs::onFailed);
  connect(controller, &RunController::cancelled, this, [this] { onStopped(tr("Cancelled")); });
}

void Jobs::open(const QString& given) {
  const QString source = nameOf(given);
  whenAgreed(source, [this, source] { openNow(source); });
}

void Jobs::openAs(const QString& given, const DatasetOptions& reading) {
  const QString source = nameOf(given);
  whenAgreed(source, [this, source, reading] {
    const Options before = session_->options();
    Options options = before;
    options.dataset = reading;
    if (!session_->dataset() || source != session_->source()) {
      if (owner_.isEmpty()) session_->setOptions(options);  // those of the next one
      return openDataset(source, options);
    }
    session_->setOptions(options);
    addStep(tr("What the data is read as"), before, reading_);
  });
}

void Jobs::whenAgreed(const QString& source, const std::function<void()>& open) {
  if (!controller_->running()) return open();
  messages_->notice(tr("A run is in progress"),
                    tr("It goes on until %1 has been read, and ends then.").arg(QFileInfo(source).fileName()),
                    tr("Open, and end the run"), open);
}

void Jobs::openNow(const QString& source) {
  if (isRunFolder(source)) {
    messages_->clear();
    messages_->remark(tr("Reading %1 …").arg(source));
    return controller_->openRun(source);
  }
  openDataset(source, optionsFor(source));
}

void Jobs::openDataset(const QString& source, const Options& options) {
  if (owner_.isEmpty()) {
    owner_ = source;
    claimed_ = true;
  }
  failed_.reset();
  messages_->clear();
  controller_->open(source, options);
  emit loading(source);
  messages_->remark(tr("Reading %1 …").arg(source));
}

/// Which columns are labels, how many rows are wanted and the like were said of one dataset, and of no other.
Options Jobs::optionsFor(const QString& source) const {
  Options options = session_->options();
  if (!owner_.isEmpty() && owner_ != source) takeOfDataset(options, {});
  return options;
}

void Jobs::sayWhatWasReset(const Options& before, const Options& after, const QString& owner) {
  QStringList said;
  for (const OptionSpec& spec : schema()) {
    const std::string old = optionText(before, spec), now = optionText(after, spec);
    if (old != now && old != optionText(Options(), spec))
      said << QStringLiteral("%1 (%2)").arg(QString::fromStdString(spec.label), QString::fromStdString(old));
  }
  if (said.isEmpty()) return;
  messages_->notice(
      tr("Options of the dataset were reset"),
      tr("%1 belonged to %2.").arg(said.join(QStringLiteral(", ")), QFileInfo(owner).fileName()));
}

void Jobs::setOptions(const Options& options) {
  undo_->clear();
  if (!session_->dataset()) owner_.clear();
  session_->setOptions(options);
}

/// Back to earlier options; what they say of another dataset than the one that is open stays as it is.
void Jobs::restoreOptions(const Options& options, const std::weak_ptr<const int>& reading) {
  Options restored = options;
  if (reading.expired()) takeOfDataset(restored, session_->options());
  session_->setOptions(restored);
}

void Jobs::edit(const OptionsEdit& edit) {
  const std::weak_ptr<const int> reading = reading_;
  undo_->add({edit.subject, edit.from, edit.to,
              [this, before = edit.before, reading] { restoreOptions(before, reading); },
              [this, after = edit.after, reading] { restoreOptions(after, reading); },
              edit.key.isEmpty() ? QString() : "option/" + edit.key,
              ownerOf(edit.before, edit.after, reading)});
  // What could not be read may be readable with this ("missing values: drop").
  if (!failed_ || edit.key.isEmpty() || controller_->busy()) return;
  const OptionSpec& spec = optionSpec(edit.key.toStdString());
  if (spec.stage != Stage::Dataset || spec.live) return;
  FailedOpen again = *failed_;
  setOption(again.options, spec, optionText(edit.after, spec));
  if (owner_.isEmpty()) owner_ = again.source;  // chosen for it, whether it can be read or not
  openDataset(again.source, again.options);
}

void Jobs::takeOptions(const Run& run, const QString& step) {
  const Options before = session_->options();
  Options after = run.options;
  const bool ofThis = session_->dataset() && session_->dataset()->hash == run.dataset->hash;
  if (!ofThis) takeOfDataset(after, before);
  session_->setOptions(after);
  addStep(step, before, reading_);
}

/// From `before`, which was said while `readingBefore` held, to the options as they are now.
void Jobs::addStep(const QString& step, const Options& before,
                   const std::weak_ptr<const int>& readingBefore) {
  undo_->add({step,
              {},
              {},
              [this, before, readingBefore] { restoreOptions(before, readingBefore); },
              [this, after = session_->options(), reading = std::weak_ptr<const int>(reading_)] {
                restoreOptions(after, reading);
              },
              {},
              ownerOf(before, session_->options(), readingBefore)});
}

void Jobs::followOptions() {
  const Options& options = session_->options();
  controller_->applyLive(options);
  if (controller_->busy() || !session_->dataset() || controller_->datasetMatches(options)) return;
  openDataset(session_->source(), options);
}

void Jobs::run() {
  start({{session_->options(), session_->current()}});
}

void Jobs::compare() {
  if (!session_->dataset()) return;
  const auto [nms, adapsne] = comparedOptions(session_->options());
  if (!session_->isPaired()) {
    const RunPtr alone = session_->run(0);
    session_->setPaired(true);
    if (alone && alone->options.method == adapsne.method) {  // AdapSNE's side is the right one
      session_->setRun(1, alone);
      session_->setRun(0, nullptr);
    }
  }
  start({{nms, 0}, {adapsne, 1}});
}

void Jobs::start(std::vector<PlannedRun> runs, bool fresh) {
  if (!session_->dataset()) return;
  messages_->clear();
  failed_.reset();
  alone_ = runs.size() == 1;
  controller_->run(std::move(runs), fresh);
}

void Jobs::runPauseResume() {
  switch (controller_->state()) {
    case RunController::State::Idle:
      return run();
    case RunController::State::Running:
      return controller_->pause();
    case RunController::State::Paused:
      return controller_->resume();
    case RunController::State::Loading:
      return;
  }
}

void Jobs::onDataset(const DatasetPtr& dataset) {
  const QString source = controller_->source(), owner = std::exchange(owner_, source);
  claimed_ = false;
  failed_.reset();
  if (!owner.isEmpty() && owner != source) reading_ = std::make_shared<int>();
  if (!session_->dataset() || session_->dataset()->hash != dataset->hash) messages_->clear();
  session_->setDataset(dataset, source, controller_->busy());
  undo_->prune();
  if (!controller_->busy()) messages_->remark(readyText(*dataset));
  if (adopting_ || controller_->busy()) return;
  const Options before = session_->options();
  const bool isOther = owner != source;
  if (controller_->datasetMatches(before) && !(isOther && namesRows(before))) return;
  // The same source with an option that was changed while it was read; else options of the one before.
  if (!isOther) return followOptions();
  Options after = before;
  takeOfDataset(after, {});
  after.dataset = controller_->openedOptions();
  session_->setOptions(after);
  sayWhatWasReset(before, after, owner);
}

void Jobs::onFrame(int slot) {
  session_->setMoving(slot);
}

void Jobs::onFinished(int slot, const RunPtr& run) {
  library_->add(run, replay_->recording(slot));
  session_->present(slot, run);
  messages_->remark(tr("Finished in %1").arg(durationText(run->seconds)));
  if (!alone_ || !wasReused(*run)) return;
  messages_->notice(tr("Nothing had to be computed"),
                    tr("An earlier run had the same options; its results were used again."),
                    tr("Compute again"), [this, options = run->options, slot] {
                      start({{options, slot}}, true);
                    });
}

void Jobs::onRunOpened(const RunPtr& run, const QString& name, const QString& folder,
                       const ExemplarEdits& edits, const RecordingPtr& recording) {
  const int id = library_->add(run, recording, name.isEmpty() ? QDir(folder).dirName() : name, folder);
  library_->setFolder(id, folder, edits);
  showListedRun(id, -1);
  if (!run->warnings.empty())
    messages_->notice(tr("About this run"), QString::fromStdString(run->warnings.back()));
  messages_->remark(tr("Opened %1").arg(folder));
}

void Jobs::onFailed(const QString& where, const QString& problem, const QString& remedy) {
  if (const QString source = controller_->failedSource(); !source.isEmpty()) {
    Options asked = session_->options();
    asked.dataset = controller_->failedOptions();
    failed_ = FailedOpen{source, asked};
    if (std::exchange(claimed_, false)) owner_.clear();
    // An option that was chosen for it is none of the dataset that stays.
    if (session_->dataset() && !controller_->busy() && !controller_->datasetMatches(session_->options())) {
      Options kept = session_->options();
      kept.dataset = controller_->openedOptions();
      session_->setOptions(kept);
    }
  }
  messages_->fail(where, problem, remedy);
  if (controller_->busy()) return;  // a run goes on that this was to replace
  onStopped(session_->dataset() ? readyText(*session_->dataset()) : tr("No dataset"));
}

void Jobs::onStopped(const QString& remark) {
  session_->stopMoving();
  messages_->remark(remark);
}

void Jobs::showListedRun(int id, int slot) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  const RunPtr run = listed->run;
  const QString name = listed->name;
  if (controller_->busy())
    return messages_->notice(tr("A run is in progress"),
                             tr("Other runs can be shown when it has ended, or after Esc."));
  if (!session_->dataset() || session_->dataset()->hash != run->dataset->hash) {
    const Options before = session_->options();
    const std::weak_ptr<const int> readingBefore = reading_;
    adopting_ = true;
    controller_->adopt(run);
    adopting_ = false;
    if (!controller_->datasetMatches(before) || namesRows(before)) {
      session_->setOptions(run->options);  // the next run is to start from them
      addStep(tr("Options of %1").arg(name), before, readingBefore);
    }
    slot = 0;
  }
  if (slot < 0) slot = session_->current();
  if (slot == 1 && session_->showing(0) == Session::Showing::Nothing) slot = 0;
  if (slot == 1) session_->setPaired(true);
  session_->present(slot, run);
  emit shown(id);
}

}  // namespace adapsne
