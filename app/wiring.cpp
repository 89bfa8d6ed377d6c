// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wiring.h"

#include <QAction>
#include <QMenu>

#include "app/actions.h"
#include "app/dock.h"
#include "app/exemplar_editor.h"
#include "app/exporter.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/message_banner.h"
#include "app/messages.h"
#include "app/options_panel.h"
#include "app/pages/explore_page.h"
#include "app/pages/search_page.h"
#include "app/paint_in_turn.h"
#include "app/point_commands.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "app/runs_panel.h"
#include "app/session.h"
#include "views/data_check_panel.h"
#include "views/map_pair.h"
#include "views/map_view.h"
#include "views/options_form.h"
#include "views/point_images.h"

namespace adapsne {

void connectParts(MainWindow* window) {
  Session* session = window->session();
  RunLibrary* library = window->library();
  Actions* actions = window->actions();
  for (const PanelHost* host : window->hosts()) {
    for (const Dock* dock : host->panels()) actions->windowMenu->addAction(dock->showAction());
  }
  QObject::connect(session, &Session::reducedMotionChanged, window, [=] {
    window->setAnimated(!session->reducedMotion());
    actions->reducedMotion->setChecked(session->reducedMotion());
  });
  QObject::connect(session, &Session::datasetChanged, window, [=] {
    PointImages::shared()->setDataset(session->dataset());
    actions->setDataset(session->dataset());
    window->setWindowTitle(
        MainWindow::tr("%1 — AdapSNE Studio").arg(QString::fromStdString(session->dataset()->name)));
  });
  // Summary and runs stand at the side once there is something in them.
  const auto settle = [=] {
    window->panel("summary")->setIdle(!session->hasRun() && library->runs().empty());
    window->panel("runs")->setIdle(library->runs().empty());
  };
  QObject::connect(session, &Session::runsChanged, window, settle);
  QObject::connect(library, &RunLibrary::changed, window, settle);
  QObject::connect(window->controller(), &RunController::finished, window, [=] {
    std::vector<QWidget*> widgets{window->explore()->maps(), window->panel("summary")->widget()};
    for (Dock* dock : window->page()->panels()) widgets.push_back(dock->widget());
    paintInTurn(widgets);
  });
  QObject::connect(window->banner(), &MessageBanner::optionRequested, window, [=](const std::string& name) {
    window->reveal("options");
    window->options()->form()->reveal(name);
  });
  OptionsPanel* options = window->options();
  QObject::connect(options, &OptionsPanel::openRequested, actions->open, &QAction::trigger);
  QObject::connect(options, &OptionsPanel::columnsRequested, actions->describeData, &QAction::trigger);
  QObject::connect(options, &OptionsPanel::findRequested, window, [=] { window->reveal("options"); });
  QObject::connect(window->runs(), &RunsPanel::openRequested, actions->openRun, &QAction::trigger);
  QObject::connect(window->search(), &SearchPage::selected, window->explore()->maps(), &MapPair::select);
  QObject::connect(window->explore(), &ExplorePage::runRequested, window->jobs(), &Jobs::run);
  QObject::connect(window->explore(), &ExplorePage::exportCheckRequested, window->exporter(), [=] {
    if (const RunPtr run = session->currentRun())
      window->exporter()->askExportCheck(run->dataset, window->explore()->check()->check());
  });
  ExemplarEditor* editor = window->editor();
  PointCommands* point = window->pointCommands();
  QObject::connect(editor, &ExemplarEditor::failed, window->messages(), &Messages::fail);
  QObject::connect(window->controller(), &RunController::runOpened, editor,
                   [=](const RunPtr& run, const QString&, const QString&, const ExemplarEdits& edits) {
                     editor->restore(run, edits);
                   });
  QObject::connect(window->explore(), &ExplorePage::menuRequested, point, &PointCommands::popup);
  QObject::connect(window->search()->map(), &MapView::menuRequested, point, &PointCommands::popup);
  QObject::connect(point, &PointCommands::inspectRequested, window, [=] { window->reveal("inspector"); });
  QObject::connect(point, &PointCommands::galleryRequested, window, [=] { window->reveal("gallery"); });
  QObject::connect(window->explore(), &ExplorePage::openRequested, window->jobs(), &Jobs::open);
}

}  // namespace adapsne
