// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/Version.hpp>
#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTimer>

#include "app/capture.h"
#include "app/comparisons.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/session.h"
#include "app/session_keeper.h"
#include "app/studio_arguments.h"
#include "app/studio_setup.h"
#include "core/support/error.h"
#include "core/support/process.h"
#include "core/version/version.h"

namespace {

using namespace adapsne;

bool hasDisplay() {
  return std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY");
}

/// Before QApplication, which ends the program where it finds no display.
void choosePlatform(bool capturing) {
  if (std::getenv("QT_QPA_PLATFORM") || hasDisplay()) return;
  if (!capturing) {
    throw Error("display", "there is none, so no window can be shown.",
                "Use --capture FILE.png for a picture, or the program adapsne for everything else.");
  }
  setenv("QT_QPA_PLATFORM", "offscreen", 0);
}

int show(int argc, char** argv, const StudioArguments& arguments) {
  QApplication application(argc, argv);
  setUpStudio(application);
  const bool capturing = !arguments.capture.empty();
  const bool light = arguments.light.value_or(!capturing && QSettings().value("window/light").toBool());
  MainWindow window(light ? lightTheme() : darkTheme(), !capturing);
  window.jobs()->setOptions(arguments.options);
  window.session()->inspect(arguments.point, arguments.point >= 0);
  const QString dock = QString::fromStdString(arguments.dock);
  for (const PageInfo& page : pageTable()) {
    if (arguments.page == page.name) window.showPage(page.id);
  }
  if (!dock.isEmpty()) QTimer::singleShot(0, &window, [&window, dock] { window.reveal(dock); });
  if (capturing) {
    window.resize(arguments.width, arguments.height);
    window.show();
    Capture capture(&window, arguments);
    QMetaObject::invokeMethod(
        &capture, [&] { capture.start(); }, Qt::QueuedConnection);
    return QApplication::exec();
  }
  window.show();
  SessionKeeper keeper(
      &window,
      QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation).toStdString() + "/sessions");
  keeper.offer();
  if (!arguments.source.empty()) {
    if (arguments.run) {
      QObject::connect(
          window.controller(), &RunController::datasetReady, &window,
          [&] { arguments.compare ? window.jobs()->compare() : window.jobs()->run(); },
          Qt::SingleShotConnection);
    }
    if (!arguments.cells.empty()) {
      QObject::connect(
          window.controller(), &RunController::datasetReady, &window,
          [&] { window.comparisons()->open(QString::fromStdString(arguments.cells)); },
          Qt::SingleShotConnection);
    }
    window.jobs()->open(QString::fromStdString(arguments.source));
  }
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess(argv);
  try {
    const StudioArguments arguments = parseStudioArguments(std::vector<std::string>(argv + 1, argv + argc));
    if (arguments.help) {
      std::cout << studioHelp();
      return 0;
    }
    if (arguments.version) {
      std::cout << programVersion("adapsne-studio", {{"CLI11", CLI11_VERSION}, {"Qt", qVersion()}}) << "\n";
      return 0;
    }
    choosePlatform(!arguments.capture.empty());
    return show(argc, argv, arguments);
  } catch (const UsageError& error) {
    std::cerr << "adapsne-studio: " << error.what() << "\n";
    return 2;
  } catch (const Error& error) {
    std::cerr << "adapsne-studio: " << error.what() << "\n";
    return 1;
  }
}
