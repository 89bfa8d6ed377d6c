// SPDX-License-Identifier: GPL-3.0-or-later
// How long a running job goes on after it has been cancelled, in every stage: several cancels at random
// moments of each, the longest and the median delay in milliseconds.
//   bench_cancel [points [tries [neighbours]]]     1000000 8 90: generated points in 50 dimensions
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <thread>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/support/random.h"

using namespace adapsne;

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point then) {
  return std::chrono::duration<double, std::milli>(Clock::now() - then).count();
}

/// Cancels so many milliseconds after a stage has begun.
class Canceller : public Observer {
 public:
  Canceller(RunControl& control, Stage stage, double after)
      : control_(control), stage_(stage), after_(after) {}
  ~Canceller() override {
    if (thread_.joinable()) thread_.join();
  }
  void stageStarted(Stage stage) override {
    if (stage != stage_ || thread_.joinable()) return;
    began_ = Clock::now();
    thread_ = std::thread([this] {
      std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(after_));
      cancelled_ = Clock::now();
      control_.cancel();
    });
  }
  void stageFinished(Stage stage, double, bool) override {
    if (stage == stage_) length_ = millisecondsSince(began_);
  }
  /// Joins; the moment of the cancel.
  Clock::time_point cancelledAt() {
    if (thread_.joinable()) thread_.join();
    return cancelled_;
  }
  double length() const { return length_; }

 private:
  RunControl& control_;
  Stage stage_;
  double after_, length_ = 0;
  Clock::time_point began_, cancelled_;
  std::thread thread_;
};

}  // namespace

int main(int argc, char** argv) try {
  DatasetOptions data;
  data.points = argc > 1 ? std::atoll(argv[1]) : 1000000;
  const int tries = argc > 2 ? std::atoi(argv[2]) : 8;
  RandomStream random(1);

  std::printf("%-14s %8s %8s %8s\n", "stage", "cancels", "median", "longest");
  const auto print = [&](const char* name, std::vector<double>& delays) {
    std::sort(delays.begin(), delays.end());
    if (delays.empty())
      std::printf("%-14s       0   (over before it could be cancelled)\n", name);
    else
      std::printf("%-14s %8zu %8.1f %8.1f ms\n", name, delays.size(), delays[delays.size() / 2],
                  delays.back());
    std::fflush(stdout);
  };

  std::vector<double> delays;
  for (int t = 0; t < tries; ++t) {
    RunControl control(2);
    Clock::time_point cancelled;
    std::thread thread([&, after = 1500 * random.uniform()] {
      std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(after));
      cancelled = Clock::now();
      control.cancel();
    });
    bool thrown = false;
    try {
      openDataset("mixture", data, 1, control);
    } catch (const Cancelled&) {
      thrown = true;
    }
    const Clock::time_point returned = Clock::now();
    thread.join();
    if (thrown) delays.push_back(std::chrono::duration<double, std::milli>(returned - cancelled).count());
  }
  print("Dataset", delays);

  RunControl reading(2);
  const DatasetPtr dataset = openDataset("mixture", data, 1, reading);
  Options options;
  applyMethod(options, "adapsne");
  options.threads = 2;
  options.neighbors = argc > 3 ? std::atoi(argv[3]) : 90;
  options.sampling.ratio = 0.01;
  options.guidance.candidates = 2;
  options.guidance.iterations = 20;
  options.embedding.exaggerationIterations = 20;
  options.embedding.iterations = 60;
  Pipeline pipeline;  // keeps what earlier stages gave
  for (const Stage stage : {Stage::Features, Stage::Neighbors, Stage::Guidance, Stage::Affinities,
                            Stage::Embedding, Stage::Sampling, Stage::Assessment}) {
    delays.clear();
    // The stage's length is not known before: the moments spread over a growing span until it ends by itself.
    double span = 40;
    for (int t = 0; t < tries; ++t) {
      RunControl control(2);
      Canceller canceller(control, stage, span * random.uniform());
      try {
        pipeline.run(dataset, options, canceller, control);
        break;
      } catch (const Cancelled&) {
        const Clock::time_point returned = Clock::now();
        delays.push_back(
            std::chrono::duration<double, std::milli>(returned - canceller.cancelledAt()).count());
        if (canceller.length() > 0) break;  // It was over: the cancel came in a later stage.
      }
      span = std::min(span * 3, 30000.0);
    }
    print(stageTitle(stage), delays);
    // Let the stage finish, so that the next one begins at once.
    try {
      RunControl control(2);
      Canceller next(
          control,
          stage == Stage::Assessment ? Stage::Dataset : static_cast<Stage>(static_cast<int>(stage) + 1), 0);
      pipeline.run(dataset, options, next, control);
    } catch (const Cancelled&) {
    }
  }
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
