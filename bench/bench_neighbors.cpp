// SPDX-License-Identifier: GPL-3.0-or-later
// Where approximate neighbours begin to cost less than exact ones: the whole call of each, 90 neighbours.
// Processor seconds are those of both; "alone" is what the calling thread took of them, which is the wall
// clock of a machine that does nothing else (hnswlib's index is built on that thread, everything else is
// shared out evenly).
//   bench_neighbors DATA[,DATA...] [threads [exact|approximate]]       both searches on 2 threads
// DATA: mixture:POINTSxDIMENSIONS  generated clusters, each of eight dimensions and noise in all
//       noise:POINTSxDIMENSIONS    one Gaussian: no clusters, as many intrinsic dimensions as there are
//       pixels:POINTS              Fashion-MNIST, 784 pixels
//       patches:POINTS             its patch features, 800 dimensions
//       components:POINTS          50 principal components of its pixels
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sstream>
#include <string>

#include "bench/fashion_mnist.h"
#include "core/catalogue/generators.h"
#include "core/features/preprocess.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/parallel.h"
#include "core/support/random.h"
#include "core/support/simd_clones.h"

using namespace adapsne;

namespace {

constexpr int kNeighbors = 90;

double secondsOf(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Clock {
  double wall = secondsOf(CLOCK_MONOTONIC), processor = secondsOf(CLOCK_PROCESS_CPUTIME_ID),
         thread = secondsOf(CLOCK_THREAD_CPUTIME_ID);
};

Features noise(int64_t points, int64_t dimensions, RunControl& control) {
  Features features;
  features.points = points;
  features.dimensions = dimensions;
  features.values.resize(points * dimensions);
  parallelFor(control, points, 256, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      RandomStream random(1, 0x6e6f697365, static_cast<uint64_t>(i));
      for (int64_t d = 0; d < dimensions; ++d)
        features.values[i * dimensions + d] = static_cast<float>(random.normal());
    }
  });
  return features;
}

Features featuresOf(const std::string& data, RunControl& control) {
  const size_t colon = data.find(':'), cross = data.find('x', colon);
  const std::string kind = data.substr(0, colon);
  const int64_t points = colon == std::string::npos ? 0 : std::atoll(data.c_str() + colon + 1);
  const int64_t dimensions = cross == std::string::npos ? 0 : std::atoll(data.c_str() + cross + 1);
  PreprocessOptions options;
  options.pca = 0;
  if (kind == "noise" && points > kNeighbors && dimensions > 0) return noise(points, dimensions, control);
  if (kind == "mixture" && points > kNeighbors && dimensions > 0) {
    options.scale = Scale::None;
    return *preprocess(gaussianMixture(points, dimensions, 1, control), options, control);
  }
  if (kind == "components") options.pca = -1;
  if (kind == "patches") options.features = ImageFeatures::Patches;
  if (points <= kNeighbors || (kind != "pixels" && kind != "components" && kind != "patches"))
    throw UsageError(data, "is no kind of data with enough points.", "See the head of bench_neighbors.cpp.");
  return *preprocess(fashionImages(points, control), options, control);
}

void measure(const std::string& data, int threads, const std::string& which) {
  RunControl control(threads);
  const Features features = featuresOf(data, control);
  const auto time = [&](const char* name, const auto& search) {
    const Clock began;
    const auto graph = search(features, kNeighbors, control);
    const Clock ended;
    const double products = static_cast<double>(graph->pairs) * static_cast<double>(features.dimensions);
    std::printf("%-22s %9lld %5lld  %-12s %9.2f %9.2f %9.2f %9.4f", data.c_str(),
                static_cast<long long>(features.points), static_cast<long long>(features.dimensions), name,
                ended.wall - began.wall, ended.processor - began.processor, ended.thread - began.thread,
                graph->recall);
    if (graph->pairs > 0)
      std::printf("   %8.2e products, %5.1f %% of all pairs", products,
                  100 * static_cast<double>(graph->pairs) /
                      (static_cast<double>(features.points) * static_cast<double>(features.points)));
    std::printf("\n");
    std::fflush(stdout);
  };
  if (which != "approximate") time("exact", exactNeighbors);
  if (which != "exact") time("approximate", approximateNeighbors);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2)
    throw UsageError("bench_neighbors", "no data are named.", "See the head of bench_neighbors.cpp.");
  const int threads = argc > 2 ? std::atoi(argv[2]) : 2;
  std::printf("%d neighbours, %d threads, %s\n", kNeighbors, threads, instructionSet().c_str());
  std::printf("%-22s %9s %5s  %-12s %9s %9s %9s %9s\n", "data", "points", "dims", "search", "wall s",
              "processor", "alone", "recall");
  std::istringstream list(argv[1]);
  for (std::string data; std::getline(list, data, ',');) measure(data, threads, argc > 3 ? argv[3] : "both");
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
