// SPDX-License-Identifier: GPL-3.0-or-later
// What letting entropy choose the target perplexity costs: a plain run and guided ones side by side, on two
// threads, nothing reused between them, in wall and in processor seconds (the latter say the same while other
// programs work), and where the guide's processor time goes.
//   bench_guidance [repetitions]      default 1; digits, and Fashion-MNIST of 5,000 where it is installed
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "core/assessment/trustworthiness.h"
#include "core/catalogue/catalogue.h"
#include "core/guidance/entropy.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/support/error.h"
#include "core/support/process.h"

using namespace adapsne;

namespace {

double processorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <typename Work>
double timed(const Work& work) {
  const double began = processorSeconds();
  work();
  return processorSeconds() - began;
}

/// Notes the processor time at which stages begin and end.
class Stopwatch final : public Observer {
 public:
  void stageStarted(Stage stage) override { began_[static_cast<size_t>(stage)] = processorSeconds(); }
  void stageFinished(Stage stage, double, bool) override {
    taken_[static_cast<size_t>(stage)] = processorSeconds() - began_[static_cast<size_t>(stage)];
  }
  double seconds(Stage stage) const { return taken_[static_cast<size_t>(stage)]; }

 private:
  std::array<double, kStages.size()> began_{}, taken_{};
};

struct Timed {
  RunPtr run;
  double processor = 0, guide = 0, embedding = 0;
};
Timed freshRun(const DatasetPtr& data, const Options& options) {
  RunControl control;
  Stopwatch watch;
  Timed result;
  // A pipeline of its own: empty caches.
  result.processor = timed([&] { result.run = Pipeline().run(data, options, watch, control); });
  result.guide = watch.seconds(Stage::Guidance);
  result.embedding = watch.seconds(Stage::Embedding);
  return result;
}

/// The candidates' measures taken again on their recorded maps, each timed alone.
void printParts(const Run& run, double guide) {
  RunControl control(2);
  double sigma = 0, affinity = 0, trust = 0, occupancy = 0, samplers = 0, kl = 0;
  for (const GuidanceRecord& r : run.guidance) {
    std::shared_ptr<const SigmaResult> found;
    std::shared_ptr<const Affinities> p;
    const Options& o = run.options;
    sigma += timed([&] { found = searchSigma(*run.graph, r.perplexity, o.search, o.seed, control); });
    affinity += timed([&] { p = symmetrize(*run.graph, *found, o.search, control); });
    trust += timed([&] { trustworthiness(*run.features, r.thumbnail, 12, control); });
    occupancy += timed([&] { occupancyEntropy(r.thumbnail); });
    for (int s = 0; s < o.guidance.samplerSeeds; ++s)
      samplers += timed([&] {
        chooseExemplars({*run.features, r.thumbnail, run.graph.get(), run.dataset->labels}, o.sampling,
                        o.seed + s, control);
      });
    Embedding map(p, r.thumbnail, o.embedding);
    kl += timed([&] { map.measure(control); });
  }
  const double rest = guide - sigma - affinity - trust - occupancy - samplers - kl;
  std::printf(
      "    of the guide's %.2f s: sigma %.2f, P %.2f, trustworthiness %.2f, H_grid %.2f, subsets %.2f, KL "
      "%.2f, "
      "descent (the rest) %.2f\n",
      guide, sigma, affinity, trust, occupancy, samplers, kl, rest);
}

void compare(const std::string& name, int64_t points, int repetitions) {
  DatasetOptions some;
  some.points = points;
  RunControl control(2);
  const DatasetPtr data = openDataset(name, some, 1, control);
  Options options;
  options.threads = 2;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    Options plain = options;
    plain.perplexity = 30;
    const Timed fixed = freshRun(data, plain);
    std::printf("%s, %lld points: plain run at perplexity 30: wall %.2f s, processor %.2f s\n",
                data->name.c_str(), static_cast<long long>(data->points), fixed.run->seconds,
                fixed.processor);
    for (const GuidanceOptimizer optimizer : {GuidanceOptimizer::Grid, GuidanceOptimizer::Fireworks}) {
      Options guided = options;
      guided.guidance.optimizer = optimizer;
      const Timed taken = freshRun(data, guided);
      std::printf(
          "  guided, %-10s wall %.2f s, ratio %.2f; processor %.2f s, ratio %.2f (guide %.2f, embedding "
          "%.2f); "
          "target %.4g of %zu tried\n",
          optimizer == GuidanceOptimizer::Grid ? "grid:" : "fireworks:", taken.run->seconds,
          taken.run->seconds / fixed.run->seconds, taken.processor, taken.processor / fixed.processor,
          taken.guide, taken.embedding, taken.run->targetPerplexity, taken.run->guidance.size());
      printParts(*taken.run, taken.guide);
      std::fflush(stdout);
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  prepareProcess(argv);  // Waiting threads sleep: processor seconds are work.
  const int repetitions = argc > 1 ? std::atoi(argv[1]) : 1;
  compare("digits", 0, repetitions);
  for (const CatalogueEntry& entry : catalogue())
    if (entry.name == "fashion-mnist" && entry.available) compare(entry.name, 5000, repetitions);
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
