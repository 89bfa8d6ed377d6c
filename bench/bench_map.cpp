// SPDX-License-Identifier: GPL-3.0-or-later
// What each part of a map costs: neighbours, affinities, iterations, for Fashion-MNIST (train and test
// images, 50 principal components) and the digits; perplexity 30, 90 neighbours (all of the digits, as
// the program has it), 750 iterations (1,000 up to
// 5,000 points), from the same PCA start. KL is of exact P with exact Z (the
// mesh's from 200,000 points on); recall is the share of 10 neighbours
// in the data that are among 10 in the map, over 2,000 rows.
//   bench_map [points,points,... [threads [final momentum]]]
//                                                   1797,5000,20000,70000 2; 1797 is the digits; 1000000x50
//   are a
//                                                    million generated points in 50 dimensions
//   bench_map others [points,...]                    also Debian's r-cran-rtsne and python3-sklearn where
//   installed,
//                                                    on the same numbers, one after the other, each on
//                                                    `threads`
#include <sys/resource.h>
#include <sys/wait.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "bench/fashion_mnist.h"
#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/generators.h"
#include "core/embedding/attraction.h"
#include "core/embedding/divergence.h"
#include "core/embedding/embedding.h"
#include "core/embedding/map_bounds.h"
#include "core/embedding/mesh_convolution.h"
#include "core/embedding/morton.h"
#include "core/embedding/start.h"
#include "core/features/preprocess.h"
#include "core/geometry/column_points.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/parallel.h"
#include "core/support/process.h"
#include "core/support/simd_clones.h"

using namespace adapsne;

