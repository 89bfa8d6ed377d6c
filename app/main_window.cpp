// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>

#include "app/actions.h"
#include "app/closing.h"
#include "app/commands.h"
#include "app/comparisons.h"
#include "app/dock.h"
#include "app/exemplar_editor.h"
#include "app/exporter.h"
#include "app/jobs.h"
#include "app/message_banner.h"
#include "app/messages.h"
#include "app/options_panel.h"
#include "app/page_strip.h"
#include "app/pages/explore_page.h"
#include "app/pages/guide_page.h"
#include "app/pages/hardware_page.h"
#include "app/pages/search_page.h"
#include "app/pages/worth_page.h"
#include "app/point_commands.h"
#include "app/recent_files.h"
#include "app/run_library.h"
#include "app/run_summary.h"
#include "app/runs_panel.h"
#include "app/session.h"
#include "app/status_bar.h"
#include "app/undo.h"
#include "app/wiring.h"
#include "views/map_view.h"
#include "views/scrolling.h"

namespace adapsne {

MainWindow::MainWindow(const Theme& theme, bool remembers) : PanelHost(theme), remembers_(remembers) {
  setObjectName("window");
  setWindowTitle(tr("AdapSNE Studio"));
  setAcceptDrops(true);
  session_ = new Session(theme, this);
  messages_ = new Messages(this);
  controller_ = new RunController(this);
  library_ = new RunLibrary(this);
  undo_ = new UndoStack(this);
  actions_ = new Actions(this, theme);
  comparisons_ = new Comparisons(session_, messages_, this);
  closing_ = std::make_unique<Closing>(session_, controller_, library_, comparisons_, messages_);
  // Before the parts: their own colours go over the application's.
  connect(session_, &Session::themeChanged, this, &MainWindow::applyTheme);
  build();
  connectCommands(this);
  connectParts(this);
  auto* recent = new RecentFiles(actions_->recentMenu, session_, remembers_, this);
  connect(recent, &RecentFiles::chosen, jobs_, &Jobs::open);
  if (remembers_) {
    restoreGeometry(QSettings().value("window/geometry").toByteArray());
    for (PanelHost* host : hosts()) host->restoreLayout();
    session_->setReducedMotion(QSettings().value("window/reducedMotion").toBool());
  }
  session_->setTheme(theme);
  showPage(PageId::Explore);
  explore_->map()->setFocus(Qt::OtherFocusReason);  // else the first box of the tool bar would take it
}

MainWindow::~MainWindow() {
  // The worker must have stopped before the views go: its last signals would find them gone.
  delete controller_;
  delete comparisons_;
}

void MainWindow::build() {
  const Theme& theme = session_->theme();
  explore_ = new ExplorePage(session_, controller_, library_, undo_, messages_, actions_);
  search_ = new SearchPage(session_, controller_, library_, messages_, actions_);
  guide_ = new GuidePage(session_, controller_, library_);
  hardware_ = new HardwarePage(session_, controller_, library_, undo_);
  worth_ = new WorthPage(session_, comparisons_, messages_);
  editor_ = new ExemplarEditor(session_, undo_, messages_, this);
  pointCommands_ = new PointCommands(session_, editor_, explore_, messages_, actions_, this);
  jobs_ = new Jobs(session_, controller_, library_, explore_->replay(), undo_, messages_, this);
  exporter_ = new Exporter(
      session_, library_, [this]() -> const MapView* { return page()->map(); }, messages_, actions_, this);
  banner_ = new MessageBanner(messages_, theme);
  options_ = new OptionsPanel(session_, controller_, jobs_, messages_, actions_);
  runs_ = new RunsPanel(session_, library_, jobs_, undo_, exporter_);
  status_ = new StatusBar(session_, controller_, messages_);

  auto* center = new QWidget(this);
  auto* column = new QVBoxLayout(center);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  stack_ = new QStackedWidget(center);
  for (Page* page : std::initializer_list<Page*>{explore_, search_, guide_, hardware_, worth_})
    stack_->addWidget(page);
  column->addWidget(banner_);
  column->addWidget(stack_, 1);
  setCentralWidget(center);
  menuBar()->setCornerWidget(new PageStrip(actions_->pages, menuBar()));
  addPanel("options", options_, Qt::LeftDockWidgetArea);
  addPanel("summary", scrolling(new RunSummary(session_, controller_)), Qt::RightDockWidgetArea)
      ->setIdle(true);
  addPanel("runs", runs_, Qt::RightDockWidgetArea)->setIdle(true);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(status_, 1);
  constexpr int kTitleBar = 40;  // the window manager's
  const QSize wanted(1440, 900), room = screen()->availableGeometry().size() - QSize(0, kTitleBar);
  resize(remembers_ ? wanted.boundedTo(room) : wanted);
}

void MainWindow::arrangePanels() {
  Dock *options = panel("options"), *summary = panel("summary"), *runs = panel("runs");
  addDockWidget(Qt::LeftDockWidgetArea, options);
  addDockWidget(Qt::RightDockWidgetArea, summary);
  tabifyDockWidget(summary, runs);
  summary->raise();
  const bool narrow = width() < 1400;
  resizeDocks({options, summary}, {narrow ? 300 : 320, narrow ? 264 : 310}, Qt::Horizontal);
}

std::vector<PanelHost*> MainWindow::hosts() const {
  return {const_cast<MainWindow*>(this), explore_, search_, guide_, hardware_, worth_};
}

void MainWindow::applyTheme() {
  const Theme& theme = session_->theme();
  qApp->setPalette(themePalette(theme));
  qApp->setStyleSheet(themeStyleSheet(theme));
  setTheme(theme);
  actions_->setTheme(theme);
  actions_->lightTheme->setChecked(!theme.dark);
  banner_->setTheme(theme);
}

Page* MainWindow::page() const {
  return static_cast<Page*>(stack_->currentWidget());
}

void MainWindow::showPage(PageId id) {
  stack_->setCurrentIndex(static_cast<int>(id));
  actions_->page(id)->setChecked(true);
  actions_->setMapTools(page()->map() != nullptr);
  exporter_->enablePicture();
}

bool MainWindow::reveal(const QString& name) {
  for (PanelHost* host : hosts()) {
    Dock* dock = host->panel(name);
    if (!dock) continue;
    if (const auto* page = qobject_cast<Page*>(host)) showPage(page->id());
    dock->bringToFront();
    return true;
  }
  return false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!closing_->isAllowed()) return event->ignore();
  if (remembers_) {
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/light", !session_->theme().dark);
    settings.setValue("window/reducedMotion", session_->reducedMotion());
    for (const PanelHost* host : hosts()) host->rememberLayout();
  }
  for (const PanelHost* host : hosts()) host->hideDetached();
  event->accept();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  PanelHost::resizeEvent(event);
  actions_->setRoom(event->size().width());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (urls.isEmpty()) return;
  event->acceptProposedAction();
  const QString path = urls.front().toLocalFile();
  if (urls.size() > 1)
    messages_->notice(tr("%1 files were dropped").arg(urls.size()),
                      tr("The window shows one dataset: drop one file."));
  else if (path.isEmpty())
    messages_->notice(tr("%1 is not on this machine").arg(urls.front().toString()),
                      tr("Save it first, then drop the file."));
  else
    jobs_->open(path);
}

}  // namespace adapsne
