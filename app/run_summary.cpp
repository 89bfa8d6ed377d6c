// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_summary.h"

#include "app/run_controller.h"
#include "app/session.h"

namespace adapsne {

RunSummary::RunSummary(Session* session, RunController* controller, QWidget* parent)
    : SummaryPanel(session->theme(), parent), session_(session), controller_(controller) {
  connect(session, &Session::themeChanged, this, [this] { setTheme(session_->theme()); });
  connect(session, &Session::runsChanged, this, &RunSummary::follow);
  connect(session, &Session::exemplarsChanged, this, &RunSummary::follow);
  connect(controller, &RunController::stateChanged, this, &RunSummary::follow);
}

void RunSummary::follow() {
  if (const RunPtr& run = session_->currentRun()) return showRun(run, session_->edits(run));
  clear(controller_->running() ? tr("The measures appear when the run is finished.")
                               : tr("No finished run is shown."));
}

}  // namespace adapsne
