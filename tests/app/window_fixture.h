// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/exporter.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/message_banner.h"
#include "app/options_panel.h"
#include "app/pages/explore_page.h"
#include "app/pages/guide_page.h"
#include "app/pages/hardware_page.h"
#include "app/pages/search_page.h"
#include "app/pages/worth_page.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "app/runs_panel.h"
#include "app/session.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "tests/support/eventually.h"
#include "views/map_view.h"

namespace adapsne {

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Options of a run that ends at once.
inline Options quickOptions(int iterations = 60) {
  Options options;
  applyMethod(options, "nms-ideal");
  options.dataset.points = 250;
  options.embedding.iterations = iterations;
  options.perplexity = 15;
  return options;
}
/// Options of a run that does not end by itself.
inline Options endlessOptions() {
  return quickOptions(1000000);
}

struct WindowFixture : ::testing::Test {
  MainWindow window{darkTheme(), false};
  RunController* controller = window.controller();

  void SetUp() override {
    window.resize(1280, 800);
    window.show();
  }
  void open(const QString& source, const Options& options = quickOptions()) {
    window.jobs()->setOptions(options);
    QSignalSpy ready(controller, &RunController::datasetReady);
    window.jobs()->open(source);
    ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  }
  /// Opens the blobs and runs until frames of the map arrive.
  void startEndless() {
    open("blobs", endlessOptions());
    QSignalSpy frames(controller, &RunController::frame);
    window.jobs()->run();
    ASSERT_TRUE(eventually([&] { return frames.count() > 2; }));
  }
  RunPtr finish() {
    QSignalSpy finished(controller, &RunController::finished);
    window.jobs()->run();
    return eventually([&] { return finished.count() > 0; }) ? controller->lastRun() : nullptr;
  }
};

}  // namespace adapsne
