// SPDX-License-Identifier: GPL-3.0-or-later
// How live the window stays while networks are trained: the longest gaps of a 1 ms heartbeat on the GUI
// thread while four trainings run side by side and the Worth page shows what comes of them, and while a click
// on a point of its curves is answered.
//
// bench_worth_gui [DATA [POINTS [CLASSIFIER]]]   default: fashion-mnist 2000 cnn, or digits 0 mlp where that
// is not installed
#include <cstdio>
#include <cstdlib>
#include <string>

#include <QApplication>
#include <QEventLoop>
#include <QTimer>

#include "app/comparisons.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/pages/worth_page.h"
#include "app/run_controller.h"
#include "app/session.h"
#include "app/studio_setup.h"
#include "bench/heartbeat.h"
#include "core/catalogue/catalogue.h"
#include "core/support/process.h"
#include "views/accuracy_panel.h"

namespace {

using namespace adapsne;

bool installed(const std::string& name) {
  for (const CatalogueEntry& entry : catalogue())
    if (entry.name == name) return entry.available;
  return false;
}

void settle(int milliseconds) {
  QEventLoop loop;
  QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
  loop.exec();
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess(argv);
  setenv("QT_QPA_PLATFORM", "offscreen", 0);
  QApplication application(argc, argv);
  setUpStudio(application);
  const bool fashion = installed("fashion-mnist");
  const std::string data = argc > 1 ? argv[1] : fashion ? "fashion-mnist" : "digits";
  const std::string network = argc > 3 ? argv[3] : fashion ? "cnn" : "mlp";
  Options options;
  options.dataset.points = argc > 2 ? std::atoll(argv[2]) : fashion ? 2000 : 0;
  options.threads = 4;  // four trainings at a time, however few cores there are

  MainWindow window(darkTheme(), false);
  window.resize(1760, 1040);
  window.jobs()->setOptions(options);
  window.showPage(PageId::Worth);
  window.show();
  QEventLoop loop;
  QObject::connect(window.controller(), &RunController::datasetReady, &loop, &QEventLoop::quit);
  window.jobs()->open(QString::fromStdString(data));
  loop.exec();
  settle(300);

  ComparisonPlan plan;
  plan.methods = {"stratified", "random"};
  plan.budgets = {{0, 20}, {0, 50}, {0, 100}, {0, 200}};
  plan.classifiers = {network};
  plan.seeds = 1;
  std::printf("%s, %lld points, %s: %zu trainings, four at a time\n", data.c_str(),
              static_cast<long long>(window.session()->dataset()->points), network.c_str(),
              cellsOf(plan).size());
  Heartbeat heart;
  Comparisons* comparisons = window.comparisons();
  heart.start();
  comparisons->start(plan);
  bool clicked = false;
  QObject::connect(comparisons, &Comparisons::changed, &loop, [&] {
    if (!comparisons->working()) return loop.quit();
    const Measured* measured = comparisons->measured(window.session()->dataset());
    if (clicked || !measured || measured->cells.empty()) return;
    clicked = true;
    heart.report("until the first result");
    const Cell& first = measured->cells.begin()->second;
    window.worth()->lookInto(AccuracyPlace{first.id.method, first.exemplars});
    window.worth()->lookInto(ConfusionCell{0, 0});
  });
  loop.exec();
  heart.report("looking into it, to the end");
}
