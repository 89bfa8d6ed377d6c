// SPDX-License-Identifier: GPL-3.0-or-later
// How live the window stays: the longest gaps of a 1 ms heartbeat on the GUI thread while a dataset is
// opened, run, compared (two maps live) and finished, and the time from cancel() to the cancelled signal in
// each stage.
//
// bench_gui [DATA [POINTS [METHOD]]]   default: fashion-mnist 5000 adapsne, or blobs where that is not
// installed
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include "app/jobs.h"
#include "app/main_window.h"
#include "app/options_panel.h"
#include "app/run_controller.h"
#include "app/studio_setup.h"
#include "bench/heartbeat.h"
#include "core/catalogue/catalogue.h"
#include "core/pipeline/presets.h"
#include "core/support/process.h"
#include "views/options_form.h"

namespace {

using namespace adapsne;

template <typename Signal>
void waitFor(RunController* controller, Signal signal) {
  QEventLoop loop;
  QObject::connect(controller, signal, &loop, &QEventLoop::quit);
  loop.exec();
}

void settle(int milliseconds) {
  QEventLoop loop;
  QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
  loop.exec();
}

/// Runs until `stage` has worked for a moment, cancels, and waits for the word of it.
double cancelIn(MainWindow& window, Stage stage, int after) {
  RunController* controller = window.controller();
  QElapsedTimer sinceCancel;
  QEventLoop loop;
  bool armed = false;
  double latency = -1;
  const auto progress = QObject::connect(controller, &RunController::progressed, [&](const Progress& p) {
    if (p.stage != stage || armed) return;
    armed = true;
    QTimer::singleShot(after, &loop, [&] {
      sinceCancel.start();
      controller->cancel();
    });
  });
  const auto cancelled = QObject::connect(controller, &RunController::cancelled, [&] {
    if (armed) latency = static_cast<double>(sinceCancel.nsecsElapsed()) / 1e6;
    loop.quit();
  });
  const auto finished = QObject::connect(controller, &RunController::finished, &loop, &QEventLoop::quit);
  window.jobs()->run();
  loop.exec();
  for (const auto& connection : {progress, cancelled, finished}) QObject::disconnect(connection);
  return latency;
}

bool installed(const std::string& name) {
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.name == name) return entry.available;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess(argv);
  setenv("QT_QPA_PLATFORM", "offscreen", 0);
  QApplication application(argc, argv);
  setUpStudio(application);
  const std::string data = argc > 1 ? argv[1] : installed("fashion-mnist") ? "fashion-mnist" : "blobs";
  Options options;
  applyMethod(options, argc > 3 ? argv[3] : "adapsne");
  options.dataset.points = argc > 2 ? std::atoll(argv[2]) : 5000;

  MainWindow window(darkTheme(), false);
  window.resize(1760, 1040);
  window.jobs()->setOptions(options);
  window.show();
  settle(500);
  std::printf("%s, %lld points, %s\n", data.c_str(), static_cast<long long>(options.dataset.points),
              options.method.c_str());

  Heartbeat heart;
  RunController* controller = window.controller();
  heart.start();
  window.jobs()->open(QString::fromStdString(data));
  waitFor(controller, &RunController::datasetReady);
  settle(300);
  heart.report("opening");

  // Cancelling first, while no stage can be reused.
  for (const auto& [stage, after] : std::map<Stage, int>{{Stage::Features, 30},
                                                         {Stage::Neighbors, 100},
                                                         {Stage::Guidance, 700},
                                                         {Stage::Affinities, 5},
                                                         {Stage::Embedding, 700},
                                                         {Stage::Assessment, 1}}) {
    const double latency = cancelIn(window, stage, after);
    if (latency >= 0)
      std::printf("cancel in %-24s %35.1f ms\n", stageTitle(stage), latency);
    else
      std::printf("cancel in %-24s %35s\n", stageTitle(stage), "over too soon");
    std::fflush(stdout);
  }
  heart.report("running, with six cancellations");

  options.seed = 2;  // nothing of the above is reused from the guide on
  window.jobs()->setOptions(options);
  heart.start();
  QElapsedTimer whole;
  whole.start();
  window.jobs()->run();
  waitFor(controller, &RunController::finished);
  heart.report("a whole run");
  std::printf("%-34s %8.1f s\n", "it took", static_cast<double>(whole.elapsed()) / 1000);
  heart.start();
  settle(400);
  heart.report("after it has finished");

  options.seed = 3;
  window.jobs()->setOptions(options);
  heart.start();
  whole.start();
  window.jobs()->compare();
  waitFor(controller, &RunController::finished);
  if (controller->busy()) waitFor(controller, &RunController::finished);
  heart.report("comparing, both maps on screen");
  std::printf("%-34s %8.1f s\n", "it took", static_cast<double>(whole.elapsed()) / 1000);
}
