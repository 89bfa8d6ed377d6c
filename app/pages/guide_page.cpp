// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/guide_page.h"

#include <utility>

#include "app/dock.h"
#include "app/run_library.h"
#include "app/session.h"
#include "core/pipeline/presets.h"
#include "views/candidate_grid.h"
#include "views/convergence_view.h"
#include "views/entropy_view.h"
#include "views/format.h"

namespace adapsne {

GuidePage::GuidePage(Session* session, RunController* controller, RunLibrary* library, QWidget* parent)
    : Page(PageId::Guide, session, parent), controller_(controller), library_(library) {
  entropy_ = new EntropyView(session->theme());
  candidates_ = new CandidateGrid(session->theme());
  convergence_ = new ConvergenceView(session->theme());
  for (QWidget* view : {static_cast<QWidget*>(entropy_), static_cast<QWidget*>(convergence_)})
    view->setMinimumHeight(150);
  addPanel("entropy", entropy_, Qt::TopDockWidgetArea);
  addPanel("candidates", candidates_, Qt::BottomDockWidgetArea);
  addPanel("convergence", convergence_, Qt::BottomDockWidgetArea);
  connect(candidates_, &CandidateGrid::hovered, entropy_, &EntropyView::showCandidate);
  connect(controller, &RunController::runStarted, this, &GuidePage::onRunStarted);
  connect(controller, &RunController::converged, convergence_, &ConvergenceView::addSamples);
  connect(controller, &RunController::candidate, this, [this](int, const GuidanceRecord& record) {
    entropy_->addCandidate(record);
    candidates_->addCandidate(record);
    settle();
  });
  connect(controller, &RunController::cancelled, this, &GuidePage::showRuns);
  connect(controller, &RunController::failed, this, &GuidePage::showRuns);
  connect(library, &RunLibrary::changed, this, &GuidePage::showRuns);
  connect(session, &Session::datasetChanged, this, [this](bool otherRows) {
    if (otherRows && !controller_->busy()) entropy_->setDataset(this->session()->dataset());
  });
  // While nothing is shown, the words say what comes first.
  const auto describe = [this] {
    if (entropy_->isEmpty() && !grows()) showGuide();
  };
  connect(session, &Session::datasetChanged, this, describe);
  connect(session, &Session::optionsChanged, this, describe);
  connect(controller, &RunController::stateChanged, this, describe);
  connect(session, &Session::runsChanged, this, &GuidePage::showRuns);
  connect(controller, &RunController::converged, this, &GuidePage::settle);
  showRuns();
}

/// Panels without anything to show take no room; the first time that both have something, they share it.
void GuidePage::settle() {
  Dock *candidates = panel("candidates"), *convergence = panel("convergence");
  const auto shown = [&] { return std::pair(!candidates->isHidden(), !convergence->isHidden()); };
  const auto before = shown();
  candidates->setIdle(candidates_->cells() == 0);
  convergence->setIdle(convergence_->samples(0) == 0 && convergence_->samples(1) == 0);
  const auto after = shown();
  const bool first = !before.first && !before.second && (after.first || after.second);
  const bool both = after.first && after.second;
  if (first || (both && !shared_)) sharePage();
  shared_ = shared_ || both;
}

void GuidePage::sharePage() {
  resizeDocks({panel("entropy"), panel("candidates"), panel("convergence")},
              {height() * 11 / 20, height() * 9 / 20, height() * 9 / 20}, Qt::Vertical);
  resizeDocks({panel("candidates"), panel("convergence")}, {width() * 11 / 20, width() * 9 / 20},
              Qt::Horizontal);
}

void GuidePage::arrangePanels() {
  Dock *entropy = panel("entropy"), *candidates = panel("candidates"), *convergence = panel("convergence");
  addDockWidget(Qt::TopDockWidgetArea, entropy);
  addDockWidget(Qt::BottomDockWidgetArea, candidates);
  splitDockWidget(candidates, convergence, Qt::Horizontal);
  sharePage();
}

void GuidePage::setTheme(const Theme& theme) {
  Page::setTheme(theme);
  entropy_->setTheme(theme);
  candidates_->setTheme(theme);
  convergence_->setTheme(theme);
}

bool GuidePage::settled() const {
  return candidates_->settled();
}

void GuidePage::onRunStarted(const PlannedRun& run) {
  const Options& options = run.options;
  convergence_->beginRun(run.slot, QString::fromStdString(methodTitle(options.method)), options.method,
                         options.embedding.iterations);
  if (options.perplexity != 0) return;
  entropy_->clear();
  entropy_->setGuidanceOptions(options.guidance);
  candidates_->begin(controller_->dataset());
  settle();
  panel("entropy")->setSubject(QString::fromStdString(methodTitle(options.method)));
}

void GuidePage::showRuns() {
  for (int slot = 0; slot < 2; ++slot) {
    const RunPtr run = slot == 0 || session()->isPaired() ? session()->run(slot) : nullptr;
    if (run)
      convergence_->setRun(slot, library_->titleOf(run), run->options.method, run->map->history);
    else if (!controller_->isPlanned(slot) && session()->showing(slot) != Session::Showing::Stopped)
      convergence_->clear(slot);
  }
  if (!grows()) showGuide();
  settle();
}

bool GuidePage::grows() const {
  const PlannedRun* running = controller_->running();
  return running && running->options.perplexity == 0;
}

/// The curves are those of a guided run, whichever side it is on.
void GuidePage::showGuide() {
  const RunPtr run = session()->currentRun(), other = session()->otherRun();
  const RunPtr& guided = run && other && run->guidance.empty() && !other->guidance.empty() ? other : run;
  candidates_->setRun(guided);
  if (!guided) {
    const double fixed = session()->options().perplexity;
    if (fixed != 0)
      entropy_->showEmpty(tr("The target perplexity is fixed at %1: nothing to guide. Choose “guided” to let "
                             "entropy decide.")
                              .arg(numberText(fixed)));
    else
      entropy_->showEmpty(
          tr("%1 Then entropy and trustworthiness of each target perplexity appear here while "
             "the guide tries them.")
              .arg(nextStep(*controller_)));
    return panel("entropy")->setSubject({});
  }
  entropy_->setDataset(guided->dataset);
  entropy_->setRun(guided);
  entropy_->setComparison(guided == run ? other : run);
  panel("entropy")->setSubject(library_->titleOf(guided));
}

}  // namespace adapsne