namespace {

constexpr int kNeighbors = 90, kRecallNeighbors = 10;
constexpr double kPerplexity = 30;

struct Clock {
  double wall = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  double processor = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
};
struct Spent {
  double wall, processor;
  explicit Spent(const Clock& since) {
    const Clock now;
    wall = now.wall - since.wall;
    processor = now.processor - since.processor;
  }
};

double recallOf(const NeighborGraph& graph, const std::vector<float>& map, RunControl& control) {
  const ColumnPoints points(map, graph.points, 2, control);
  const int64_t step = std::max<int64_t>(1, graph.points / 2000);
  std::vector<float> distance(graph.points);
  std::vector<int32_t> order(graph.points);
  int64_t found = 0, asked = 0;
  for (int64_t i = 0; i < graph.points; i += step) {
    const float at[] = {map[2 * i], map[2 * i + 1]};
    points.squaredDistances(at, 0, graph.points, distance.data());
    for (int64_t j = 0; j < graph.points; ++j) order[j] = static_cast<int32_t>(j);
    distance[i] = INFINITY;
    std::nth_element(order.begin(), order.begin() + kRecallNeighbors, order.end(),
                     [&](int32_t a, int32_t b) { return distance[a] < distance[b]; });
    for (int q = 0; q < kRecallNeighbors; ++q)
      found += std::count(order.begin(), order.begin() + kRecallNeighbors, graph.neighbors(i)[q]);
    asked += kRecallNeighbors;
  }
  return static_cast<double>(found) / static_cast<double>(asked);
}

double exactKl(const Affinities& p, const std::vector<float>& map, RunControl& control) {
  std::vector<float> force(map.size());
  const double normalizer = makeRepulsion({RepulsionMethod::Exact}, p.points)->compute(map, force, control);
  return klDivergence(p, map, normalizer, control);
}

struct Result {
  double wall = 0, processor = 0, kl = 0, recall = 0;
};

void printRow(const char* name, const Result& r, const Result& ours) {
  std::printf("  %-28s %8.2f %8.2f   KL %.3f  recall %.3f", name, r.wall, r.processor, r.kl, r.recall);
  if (&r != &ours)
    std::printf("   x %.1f wall, x %.1f processor", r.wall / ours.wall, r.processor / ours.processor);
  std::printf("\n");
}

/// Runs a script that reads data.npy and start.npy (or their text) and writes map.csv and seconds.txt.
void compareWith(const char* name, const std::string& command, const std::filesystem::path& folder,
                 const NeighborGraph& graph, const Affinities& p, const Result& ours, RunControl& control) {
  std::filesystem::remove(folder / "map.csv");
  rusage before, after;
  getrusage(RUSAGE_CHILDREN, &before);
  const int status = std::system(("cd '" + folder.string() + "' && " + command + " >log.txt 2>&1").c_str());
  getrusage(RUSAGE_CHILDREN, &after);
  std::ifstream seconds(folder / "seconds.txt"), map(folder / "map.csv");
  Result r;
  if (status != 0 || !(seconds >> r.wall >> r.processor) || !map) {
    std::printf("  %-28s not installed, or failed: see %s\n", name, (folder / "log.txt").c_str());
    return;
  }
  std::vector<float> positions;
  for (std::string cell; std::getline(map, cell, ',') || !map.eof();) {
    std::istringstream cells(cell);
    for (float v; cells >> v;) positions.push_back(v);
  }
  if (std::ssize(positions) != 2 * graph.points) {
    std::printf("  %-28s wrote %zd numbers\n", name, std::ssize(positions));
    return;
  }
  r.kl = exactKl(p, positions, control);
  r.recall = recallOf(graph, positions, control);
  printRow(name, r, ours);
}

void writeText(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

void runOthers(const Features& features, const std::vector<float>& start, int iterations, int threads,
               const NeighborGraph& graph, const Affinities& p, const Result& ours, RunControl& control) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "adapsne-bench-map";
  std::filesystem::create_directories(folder);
  std::ofstream data(folder / "data.f32", std::ios::binary), begin(folder / "start.f32", std::ios::binary);
  data.write(reinterpret_cast<const char*>(features.values.data()), std::ssize(features.values) * 4);
  begin.write(reinterpret_cast<const char*>(start.data()), std::ssize(start) * 4);
  data.close();
  begin.close();
  const std::string n = std::to_string(features.points), d = std::to_string(features.dimensions),
                    its = std::to_string(iterations), cores = std::to_string(threads);
  writeText(
      folder / "rtsne.R",
      "library(Rtsne)\nx <- matrix(readBin('data.f32','numeric'," + n + "*" + d + ",size=4),ncol=" + d +
          ",byrow=TRUE)\ny <- matrix(readBin('start.f32','numeric'," + n +
          "*2,size=4),ncol=2,byrow=TRUE)\nt <- proc.time()\n"
          "r <- Rtsne(x,perplexity=30,theta=0.5,pca=FALSE,normalize=FALSE,check_duplicates=FALSE,Y_init=y,"
          "stop_lying_iter=250,mom_switch_iter=250,exaggeration_factor=12,eta=max(200," +
          n + "/12),max_iter=" + its + ",num_threads=" + cores +
          ")\nt <- proc.time()-t\nwrite(c(t[['elapsed']],t[['user.self']]+t[['sys.self']]),'seconds.txt')\n"
          "write.table(r$Y,'map.csv',sep=' ',row.names=FALSE,col.names=FALSE)\n");
  writeText(folder / "sklearn_tsne.py",
            "import numpy as np,time\nfrom sklearn.manifold import TSNE\n"
            "x=np.fromfile('data.f32',np.float32).reshape(" +
                n + "," + d +
                ")\n"
                "y=np.fromfile('start.f32',np.float32).reshape(" +
                n +
                ",2)\nt=time.perf_counter();c=time.process_time()\n"
                "m=TSNE(perplexity=30,init=y,n_iter=" +
                its + ",learning_rate='auto',n_jobs=" + cores +
                ",method='barnes_hut',angle=0.5).fit_transform(x)\n"
                "open('seconds.txt','w').write('%f %f'%(time.perf_counter()-t,time.process_time()-c))\n"
                "np.savetxt('map.csv',m,fmt='%.7g')\n");
  const std::string environment = "OMP_NUM_THREADS=" + cores + " ";
  compareWith("Rtsne (theta 0.5)", environment + "Rscript rtsne.R", folder, graph, p, ours, control);
  compareWith("scikit-learn (angle 0.5)", environment + "/usr/bin/python3 sklearn_tsne.py", folder, graph, p,
              ours, control);
}

/// What one iteration consists of, on the final map: medians.
void printParts(const Affinities& p, const std::vector<float>& map, RunControl& control) {
  constexpr int kTimes = 30;
  const std::vector<int32_t> order = orderByCode(mortonCodes(map, control), control);
  std::vector<float> placed(map.size()), force(map.size());
  for (size_t q = 0; q < order.size(); ++q)
    for (int d = 0; d < 2; ++d) placed[2 * q + d] = map[2 * order[q] + d];
  const auto time = [&](const std::string& name, const auto& work) {
    work();
    std::vector<double> wall, processor;
    for (int i = 0; i < kTimes; ++i) {
      const Clock began;
      work();
      const Spent spent(began);
      wall.push_back(1000 * spent.wall);
      processor.push_back(1000 * spent.processor);
    }
    for (std::vector<double>* v : {&wall, &processor})
      std::nth_element(v->begin(), v->begin() + kTimes / 2, v->end());
    std::printf("    %-26s %8.3f %8.3f ms\n", name.c_str(), wall[kTimes / 2], processor[kTimes / 2]);
  };
  for (const auto form : {PackedAffinities::Form::Short, PackedAffinities::Form::Long}) {
    const auto packed = packAffinities(p, order, form, 0, control);
    time(form == PackedAffinities::Form::Short ? "attraction, 4 bytes" : "attraction, 8 bytes",
         [&] { attract(*packed, placed, force, control); });
  }
  const auto timeRepulsion = [&](const char* name, RepulsionMethod method) {
    const auto repulsion = makeRepulsion({method}, p.points);
    time(name, [&] { repulsion->compute(placed, force, control); });
    return repulsion->work();
  };
  const RepulsionWork work = timeRepulsion("repulsion, mesh", RepulsionMethod::Mesh);
  MeshConvolution convolution(
      static_cast<int>(std::lround(std::sqrt(static_cast<double>(work.gridPoints) / 2))));
  convolution.setKernel(0.4, KernelSplit(0), control);  // One kernel takes as long as another.
  time("  its transforms, " + std::to_string(convolution.side()) + " a side",
       [&] { convolution.run(control); });
  std::printf("      %.1f pairs a point looked at beside them, in a map of %.0f units\n",
              static_cast<double>(work.nearPairs) / static_cast<double>(p.points),
              static_cast<double>(boundsOf(map, control).side()));
  if (p.points <= 100000) {
    std::vector<float> exact(map.size());
    makeRepulsion({RepulsionMethod::Exact}, p.points)->compute(placed, exact, control);
    for (const double spacing : {0.36, 0.4, 0.5}) {
      makeRepulsion({RepulsionMethod::Mesh, spacing}, p.points)->compute(placed, force, control);
      double difference = 0, norm = 0;
      for (size_t c = 0; c < force.size(); ++c) {
        difference += std::pow(static_cast<double>(force[c]) - exact[c], 2);
        norm += std::pow(static_cast<double>(exact[c]), 2);
      }
      std::printf("      relative RMS error of the force with --mesh-spacing %.2f: %.2f %%\n", spacing,
                  100 * std::sqrt(difference / norm));
    }
  }
  if (p.points <= 20000) timeRepulsion("repulsion, exact", RepulsionMethod::Exact);
  timeRepulsion("repulsion, Barnes-Hut 0.5", RepulsionMethod::BarnesHut);
}

void measure(const std::string& size, int threads, bool others, double momentum) {
  int64_t points = std::atoll(size.c_str());
  const size_t cross = size.find('x');
  RunControl control(threads);
  const bool digits = points == 1797;
  DatasetOptions options;
  const bool generated = cross != std::string::npos;
  PreprocessOptions asTheyAre;
  asTheyAre.scale = Scale::None;
  asTheyAre.pca = 0;
  const auto features =
      digits      ? preprocess(*openDataset("digits", options, 1, control), {}, control)
      : generated ? preprocess(gaussianMixture(points, std::atoll(size.c_str() + cross + 1), 1, control),
                               asTheyAre, control)
                  : preprocess(fashionImages(points, control), {}, control);
  points = features->points;
  const int iterations = points <= 5000 ? 1000 : 750;
  const std::vector<float> start = pcaStart(*features, 1, control);

  Clock began;
  const auto graph = exactNeighbors(*features, digits ? static_cast<int>(points) - 1 : kNeighbors, control);
  const Spent neighbors(began);
  Clock searching;
  SearchOptions search;
  search.search = Search::Newton;
  const auto sigma = searchSigma(*graph, kPerplexity, search, 1, control);
  const Spent searched(searching);
  Clock joining;
  const auto p = symmetrize(*graph, *sigma, search, control);
  const Spent joined(joining);
  Clock moving;
  EmbeddingOptions how;
  how.finalMomentum = momentum;
  Embedding map(p, start, how);
  while (map.iteration() < iterations) map.step(control);
  const Spent moved(moving);
  const Spent all(began);
  Result ours{all.wall, all.processor, 0, 0};
  std::vector<float> positions;
  map.copyPositions(positions);
  const double peak = static_cast<double>(peakMemoryBytes()) / 1e6;
  // All pairs of a million points would take minutes: from 200,000 on Z is the mesh's.
  ours.kl = points <= 200000 ? exactKl(*p, positions, control) : map.measure(control).kl;
  ours.recall = recallOf(*graph, positions, control);

  std::printf("%s, %lld x %lld, %d iterations, %d threads, %s; seconds wall and of the processor\n",
              digits      ? "digits"
              : generated ? "mixture"
                          : "Fashion-MNIST",
              static_cast<long long>(points), static_cast<long long>(features->dimensions), iterations,
              threads, instructionSet().c_str());
  const auto part = [](const char* name, const Spent& s) {
    std::printf("  %-28s %8.3f %8.3f\n", name, s.wall, s.processor);
  };
  part("neighbours", neighbors);
  part("sigma (newton)", searched);
  part("P", joined);
  part("descent", moved);
  std::printf("  %-28s %8.3f %8.3f ms, %lld nonzeros, peak %.0f MB with the data\n", "  an iteration",
              1000 * moved.wall / iterations, 1000 * moved.processor / iterations,
              static_cast<long long>(p->nonzeros()), peak);
  printParts(*p, positions, control);
  printRow("all", ours, ours);
  if (others) runOthers(*features, start, iterations, threads, *graph, *p, ours, control);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) try {
  const bool others = argc > 1 && std::string(argv[1]) == "others";
  const int first = others ? 2 : 1;
  std::istringstream sizes(argc > first ? argv[first] : "1797,5000,20000,70000");
  const int threads = argc > first + 1 ? std::atoi(argv[first + 1]) : 2;
  const double momentum = argc > first + 2 ? std::atof(argv[first + 2]) : EmbeddingOptions().finalMomentum;
  for (std::string size; std::getline(sizes, size, ',');) measure(size, threads, others, momentum);
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
