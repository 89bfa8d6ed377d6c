// SPDX-License-Identifier: GPL-3.0-or-later
// What a training costs. First the products of the small CNN's convolutions on 28 x 28 pixels, a batch of 32
// on one thread; then whole trainings of 600 steps on 200 rows, with their processor time, how they stop, and
// the accuracy on 2,000 held-out rows.
//
// bench_training [DATA [ROWS [SEED]]]   default: fashion-mnist, 200, 1
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/support/process.h"
#include "core/training/train_network.h"
#include "core/training/window_product.h"

namespace {

using namespace adapsne;

double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void products() {
  struct Shape {
    int64_t side, channels, units;
    bool back;
  };
  std::printf("convolutions 3 x 3, batch of 32     product            gradient of weights\n");
  double all = 0;
  for (const Shape s : {Shape{28, 1, 24, false},
                        {14, 24, 48, false},
                        {7, 48, 96, false},
                        {14, 48, 24, true},
                        {7, 96, 48, true}}) {
    const int64_t padded = s.side + 2, images = 32;
    std::vector<float> in(images * padded * padded * s.channels, 0.5f),
        weights(9 * s.channels * s.units, 0.1f), made(images * s.side * s.side * s.units, 0.3f),
        gradient(weights.size());
    const double operations =
        2.0 * static_cast<double>(std::ssize(made)) * 9 * static_cast<double>(s.channels);
    const int repeats = static_cast<int>(1e10 / operations) + 1;
    std::printf("%2lldx%-2lld %3lld -> %-3lld %-17s", static_cast<long long>(s.side),
                static_cast<long long>(s.side), static_cast<long long>(s.channels),
                static_cast<long long>(s.units), s.back ? "(the way back)" : "");
    for (const bool weightsToo : {false, true}) {
      if (weightsToo && s.back) continue;
      const double began = processorSeconds();
      for (int r = 0; r < repeats; ++r)
        for (int64_t i = 0; i < images; ++i) {
          Windows w;
          w.first = in.data() + i * padded * padded * s.channels;
          w.rows = w.count = s.side;
          w.rowStep = w.segmentStep = padded * s.channels;
          w.step = s.channels;
          w.segments = 3;
          w.length = 3 * s.channels;
          float* image = made.data() + i * s.side * s.side * s.units;
          if (weightsToo)
            addWindowProducts(w, image, s.side * s.units, s.units, gradient.data());
          else
            multiplyWindows(w, weights.data(), s.units, image, s.side * s.units);
        }
      const double each = (processorSeconds() - began) / repeats;
      all += each;
      std::printf("  %5.2f ms %4.0f GFLOP/s", 1e3 * each, operations / each / 1e9);
    }
    std::printf("\n");
  }
  std::printf("all products of a step: %.2f ms\n\n", 1e3 * all);
}

double stopMilliseconds(const NetworkSpec& spec, const std::vector<float>& values,
                        const std::vector<int32_t>& labels, const TrainingOptions& options) {
  using Clock = std::chrono::steady_clock;
  RunControl running(1);
  Clock::time_point asked;
  std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    asked = Clock::now();
    running.cancel();
  });
  TrainingOptions longer = options;
  longer.steps = 1000000;
  try {
    trainNetwork(spec, values, labels, longer, running);
  } catch (const Cancelled&) {
  }
  later.join();
  return std::chrono::duration<double, std::milli>(Clock::now() - asked).count();
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess(argv);
  products();
  const std::string data = argc > 1 ? argv[1] : "fashion-mnist";
  const int64_t rows = argc > 2 ? std::atoll(argv[2]) : 200;
  const uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  RunControl control(1);
  DatasetOptions taken;
  taken.points = rows + 2000;
  taken.pick = PickRows::Random;
  const DatasetPtr dataset = openDataset(data, taken, seed, control);
  const std::vector<float> all = dataset->features.floats();
  const int64_t dims = dataset->dimensions, held = dataset->points - rows;
  const std::vector<float> values(all.begin(), all.begin() + rows * dims),
      test(all.begin() + rows * dims, all.end());
  const std::vector<int32_t> labels(dataset->labels.begin(), dataset->labels.begin() + rows);
  std::printf("%s, %lld rows of %lld values, 600 steps of 32\n%-10s %9s %11s %9s %9s\n", data.c_str(),
              static_cast<long long>(rows), static_cast<long long>(dims), "network", "training", "prediction",
              "accuracy", "stops in");
  struct Named {
    const char* name;
    NetworkKind kind;
  };
  for (const Named network : {Named{"softmax", NetworkKind::Softmax},
                              {"mlp", NetworkKind::Mlp},
                              {"lenet", NetworkKind::LeNet},
                              {"cnn", NetworkKind::Cnn}}) {
    NetworkSpec spec;
    spec.kind = network.kind;
    spec.dimensions = dims;
    spec.image = dataset->image;
    spec.classes = dataset->classes();
    TrainingOptions options = usualTraining(spec);
    options.seed = seed;
    const double began = processorSeconds();
    const Network trained = trainNetwork(spec, values, labels, options, control);
    const double between = processorSeconds();
    const std::vector<int32_t> predicted = predict(trained, test, control);
    const double ended = processorSeconds();
    int64_t hits = 0;
    for (int64_t i = 0; i < held; ++i) hits += predicted[i] == dataset->labels[rows + i];
    std::printf("%-10s %7.2f s %9.2f s %8.1f %% %6.1f ms\n", network.name, between - began, ended - between,
                100.0 * static_cast<double>(hits) / static_cast<double>(held),
                stopMilliseconds(spec, values, labels, options));
  }
}
