// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
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
#include "app/commands.h"
#include "app/dock.h"
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
#include "app/paint_in_turn.h"
#include "app/recent_files.h"
#include "app/run_library.h"
#include "app/runs_panel.h"
#include "app/session.h"
#include "app/undo.h"
#include "core/dataset/file_format.h"
#include "core/support/process.h"
#include "views/format.h"
#include "views/map_pair.h"
#include "views/map_view.h"
#include "views/options_form.h"
#include "views/scrolling.h"
#include "views/status_line.h"
#include "views/summary_panel.h"

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
  build();
  connectCommands(this);
  connectWork();
  qApp->installEventFilter(this);
  if (remembers_) {
    restoreGeometry(QSettings().value("window/geometry").toByteArray());
    for (PanelHost* host : hosts()) host->restoreLayout();
    session_->setReducedMotion(QSettings().value("window/reducedMotion").toBool());
  }
  fillRecent();
  session_->setTheme(theme);
  messages_->remark(tr("No dataset"));
  showPage(PageId::Explore);
  explore_->map()->setFocus(Qt::OtherFocusReason);  // else the first box of the tool bar would take it
}

MainWindow::~MainWindow() {
  // The worker must have stopped before the views go: its last signals would find them gone.
  delete controller_;
}

void MainWindow::build() {
  const Theme& theme = session_->theme();
  explore_ = new ExplorePage(session_, controller_, library_, undo_, actions_);
  search_ = new SearchPage(session_, messages_, actions_);
  guide_ = new GuidePage(session_, controller_, library_);
  hardware_ = new HardwarePage(session_, library_, undo_);
  worth_ = new WorthPage(session_);
  jobs_ = new Jobs(session_, controller_, library_, explore_->replay(), undo_, messages_, this);
  exporter_ = new Exporter(session_, library_, explore_->maps(), messages_, actions_, this);
  banner_ = new MessageBanner(messages_, theme);
  options_ = new OptionsPanel(session_, controller_, jobs_, messages_, actions_);
  runs_ = new RunsPanel(session_, library_, jobs_, undo_, exporter_);
  summary_ = new SummaryPanel(theme);
  status_ = new StatusLine(theme);

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
  addPanel("summary", scrolling(summary_), Qt::RightDockWidgetArea)->setIdle(true);
  addPanel("runs", runs_, Qt::RightDockWidgetArea)->setIdle(true);
  for (const char* side : {"summary", "runs"}) panel(side)->widget()->setMinimumWidth(264);
  for (PanelHost* host : hosts()) {
    for (Dock* dock : host->panels()) actions_->windowMenu->addAction(dock->showAction());
  }
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
  for (const auto corner : {Qt::TopLeftCorner, Qt::BottomLeftCorner})
    setCorner(corner, Qt::LeftDockWidgetArea);
  for (const auto corner : {Qt::TopRightCorner, Qt::BottomRightCorner})
    setCorner(corner, Qt::RightDockWidgetArea);
  resizeDocks({options, summary}, {width() < 1400 ? 300 : 320, width() < 1400 ? 264 : 310}, Qt::Horizontal);
}

std::vector<PanelHost*> MainWindow::hosts() const {
  return {const_cast<MainWindow*>(this), explore_, search_, guide_, hardware_, worth_};
}

void MainWindow::connectWork() {
  connect(session_, &Session::themeChanged, this, &MainWindow::applyTheme);
  connect(session_, &Session::reducedMotionChanged, this, [this] {
    setAnimated(!session_->reducedMotion());
    actions_->reducedMotion->setChecked(session_->reducedMotion());
  });
  connect(session_, &Session::datasetChanged, this, [this] {
    actions_->setDataset(session_->dataset().get());
    setWindowTitle(tr("%1 — AdapSNE Studio").arg(QString::fromStdString(session_->dataset()->name)));
    if (!remembers_ || !QFileInfo(session_->source()).isFile()) return;
    rememberRecentFile(session_->source());
    fillRecent();
  });
  connect(session_, &Session::runsChanged, this, &MainWindow::showSummary);
  connect(session_, &Session::selectionChanged, this, [this] {
    const int64_t count = session_->selection().count();
    messages_->remark(count == 0   ? tr("Nothing selected")
                      : count == 1 ? tr("1 point selected")
                                   : tr("%1 points selected").arg(countText(count)));
  });
  connect(library_, &RunLibrary::changed, this, &MainWindow::showSummary);
  connect(controller_, &RunController::stateChanged, this, &MainWindow::showSummary);
  connect(controller_, &RunController::finished, this, [this] {
    std::vector<QWidget*> widgets{explore_->maps(), summary_};
    for (Dock* dock : page()->panels()) widgets.push_back(dock->widget());
    paintInTurn(widgets);
  });
  connect(controller_, &RunController::progressed, this, [this](const Progress& progress) {
    const bool paused = controller_->state() == RunController::State::Paused;
    if (controller_->busy()) status_->showProgress(progress, paused ? tr("Paused · ") : QString());
  });
  connect(messages_, &Messages::remarked, status_, &StatusLine::showText);
  const auto revealOption = [this](const std::string& name) {
    reveal("options");
    options_->form()->reveal(name);
  };
  connect(banner_, &MessageBanner::optionRequested, this, revealOption);
  connect(options_, &OptionsPanel::openRequested, this, &MainWindow::askOpen);
  connect(options_, &OptionsPanel::findRequested, this, [this] { reveal("options"); });
  connect(runs_, &RunsPanel::openRequested, this, &MainWindow::askOpenRun);
  connect(explore_, &ExplorePage::runRequested, jobs_, &Jobs::run);
  connect(explore_, &ExplorePage::openRequested, jobs_, &Jobs::open);
  const auto showResources = [this] {
    status_->showResources(controller_->busy() ? controller_->threads() : 0, residentMemoryBytes());
  };
  connect(&resourceTimer_, &QTimer::timeout, this, showResources);
  resourceTimer_.start(1000);
  showResources();
}

