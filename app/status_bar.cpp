// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status_bar.h"

#include "app/messages.h"
#include "app/run_controller.h"
#include "app/session.h"
#include "core/support/process.h"
#include "views/format.h"

namespace adapsne {

StatusBar::StatusBar(Session* session, RunController* controller, Messages* messages, QWidget* parent)
    : StatusLine(session->theme(), parent) {
  connect(session, &Session::themeChanged, this, [this, session] { setTheme(session->theme()); });
  connect(messages, &Messages::remarked, this, &StatusLine::showText);
  connect(session, &Session::selectionChanged, this, [session, messages] {
    const int64_t count = session->selection().count();
    messages->remark(count == 0   ? tr("Nothing selected")
                     : count == 1 ? tr("1 point selected")
                                  : tr("%1 points selected").arg(countText(count)));
  });
  connect(controller, &RunController::progressed, this, [this, controller](const Progress& progress) {
    last_ = progress;
    const bool paused = controller->state() == RunController::State::Paused;
    if (controller->busy()) showProgress(progress, paused ? tr("Paused · ") : QString());
  });
  connect(controller, &RunController::runStarted, this, [this] { last_.reset(); });
  // What the run says of itself last may have come before it was paused.
  connect(controller, &RunController::stateChanged, this, [this](RunController::State state) {
    if (state == RunController::State::Paused && last_) showProgress(*last_, tr("Paused · "));
  });
  const auto showUse = [this, controller] {
    showResources(controller->busy() ? controller->threads() : 0, residentMemoryBytes());
  };
  connect(&timer_, &QTimer::timeout, this, showUse);
  timer_.start(1000);
  showUse();
  showText(tr("No dataset"));
}

}  // namespace adapsne
