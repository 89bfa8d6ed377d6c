// SPDX-License-Identifier: GPL-3.0-or-later
// What image features are worth and what they cost: accuracy of softmax regression trained on all training
// images and tested on others, from pixels, patches and gradients, with and without PCA; everything is
// learned from the training images alone.
//   bench_features [points] [threads]                              Fashion-MNIST, its own test split; 4000 2
//   bench_features points threads TRAIN LABELS TEST LABELS         any image files that adapsne reads
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "core/assessment/predictions.h"
#include "core/assessment/softmax_regression.h"
#include "core/catalogue/catalogue.h"
#include "core/features/preprocess.h"

using namespace adapsne;

namespace {

/// Of all threads together: what a machine that others use too can be judged by.
double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

DatasetPtr open(const std::string& name, const std::string& labels, int64_t points, RunControl& control) {
  DatasetOptions options;
  options.labels = labels;
  options.points = points;
  options.pick = PickRows::Random;
  return openDataset(name, options, 1, control);
}

}  // namespace

int main(int argc, char** argv) try {
  const int64_t points = argc > 1 ? std::atoll(argv[1]) : 4000;
  RunControl control(argc > 2 ? std::atoi(argv[2]) : 2);
  const bool files = argc > 6;
  const DatasetPtr train =
      files ? open(argv[3], argv[4], points, control) : open("fashion-mnist", "", points, control);
  const DatasetPtr test =
      files ? open(argv[5], argv[6], 0, control) : open("fashion-mnist-test", "", 0, control);
  std::vector<int64_t> rows(train->points);
  for (int64_t i = 0; i < train->points; ++i) rows[i] = i;

  std::printf("%s: %lld training images of %d x %d x %d, %lld test images, %d threads\n", train->name.c_str(),
              static_cast<long long>(train->points), train->image.height, train->image.width,
              train->image.channels, static_cast<long long>(test->points), control.threads());
  std::printf("%-10s %6s %10s %10s %18s %22s %10s\n", "features", "dims", "accuracy", "learn s",
              "apply s / 50,000", "processor s / 50,000", "softmax s");
  const struct {
    const char* name;
    ImageFeatures kind;
  } kinds[] = {{"raw", ImageFeatures::Raw}, {"patches", ImageFeatures::Patches}, {"hog", ImageFeatures::Hog}};
  for (const auto& [name, kind] : kinds)
    for (const int pca : {-1, 0}) {
      PreprocessOptions options;
      options.features = kind;
      options.pca = pca;
      const double began = now();
      const Preprocessor fitted(*train, options, control);
      const double learned = now(), processor = processorSeconds();
      const Features held = fitted.apply(*test, control);
      const double applied = now(), used = processorSeconds() - processor;
      const double share = 50000 / static_cast<double>(test->points);
      const double accuracy =
          accuracyOf(softmaxClasses(*fitted.features(), train->labels, rows, held, train->classes(), control),
                     test->labels);
      std::printf("%-10s %6lld %9.2f%% %10.2f %18.1f %22.1f %10.2f\n", name,
                  static_cast<long long>(held.dimensions), 100 * accuracy, learned - began,
                  (applied - learned) * share, used * share, now() - applied);
      std::fflush(stdout);
    }
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