void MainWindow::applyTheme() {
  const Theme& theme = session_->theme();
  qApp->setPalette(themePalette(theme));
  qApp->setStyleSheet(themeStyleSheet(theme));
  setTheme(theme);
  actions_->setTheme(theme);
  actions_->lightTheme->setChecked(!theme.dark);
  banner_->setTheme(theme);
  summary_->setTheme(theme);
  status_->setTheme(theme);
}

void MainWindow::showSummary() {
  const RunPtr run = session_->currentRun();
  if (run)
    summary_->showRun(run);
  else
    summary_->clear(controller_->running() ? tr("The measures appear when the run is finished.")
                                           : tr("No finished run is shown."));
  panel("summary")->setIdle(!session_->hasRun() && library_->runs().empty());
  panel("runs")->setIdle(library_->runs().empty());
}

Page* MainWindow::page() const {
  return static_cast<Page*>(stack_->currentWidget());
}

void MainWindow::showPage(PageId id) {
  stack_->setCurrentIndex(static_cast<int>(id));
  actions_->page(id)->setChecked(true);
  actions_->setMapTools(id == PageId::Explore || id == PageId::Search);
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

void MainWindow::fillRecent() {
  fillRecentMenu(actions_->recentMenu, [this](const QString& file) { jobs_->open(file); });
}

void MainWindow::askOpen() {
  std::string patterns;
  for (const std::string& pattern : datasetNamePatterns())
    patterns += (patterns.empty() ? "" : " ") + pattern;
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Open a dataset"), {},
                                   tr("Datasets (%1);;All files (*)").arg(QString::fromStdString(patterns)));
  if (!path.isEmpty()) jobs_->open(path);
}

void MainWindow::askOpenRun() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Open the folder of a run"));
  if (!folder.isEmpty()) jobs_->open(folder);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const std::vector<int> lost = runs_->lostByClosing();
  const bool newlyLost = !std::includes(warnedOf_.begin(), warnedOf_.end(), lost.begin(), lost.end());
  const bool endsRun = controller_->running() && !warnedOfRun_;
  if (newlyLost || endsRun) {
    QStringList said;
    if (controller_->running()) said << tr("A run is in progress.");
    QStringList names;
    for (const int id : lost) names << library_->find(id)->name;
    if (!names.isEmpty()) said << tr("Not saved: %1").arg(names.join(QStringLiteral(", ")));
    warnedOf_ = lost;
    warnedOfRun_ = controller_->running();
    messages_->notice(said.join(' '), names.isEmpty()
                                          ? tr("Close the window again to end it and leave.")
                                          : tr("Close the window again to leave without, or save in Runs."));
    return event->ignore();
  }
  if (remembers_) {
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/light", !session_->theme().dark);
    settings.setValue("window/reducedMotion", session_->reducedMotion());
    for (const PanelHost* host : hosts()) host->rememberLayout();
  }
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
  if (urls.size() > 1)
    return messages_->notice(tr("%1 files were dropped").arg(urls.size()),
                             tr("The window shows one dataset: drop one file."));
  const QString path = urls.front().toLocalFile();
  if (path.isEmpty())
    return messages_->notice(tr("%1 is not on this machine").arg(urls.front().toString()),
                             tr("Save it first, then drop the file."));
  jobs_->open(path);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  // Space is the window's run key, but a focused button, box or check keeps it.
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const QWidget* focus = QApplication::focusWidget();
    const bool takesSpace = focus && (focus->inherits("QAbstractButton") || focus->inherits("QComboBox"));
    if (key->key() == Qt::Key_Space && takesSpace) event->accept();
  }
  return PanelHost::eventFilter(watched, event);
}

}  // namespace adapsne
