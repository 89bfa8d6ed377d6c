// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/run_controller.h"

namespace adapsne {

class CandidateGrid;
class ConvergenceView;
class EntropyView;
class RunLibrary;

/// How the target perplexity was chosen: the entropies over the perplexity, the maps that were tried, and how
/// the descents converged.
class GuidePage : public Page {
  Q_OBJECT

 public:
  GuidePage(Session* session, RunController* controller, RunLibrary* library, QWidget* parent = nullptr);

  EntropyView* entropy() const { return entropy_; }
  CandidateGrid* candidates() const { return candidates_; }
  ConvergenceView* convergence() const { return convergence_; }

  void setTheme(const Theme& theme) override;
  bool settled() const override;

 protected:
  void arrangePanels() override;

 private:
  void onRunStarted(const PlannedRun& run);
  void showRuns();
  void showGuide();
  bool grows() const;  ///< A run in progress looks for its target.
  void settle();
  void sharePage();

  RunController* controller_;
  RunLibrary* library_;
  EntropyView* entropy_ = nullptr;
  CandidateGrid* candidates_ = nullptr;
  ConvergenceView* convergence_ = nullptr;
  bool shared_ = false;  ///< Candidates and convergence have stood beside each other.
};

}  // namespace adapsne
