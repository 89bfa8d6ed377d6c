// SPDX-License-Identifier: GPL-3.0-or-later
// What the samplers that take their time cost, and what bounds them: a row that kernel-ridge or graph-design
// adds needs one pass over the design (4 bytes a value), and three over a matrix of its columns (8 bytes).
// Beside it the same step done plainly, in three passes and on one thread, as the formulas are written; and
// how far the updated values are from fresh ones. Seconds on the clock, and of processors, which others who
// use the machine do not change as much. Last how long each goes on after it was cancelled.
//   bench_subset [points] [exemplars] [threads] [dimensions]      made data; 50000 500 2 200
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "core/sampling/graph_design.h"
#include "core/sampling/kernel_design.h"
#include "core/sampling/kernel_ridge.h"
#include "core/sampling/samplers.h"
#include "core/sampling/subset_ridge.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

using namespace adapsne;

namespace {

constexpr int kClasses = 10;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Seconds {
  double clock = 0, processor = 0;
};

Seconds secondsOf(const std::function<void()>& work) {
  const double began = now();
  const std::clock_t used = std::clock();
  work();
  return {now() - began, static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC};
}

Features madeFeatures(int64_t points, int64_t dimensions, std::vector<int32_t>& labels) {
  Features f;
  f.points = points;
  f.dimensions = dimensions;
  f.values.resize(points * dimensions);
  labels.resize(points);
  RandomStream center(1);
  std::vector<double> centers(kClasses * dimensions);
  for (double& c : centers) c = 0.3 * center.normal();
  for (int64_t i = 0; i < points; ++i) {
    RandomStream random(2, 0, static_cast<uint64_t>(i));
    labels[i] = static_cast<int32_t>(random.below(kClasses));
    for (int64_t d = 0; d < dimensions; ++d)
      f.values[i * dimensions + d] = static_cast<float>(
          centers[labels[i] * dimensions + d] + random.normal() / std::sqrt(1.0 + static_cast<double>(d)));
  }
  return f;
}

/// c = F v, F'c and F (M F'c) in three passes.
void plainStep(const RidgeDesign& design, int64_t j, double* sink) {
  const int64_t n = design.rows, columns = design.columns;
  std::vector<double> c(n), h(columns, 0), p(n);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t d = 0; d < columns; ++d) c[i] += static_cast<double>(design.row(i)[d]) * design.row(j)[d];
  for (int64_t i = 0; i < n; ++i)
    for (int64_t d = 0; d < columns; ++d) h[d] += c[i] * design.row(i)[d];
  for (int64_t i = 0; i < n; ++i)
    for (int64_t d = 0; d < columns; ++d) p[i] += h[d] * design.row(i)[d];
  *sink += p[0];
}

/// What one reading of the design takes, the best of some.
Seconds onePass(const RidgeDesign& design, RunControl& control) {
  Seconds best{1e9, 1e9};
  double sink = 0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const Seconds took = secondsOf([&] {
      sink += orderedSum(control, design.rows, 256, [&](int64_t begin, int64_t end) {
        float sums[64] = {};
        for (int64_t e = begin * design.columns; e + 64 <= end * design.columns; e += 64)
          for (int l = 0; l < 64; ++l) sums[l] += design.values[e + l];
        return static_cast<double>(std::accumulate(sums, sums + 64, 0.0F));
      });
    });
    best.clock = std::min(best.clock, took.clock);
    best.processor = std::min(best.processor, took.processor);
  }
  return sink == 0.123 ? Seconds{} : best;
}

/// Cancels the work after 0.3 seconds and says how long it went on; nothing where it was done before.
void printCancelled(const char* name, int threads, const std::function<void(RunControl&)>& work) {
  RunControl stopped(threads);
  double asked = 0;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    asked = now();
    stopped.cancel();
  });
  bool wasCancelled = false;
  try {
    work(stopped);
  } catch (const Cancelled&) {
    wasCancelled = true;
  }
  const double ended = now();
  canceller.join();
  if (wasCancelled) std::printf("%-18s cancelled within %4.0f ms\n", name, 1e3 * (ended - asked));
}

}  // namespace

