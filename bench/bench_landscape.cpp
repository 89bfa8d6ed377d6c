// SPDX-License-Identifier: GPL-3.0-or-later
// What the datapath's rounding does to the search for sigma, on Fashion-MNIST scaled by its maximum, all
// neighbours: how many rows have a false root, and what each search makes of it in the finished map.
//   bench_landscape [points] [PCA dimensions, 0 none] [iterations]          defaults 2000 0 1000
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "core/catalogue/catalogue.h"
#include "core/perplexity/landscape.h"
#include "core/pipeline/pipeline.h"
#include "core/support/parallel.h"

using namespace adapsne;

namespace {

struct Datapath {
  const char* name;
  Arithmetic arithmetic;
  bool subtractNearest;
};
constexpr Datapath kDatapaths[] = {{"fixed16-saturate", Arithmetic::Fixed16Saturate, false},
                                   {"fixed16-saturate, subtracted", Arithmetic::Fixed16Saturate, true},
                                   {"float64", Arithmetic::Float64, false}};

struct Searching {
  const char* name;
  Search search;
  bool alsoSubtracted = false;  // with the nearest distance subtracted there is little to tell
  BisectionStart start = BisectionStart::Range;
  BisectionKeeps keeps = BisectionKeeps::Last;
};
constexpr Searching kSearches[] = {
    {"bisection (NMS)", Search::Bisection, true},
    {"bisection, best seen", Search::Bisection, false, BisectionStart::Range, BisectionKeeps::Best},
    {"bisection from beta = 1", Search::Bisection, false, BisectionStart::BetaOne},
    {"newton", Search::Newton},
    {"golden section", Search::GoldenSection},
    {"efwa", Search::Efwa},
    {"fireworks (AdapSNE)", Search::Fireworks, true}};

void printFalseRoots(const NeighborGraph& graph, RunControl& control) {
  std::printf("\n%-30s %7s %13s %13s %13s %13s\n", "rows with, % (640 places a row)", "target",
              "a false root", "several false", "no true root", "a plateau");
  for (const Datapath& datapath : kDatapaths) {
    for (const double target : {30.0, 100.0}) {
      SearchOptions options;
      options.arithmetic = datapath.arithmetic;
      options.subtractNearest = datapath.subtractNearest;
      std::atomic<int64_t> one{0}, several{0}, none{0}, flat{0};
      parallelFor(control, graph.points, 4, [&](int64_t begin, int64_t end) {
        RunControl own(1);
        for (int64_t row = begin; row < end; ++row) {
          const Landscape land = landscapeOf(graph, target, options, row, 640, own);
          one += !land.falseRoots.empty();
          several += land.falseRoots.size() > 1;
          none += land.trueRoots.empty();
          flat += !land.plateaus.empty();
        }
      });
      const auto share = [&](int64_t count) { return 100.0 * count / graph.points; };
      std::printf("%-30s %7g %12.1f%% %12.1f%% %12.1f%% %12.1f%%\n", datapath.name, target, share(one),
                  share(several), share(none), share(flat));
      std::fflush(stdout);
    }
  }
}

void printMaps(const DatasetPtr& data, Options options, RunControl& control) {
  Pipeline pipeline;
  Observer quiet;
  std::printf("\n%-30s %-24s %12s %8s %8s %16s\n", "target 30, datapath", "search", "evaluations", "missed",
              "lost", "trustworthiness");
  for (const Datapath& datapath : kDatapaths) {
    for (const Searching& searching : kSearches) {
      if (searching.search == Search::Newton && datapath.arithmetic != Arithmetic::Float64) continue;
      if (datapath.subtractNearest && !searching.alsoSubtracted) continue;
      Options o = options;
      o.search.arithmetic = datapath.arithmetic;
      o.search.subtractNearest = datapath.subtractNearest;
      o.search.search = searching.search;
      o.search.bisectionStart = searching.start;
      o.search.bisectionKeeps = searching.keeps;
      const RunPtr run = pipeline.run(data, o, quiet, control);
      const double n = static_cast<double>(data->points);
      std::printf("%-30s %-24s %12.1f %7.1f%% %7.2f%% %16.4f\n", datapath.name, searching.name,
                  static_cast<double>(run->sigma->totalEvaluations) / n,
                  100.0 * static_cast<double>(missedTargets(*run->sigma)) / n,
                  100.0 * static_cast<double>(run->assessment.outliers.lost) / n,
                  run->assessment.trustworthiness);
      std::fflush(stdout);
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  options.dataset.points = argc > 1 ? std::atoll(argv[1]) : 2000;
  options.preprocess.scale = Scale::Maximum;
  options.preprocess.pca = argc > 2 ? std::atoi(argv[2]) : 0;
  options.embedding.iterations = argc > 3 ? std::atoi(argv[3]) : 1000;
  options.neighbors = -1;
  options.perplexity = 30;
  RunControl control;
  const DatasetPtr data = openDataset("fashion-mnist", options.dataset, options.seed, control);
  const auto features = preprocess(*data, options.preprocess, control);
  const auto graph = exactNeighbors(*features, static_cast<int>(data->points - 1), control);
  std::printf(
      "Fashion-MNIST, %lld points, scaled by the maximum, %lld dimensions, all neighbours, %d iterations\n",
      static_cast<long long>(data->points), static_cast<long long>(features->dimensions),
      options.embedding.iterations);
  printMaps(data, options, control);
  printFalseRoots(*graph, control);
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
