// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options_panel.h"

#include <algorithm>

#include <QAction>
#include <QFrame>
#include <QVBoxLayout>

#include "app/actions.h"
#include "app/jobs.h"
#include "app/messages.h"
#include "app/run_controller.h"
#include "app/session.h"
#include "core/pipeline/presets.h"
#include "views/dataset_panel.h"
#include "views/format.h"
#include "views/options_form.h"
#include "views/run_bar.h"
#include "views/search_line.h"

namespace adapsne {

namespace {

QFrame* hairline(QWidget* parent) {
  auto* line = new QFrame(parent);
  line->setFrameShape(QFrame::HLine);
  line->setFrameShadow(QFrame::Plain);
  line->setForegroundRole(QPalette::Mid);
  line->setFixedHeight(1);
  return line;
}

}  // namespace

OptionsPanel::OptionsPanel(Session* session, RunController* controller, Jobs* jobs, Messages* messages,
                           Actions* actions, QWidget* parent)
    : QWidget(parent), session_(session), controller_(controller), actions_(actions) {
  data_ = new DatasetPanel(session->theme());
  form_ = new OptionsForm(session->theme());
  runBar_ = new RunBar(session->theme());
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(data_);
  column->addWidget(hairline(this));
  column->addWidget(form_, 1);
  column->addWidget(hairline(this));
  column->addWidget(runBar_);
  setMinimumWidth(300);
  connectForm(jobs, messages, actions);
  connectWork();
  connect(session, &Session::themeChanged, this, &OptionsPanel::applyTheme);
  showNextStep();
}

void OptionsPanel::connectForm(Jobs* jobs, Messages* messages, Actions* actions) {
  connect(form_, &OptionsForm::edited, jobs, &Jobs::edit);
  connect(form_, &OptionsForm::optionsChanged, session_, &Session::setOptions);
  connect(session_, &Session::optionsChanged, this, [this] {
    form_->setOptions(session_->options());
    showNextStep();
  });
  connect(data_, &DatasetPanel::sourceChosen, jobs, &Jobs::open);
  connect(data_, &DatasetPanel::openRequested, this, &OptionsPanel::openRequested);
  connect(data_, &DatasetPanel::columnsRequested, this, &OptionsPanel::columnsRequested);
  connect(data_, &DatasetPanel::unavailableChosen, messages,
          [messages](const QString& name, const QString& remedy) {
            messages->notice(tr("%1 is not installed").arg(name), remedy);
          });
  connect(runBar_, &RunBar::pressed, jobs, &Jobs::runPauseResume);
  connect(runBar_, &RunBar::cancelPressed, controller_, &RunController::cancel);
  connect(actions->findOption, &QAction::triggered, this, [this] {
    emit findRequested();
    form_->searchLine()->begin();
  });
  connect(actions->resetOptions, &QAction::triggered, form_, &OptionsForm::resetAll);
  connect(jobs, &Jobs::loading, data_, &DatasetPanel::showLoading);
}

void OptionsPanel::connectWork() {
  connect(controller_, &RunController::stateChanged, this, &OptionsPanel::showNextStep);
  connect(controller_, &RunController::progressed, this, &OptionsPanel::showProgress);
  connect(controller_, &RunController::planned, this, [this] {
    workText_.clear();
    form_->setReference(&form_->options());
    showNextStep();
  });
  connect(controller_, &RunController::finished, this, [this] {
    if (!controller_->busy()) form_->setReference(&form_->options());
  });
  connect(controller_, &RunController::cancelled, this, &OptionsPanel::showDataset);
  connect(controller_, &RunController::failed, this, &OptionsPanel::showDataset);
  connect(session_, &Session::datasetChanged, this, [this](bool otherRows) {
    if (otherRows && !controller_->busy()) form_->setReference(nullptr);
    showDataset();
  });
  connect(session_, &Session::runsChanged, this, &OptionsPanel::showNextStep);
}

void OptionsPanel::applyTheme() {
  data_->setTheme(session_->theme());
  form_->setTheme(session_->theme());
  runBar_->setTheme(session_->theme());
}

void OptionsPanel::showDataset() {
  data_->showDataset(session_->dataset(), session_->source());
  showNextStep();
}

void OptionsPanel::showProgress(const Progress& progress) {
  if (!controller_->busy()) return;
  runBar_->setProgress(progress.fraction);
  if (controller_->state() == RunController::State::Loading) return;
  const QString clock = clockText(progress.secondsLeft);
  workText_ =
      progress.detail.empty() ? QString(stageTitle(progress.stage)) : QString::fromStdString(progress.detail);
  if (!clock.isEmpty()) workText_ += tr(" · %1 left").arg(clock);
  showBusy();
}

void OptionsPanel::showNextStep() {
  using State = RunController::State;
  const State state = controller_->state();
  const bool canRun = session_->dataset() && state != State::Loading;
  for (QAction* action : {actions_->run, actions_->rerun, actions_->compare}) action->setEnabled(canRun);
  actions_->cancel->setEnabled(controller_->busy());
  actions_->resetOptions->setEnabled(form_->isResettable());
  if (state == State::Running)
    actions_->setRunFace(tr("Pause"), "pause");
  else
    actions_->setRunFace(state == State::Paused ? tr("Resume") : tr("Run"), "run");
  runBar_->setCancelVisible(controller_->busy());
  if (state == State::Idle || state == State::Loading)
    showIdle();
  else
    showBusy();
}

size_t OptionsPanel::firstChangedStage() const {
  const Options& options = session_->options();
  size_t stage = 0;
  for (int slot = 0; slot < 2; ++slot)
    stage = std::max(stage, controller_->firstChangedStage(options, session_->run(slot)));
  // What no map shows any more may still be reused, yet it is not on screen.
  const size_t remembered = controller_->firstChangedStage(options, controller_->lastRun());
  return std::max(stage, std::min(remembered, kStages.size() - 1));
}

void OptionsPanel::showIdle() {
  runBar_->setProgress(-1);
  if (controller_->state() == RunController::State::Loading) {
    runBar_->setHint({}, false);
    return runBar_->setButton(tr("Reading …"), false, {});
  }
  const QString method = QString::fromStdString(methodTitle(session_->options().method));
  if (!session_->dataset()) {
    runBar_->setHint(tr("Choose a dataset first."), false);
    return runBar_->setButton(tr("Run %1").arg(method), false, tr("There is no dataset yet."));
  }
  const size_t stage = firstChangedStage();
  const QString tip = tr("Starts with the options above (Space)");
  if (!controller_->lastRun() || stage == 0) {
    runBar_->setHint({}, false);
    runBar_->setButton(tr("Run %1").arg(method), true, tip);
  } else if (stage == kStages.size()) {
    runBar_->setHint(tr("Up to date: a map shows these options."), false);
    runBar_->setButton(tr("Run %1").arg(method), true,
                       tr("Nothing has changed: everything would be reused (Space)"));
  } else {
    runBar_->setHint(tr("Options changed. Earlier stages are reused."), true);
    runBar_->setButton(tr("Re-run from %1").arg(stageTitle(kStages[stage])), true, tip);
  }
}

void OptionsPanel::showBusy() {
  const bool paused = controller_->state() == RunController::State::Paused;
  const size_t stage = firstChangedStage();
  if (stage < kStages.size()) {
    runBar_->setHint(tr("Options changed: Ctrl+R re-runs from %1. This run goes on as it was.")
                         .arg(stageTitle(kStages[stage])),
                     true);
  } else {
    runBar_->setHint((paused ? tr("Paused") + (workText_.isEmpty() ? "" : " · ") : QString()) + workText_,
                     false);
  }
  runBar_->setButton(paused ? tr("Resume") : tr("Pause"), true, tr("Space"));
}

}  // namespace adapsne
