// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/hardware_page.h"

#include "app/dock.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "app/session.h"
#include "app/undo.h"
#include "views/accelerator_view.h"

namespace adapsne {

HardwarePage::HardwarePage(Session* session, RunController* controller, RunLibrary* library, UndoStack* undo,
                           QWidget* parent)
    : Page(PageId::Hardware, session, parent), controller_(controller), library_(library) {
  accelerator_ = new AcceleratorView(session->theme());
  addPanel("accelerator", accelerator_, Qt::TopDockWidgetArea);
  connect(session, &Session::runsChanged, this, &HardwarePage::showRun);
  connect(session, &Session::datasetChanged, this, &HardwarePage::showRun);
  connect(controller, &RunController::stateChanged, this, &HardwarePage::showRun);
  connect(library, &RunLibrary::changed, this, &HardwarePage::showRun);
  connect(accelerator_, &AcceleratorView::edited, this, [this, undo](const KnobEdit& edit) {
    undo->add({edit.subject,
               edit.from,
               edit.to,
               [this, before = edit.before] { accelerator_->setConfiguration(before); },
               [this, after = edit.after] { accelerator_->setConfiguration(after); },
               "knob/" + edit.key,
               {}});
  });
  showRun();
}

void HardwarePage::arrangePanels() {
  addDockWidget(Qt::TopDockWidgetArea, panel("accelerator"));
}

void HardwarePage::setTheme(const Theme& theme) {
  Page::setTheme(theme);
  accelerator_->setTheme(theme);
}

void HardwarePage::showRun() {
  const RunPtr run = session()->currentRun();
  if (!run) {
    // While its map moves, the numbers of the run before stay, under its own name.
    const bool moving = session()->showing(session()->current()) == Session::Showing::Moving;
    if (moving && accelerator_->report()) return;
    accelerator_->clear(tr("%1 Then what an edge accelerator would do with the run's work appears here.")
                            .arg(nextStep(*controller_)));
    return panel("accelerator")->setSubject({});
  }
  accelerator_->showRun(run);
  panel("accelerator")
      ->setSubject(
          tr("the work of %1 · %2").arg(library_->titleOf(run), QString::fromStdString(run->dataset->name)));
}

}  // namespace adapsne
