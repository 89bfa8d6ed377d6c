// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"

#include <QAction>
#include <QMenuBar>

#include "app/actions.h"
#include "app/data_dialog.h"
#include "app/dialogs.h"
#include "app/dock.h"
#include "app/find_row_dialog.h"
#include "app/help_sheet.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/messages.h"
#include "app/pages/explore_page.h"
#include "app/run_controller.h"
#include "app/session.h"
#include "app/undo.h"

namespace adapsne {

namespace {

/// Away where any of them is shown, else all back.
void fold(MainWindow* window, const std::vector<const char*>& names) {
  bool shown = false;
  for (const char* name : names) shown = shown || window->panel(name)->isWanted();
  for (const char* name : names) window->panel(name)->setWanted(!shown);
}

}  // namespace

void connectCommands(MainWindow* window) {
  Actions* actions = window->actions();
  Session* session = window->session();
  Jobs* jobs = window->jobs();
  UndoStack* undo = window->undoStack();
  const auto on = [window](QAction* action, auto&& what) {
    QObject::connect(action, &QAction::triggered, window, what);
  };
  for (const PageInfo& page : pageTable())
    on(actions->page(page.id), [window, id = page.id] { window->showPage(id); });
  const auto open = [jobs](const QString& path) {
    if (!path.isEmpty()) jobs->open(path);
  };
  // What the open dataset is read as, to be changed.
  const auto describe = [window, session, jobs](const QString& source, const DatasetOptions& reading) {
    auto* dialog = new DataDialog(source, reading, session->options().seed, session->theme(), window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, jobs,
                     [jobs, dialog, source] { jobs->openAs(source, dialog->options()); });
    dialog->open();
  };
  // What could not be read is what somebody wants to look at.
  on(actions->describeData, [session, describe, controller = window->controller()] {
    if (!controller->failedSource().isEmpty())
      describe(controller->failedSource(), controller->failedOptions());
    else if (session->dataset())
      describe(session->source(), session->options().dataset);
  });
  // What is guessed of a table, of arrays or a folder of pictures, people see before it is used.
  const auto preview = [session, describe, open](const QString& source) {
    if (source.isEmpty() || isRunFolder(source) || !isGuessed(source)) return open(source);
    describe(source, source == session->source() ? session->options().dataset : DatasetOptions());
  };
  on(actions->open, [window, preview] { preview(askDataset(window)); });
  on(actions->openFolder, [window, preview] { preview(askDatasetFolder(window)); });
  on(actions->openRun, [window, open] { open(askRunFolder(window)); });
  on(actions->quit, [window] { window->close(); });
  on(actions->run, [jobs] { jobs->runPauseResume(); });
  on(actions->rerun, [jobs] { jobs->run(); });
  on(actions->compare, [jobs] { jobs->compare(); });
  on(actions->cancel, [controller = window->controller()] { controller->cancel(); });
  on(actions->undo, [undo, messages = window->messages()] {
    const QString step = undo->undoText();
    undo->undo();
    messages->remark(MainWindow::tr("Undone: %1").arg(step));
  });
  on(actions->redo, [undo, messages = window->messages()] {
    const QString step = undo->redoText();
    undo->redo();
    messages->remark(MainWindow::tr("Redone: %1").arg(step));
  });
  QObject::connect(undo, &UndoStack::changed, actions,
                   [undo, actions] { actions->setSteps(undo->undoText(), undo->redoText()); });
  on(actions->findRow, [window, session] {
    if (auto* shown = window->findChild<FindRowDialog*>(); shown && shown->isVisible()) {
      shown->raise();
      return shown->activateWindow();
    }
    auto* dialog = new FindRowDialog(session, window->explore(), window);
    QObject::connect(dialog, &FindRowDialog::found, window, [window] {
      if (window->page()->id() != PageId::Search) window->showPage(PageId::Explore);
    });
    dialog->show();
  });
  on(actions->foldLeft, [window] { fold(window, {"options"}); });
  on(actions->foldRight, [window] { fold(window, {"summary", "runs"}); });
  on(actions->lightTheme, [session](bool light) { session->setTheme(light ? lightTheme() : darkTheme()); });
  on(actions->reducedMotion, [session](bool reduced) { session->setReducedMotion(reduced); });
  on(actions->resetLayout, [window] {
    for (PanelHost* host : window->hosts()) host->resetLayout();
  });
  on(actions->menu, [bar = window->menuBar()] { bar->setActiveAction(bar->actions().front()); });
  on(actions->shortcuts, [window, actions] { showShortcutSheet(window, actions->all()); });
  on(actions->about, [window] { showAboutSheet(window); });
}

}  // namespace adapsne