int main(int argc, char** argv) {
  const int64_t n = argc > 1 ? std::atoll(argv[1]) : 50000, m = argc > 2 ? std::atoll(argv[2]) : 500;
  RunControl control(argc > 3 ? std::atoi(argv[3]) : 2);
  const int64_t dimensions = argc > 4 ? std::atoll(argv[4]) : 200;
  std::vector<int32_t> labels;
  const Features features = madeFeatures(n, dimensions, labels);
  ClassedRequest request;
  request.m = m;
  request.rows.resize(n);
  std::iota(request.rows.begin(), request.rows.end(), 0);
  request.most.assign(kClasses, 0);
  request.weights.assign(kClasses, 1);
  for (const int32_t label : labels) ++request.most[label];

  std::printf("%lld points of %lld dimensions, %lld exemplars, %d threads\n", static_cast<long long>(n),
              static_cast<long long>(dimensions), static_cast<long long>(m), control.threads());
  const auto line = [&](const char* name, const Seconds& took) {
    std::printf("%-18s %8.2f s, %8.2f CPU s\n", name, took.clock, took.processor);
  };
  const double count = static_cast<double>(m);
  std::shared_ptr<const RidgeDesign> design;
  const Seconds made = secondsOf([&] { design = kernelDesign(features, request.rows, control); });
  line("kernel design", made);
  Rows taken;
  const Seconds chosen =
      secondsOf([&] { taken = chooseByKernelRidge(*design, features, labels, request, {}, control); });
  line("kernel-ridge", chosen);
  line("  with its design", {made.clock + chosen.clock, made.processor + chosen.processor});
  const Seconds pass = onePass(*design, control);
  const double values = static_cast<double>(design->values.size());
  std::printf(
      "  an exemplar      %8.2f ms, %8.2f CPU ms: %.1f GFlop/s of products\n"
      "  a reading of F   %8.2f ms, %8.2f CPU ms: %.0f MB at %.1f GB/s; %.2f times that, %.2f in CPU time\n",
      1e3 * chosen.clock / count, 1e3 * chosen.processor / count, 4e-9 * values * count / chosen.clock,
      1e3 * pass.clock, 1e3 * pass.processor, 4e-6 * values, 4e-9 * values / pass.clock,
      chosen.clock / count / pass.clock, chosen.processor / count / pass.processor);
  double sink = 0;
  const Seconds plain = secondsOf([&] { plainStep(*design, 0, &sink); });
  std::printf("  three passes     %8.2f ms an exemplar, one thread\n", sink == 0.123 ? 0 : 1e3 * plain.clock);

  // C of the exemplars by Gauss: the ridge of the subset alone, against what the updates say of the last
  // rows.
  SubsetRidge ridge(*design, {}, 0, control);
  for (const int64_t j : taken) ridge.add(j, control);
  double drift = 0;
  for (int64_t row = 0; row < std::min<int64_t>(n, 20); ++row) {
    // v = M f by conjugate gradients on (I + F_S'F_S) v = f.
    const int64_t columns = design->columns;
    std::vector<double> v(columns, 0), r(design->row(row), design->row(row) + columns), p = r;
    const auto square = [](const std::vector<double>& x) {
      return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
    };
    double rr = square(r);
    for (int it = 0; it < 2000 && rr > 1e-26; ++it) {
      std::vector<double> ap = p;
      for (const int64_t j : taken) {
        double product = 0;
        for (int64_t d = 0; d < columns; ++d) product += design->row(j)[d] * p[d];
        for (int64_t d = 0; d < columns; ++d) ap[d] += product * design->row(j)[d];
      }
      const double alpha = rr / std::inner_product(p.begin(), p.end(), ap.begin(), 0.0);
      for (int64_t d = 0; d < columns; ++d) v[d] += alpha * p[d], r[d] -= alpha * ap[d];
      const double next = square(r);
      for (int64_t d = 0; d < columns; ++d) p[d] = r[d] + next / rr * p[d];
      rr = next;
    }
    double reach = 0, diagonal = 0;
    for (int64_t d = 0; d < columns; ++d) {
      diagonal += design->row(row)[d] * v[d];
      for (int64_t e = 0; e < columns; ++e) reach += v[d] * design->gram[d * columns + e] * v[e];
    }
    const double fresh = reach / (diagonal + 1);
    drift = std::max(drift, std::abs(ridge.varianceFall(row) / fresh - 1));
  }
  std::printf("  updated values are within %.1e of fresh ones after %lld exemplars\n", drift,
              static_cast<long long>(m));

  const Seconds graphed = secondsOf([&] { design = graphDesign(features, request.rows, control); });
  line("graph design", graphed);
  line("graph-design", secondsOf([&] { chooseByDesign(*design, m, {}, {}, control); }));
  design.reset();

  constexpr Sampler kByPaper[] = {Sampler::TypiClust, Sampler::ProbCover, Sampler::MaxHerding,
                                  Sampler::Moderate, Sampler::ZCore};
  const auto pick = [&](Sampler sampler, RunControl& by) {
    int64_t scans = 0;
    samplerRow(sampler).pick({features}, {request.rows, m, 1, {}}, scans, by);
  };
  for (const Sampler sampler : kByPaper)
    line(samplerRow(sampler).word, secondsOf([&] { pick(sampler, control); }));

  printCancelled("kernel-ridge", control.threads(), [&](RunControl& stopped) {
    chooseByKernelRidge(*kernelDesign(features, request.rows, stopped), features, labels, request, {},
                        stopped);
  });
  for (const Sampler sampler : kByPaper)
    printCancelled(samplerRow(sampler).word, control.threads(),
                   [&](RunControl& stopped) { pick(sampler, stopped); });
}
