// SPDX-License-Identifier: GPL-3.0-or-later
// What watching costs: a descent with nobody looking, and the same with two linked maps that both show every
// frame, in turn. Wall seconds of the descent, their ratio, and the longest gap of the GUI thread's heartbeat
// meanwhile.
//
// bench_live_gui [POINTS [ITERATIONS [TURNS]]]   default: 20000 points of the mixture, 500 iterations, 3
// turns
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <QApplication>
#include <QEventLoop>

#include "app/replay.h"
#include "app/run_controller.h"
#include "app/studio_setup.h"
#include "bench/heartbeat.h"
#include "core/pipeline/presets.h"
#include "core/support/process.h"
#include "views/iteration_bar.h"
#include "views/map_pair.h"

namespace {

using namespace adapsne;

struct Outcome {
  double seconds = 0;  ///< Of the descent.
  double longest = 0;  ///< Gap, milliseconds.
  int frames = 0;
  double painting = 0;  ///< Processor seconds of the GUI thread.
};

/// One descent under a controller of its own, so that nothing is reused. `watched`: by two maps and the
/// iteration bar.
Outcome descend(int64_t points, int iterations, bool watched) {
  RunController controller;
  Options options;
  applyMethod(options, "nms-ideal");
  options.dataset.points = points;
  options.embedding.iterations = iterations;
  QEventLoop loop;
  QObject::connect(&controller, &RunController::datasetReady, &loop, &QEventLoop::quit);
  controller.open("mixture", options);
  loop.exec();

  Outcome outcome;
  MapPair maps(darkTheme());
  IterationBar bar(darkTheme());
  Replay replay(&maps, &bar);
  if (watched) {
    maps.resize(1280, 800);
    bar.resize(1280, 40);
    maps.setDataset(controller.dataset());
    maps.setPaired(true);
    maps.show();
    bar.show();
    QObject::connect(&controller, &RunController::runStarted, &maps, [&] { replay.begin(0); });
    QObject::connect(&controller, &RunController::recorded, &maps, [&](int, const RecordedFrame& frame) {
      controller.setRecordStride(replay.record(0, frame));
    });
    QObject::connect(&controller, &RunController::frame, &maps, [&](int, const WorkerFrame& frame) {
      ++outcome.frames;
      for (int slot = 0; slot < 2; ++slot) maps.setFrame(slot, frame.positions, "live");
    });
  } else {
    // Not even copies: nothing is recorded but the last frame, and no frame is fetched after the first.
    QObject::connect(&controller, &RunController::runStarted, &maps,
                     [&] { controller.setRecordStride(1 << 30); });
  }
  Heartbeat heart;
  heart.start();
  double began = 0;
  QObject::connect(&controller, &RunController::progressed, &loop, [&](const Progress& progress) {
    if (progress.stage == Stage::Embedding && began == 0) began = threadMilliseconds();
    if (progress.stage != Stage::Embedding && began != 0 && outcome.painting == 0)
      outcome.painting = (threadMilliseconds() - began) / 1000;
  });
  QObject::connect(&controller, &RunController::finished, &loop, [&](int, const RunPtr& run) {
    outcome.seconds = run->timing[static_cast<size_t>(Stage::Embedding)].seconds;
    loop.quit();
  });
  controller.run({{options, 0}});
  loop.exec();
  outcome.longest = heart.longest();
  return outcome;
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess(argv);
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  setUpStudio(application);
  const int64_t points = argc > 1 ? std::atoll(argv[1]) : 20000;
  const int iterations = argc > 2 ? std::atoi(argv[2]) : 500, turns = argc > 3 ? std::atoi(argv[3]) : 3;
  std::vector<double> ratios;
  for (int turn = 0; turn < turns; ++turn) {
    const Outcome alone = descend(points, iterations, false), watched = descend(points, iterations, true);
    ratios.push_back(watched.seconds / alone.seconds);
    std::printf(
        "alone %7.3f s   watched %7.3f s (%d frames on two maps, %.3f s of the GUI thread)   ratio %.3f   "
        "longest gap %5.1f ms\n",
        alone.seconds, watched.seconds, watched.frames, watched.painting, ratios.back(), watched.longest);
    std::fflush(stdout);
  }
  std::sort(ratios.begin(), ratios.end());
  std::printf("median ratio %.3f\n", ratios[ratios.size() / 2]);
}
