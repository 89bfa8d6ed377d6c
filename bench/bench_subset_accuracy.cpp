// SPDX-License-Identifier: GPL-3.0-or-later
// What a subset is worth on Fashion-MNIST: 1-nearest-neighbour accuracy on the test split's 10,000 images, of
// each method's exemplars against random subsets of the same size.
//   bench_subset_accuracy [points] [ratio] [seeds]          defaults 5000 0.02 5
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/assessment/nearest_neighbor_accuracy.h"
#include "core/dataset/catalogue.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"

using namespace adapsne;

namespace {

struct Spread {
  double mean = 0, deviation = 0;
};
Spread spreadOf(const std::vector<double>& values) {
  Spread s;
  for (double v : values) s.mean += v / static_cast<double>(values.size());
  for (double v : values) s.deviation += (v - s.mean) * (v - s.mean);
  if (values.size() > 1) s.deviation = std::sqrt(s.deviation / static_cast<double>(values.size() - 1));
  return s;
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  options.dataset.points = argc > 1 ? std::atoll(argv[1]) : 5000;
  options.sampling.ratio = argc > 2 ? std::atof(argv[2]) : 0.02;
  const int seeds = argc > 3 ? std::atoi(argv[3]) : 5;
  RunControl control;
  const DatasetPtr train = openDataset("fashion-mnist", options.dataset, 1, control);
  const DatasetPtr test = openDataset("fashion-mnist-test", {}, 1, control);
  Pipeline pipeline;
  Observer quiet;

  std::printf("Fashion-MNIST, %lld points, ratio %g, %d seeds, test split %lld images\n",
              static_cast<long long>(train->points), options.sampling.ratio, seeds,
              static_cast<long long>(test->points));
  std::printf("%-14s %10s %14s %8s %10s\n", "method", "accuracy", "std. deviation", "lost", "target");
  // A row a method; random is the map's own budget without a look at the map.
  for (const std::string method : {"random", "nms-edge", "nms-ideal", "adapsne-edge", "adapsne"}) {
    std::vector<double> accuracies;
    RunPtr run;
    for (int seed = 1; seed <= seeds; ++seed) {
      Options o = options;
      o.seed = seed;
      applyMethod(o, method == "random" ? "nms-ideal" : method);
      if (method == "random") o.sampling.sampler = Sampler::Random;
      run = pipeline.run(train, o, quiet, control);
      accuracies.push_back(100 * nearestNeighborAccuracy(*train, run->subset->rows, *test, control));
    }
    const Spread s = spreadOf(accuracies);
    std::printf("%-14s %9.2f%% %14.2f %8lld %10.4g\n", method.c_str(), s.mean, s.deviation,
                static_cast<long long>(run->assessment.outliers.lost), run->targetPerplexity);
    std::fflush(stdout);
  }
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
