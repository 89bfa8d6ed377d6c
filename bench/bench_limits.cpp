// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine can do, measured, and how much of it the map's kernels use: fused multiply-adds in
// registers, reading memory, Fourier transforms; then each kernel's operations or bytes against them. One
// thread.
//   bench_limits [points]     70000: Fashion-MNIST's training and test images, 90 neighbours
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <fftw3.h>

#include "core/catalogue/generators.h"
#include "core/embedding/attraction.h"
#include "core/embedding/exact_rows.h"
#include "core/embedding/map_bounds.h"
#include "core/embedding/mesh_convolution.h"
#include "core/embedding/morton.h"
#include "core/embedding/near_pairs.h"
#include "core/embedding/repulsion.h"
#include "core/geometry/distance_tile.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/float_lanes.h"
#include "core/support/parallel.h"
#include "core/support/random.h"
#include "core/support/simd_clones.h"

using namespace adapsne;

namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds of one call: the least of several rounds.
template <typename Work>
double secondsOf(const Work& work) {
  work();
  double least = 1e300;
  for (int round = 0; round < 5; ++round) {
    const double began = now();
    int calls = 0;
    do {
      work();
      ++calls;
    } while (now() - began < 0.1);
    least = std::min(least, (now() - began) / calls);
  }
  return least;
}

/// `times` times ten independent sums of kMostLanes floats, so that no addition waits for the one before.
template <int kLanes>
ADAPSNE_INLINE float multiplyAddBy(int64_t times, float factor) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  Floats s[10];
  const Floats f = Floats{} + factor;
  for (int i = 0; i < 10; ++i) s[i] = Floats{} + static_cast<float>(i);  // not all alike, or one would do
  for (int64_t t = 0; t < times * kMostLanes / kLanes; ++t)
#pragma GCC unroll 10
    for (int i = 0; i < 10; ++i) s[i] = s[i] * f + f;
  Floats sum{};
  for (const Floats& lanes : s) sum += lanes;
  return sumOf(sum);
}

ADAPSNE_BY_WIDTH(float multiplyAdd(int64_t times, float factor), multiplyAddBy, times, factor)

template <int kLanes>
ADAPSNE_INLINE float readAllBy(const float* values, int64_t count) {
  typename LanesOf<kLanes>::Floats s[4] = {};
  for (int64_t i = 0; i + 4 * kLanes <= count; i += 4 * kLanes)
    for (int l = 0; l < 4; ++l) s[l] += loadLanes<kLanes>(values + i + l * kLanes);
  return sumOf((s[0] + s[1]) + (s[2] + s[3]));
}

ADAPSNE_BY_WIDTH(float readAll(const float* values, int64_t count), readAllBy, values, count)

volatile float sink = 0;  // Read and written, so that no call can be left out.

void print(const char* name, double figure, const char* unit, double limit, const char* of) {
  std::printf("  %-44s %8.2f %-10s", name, figure, unit);
  if (limit > 0) std::printf(" %5.1f %% of %s", 100 * figure / limit, of);
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) try {
  const int64_t n = argc > 1 ? std::atoll(argv[1]) : 70000;
  RunControl control(1);
  std::printf("limits, one thread, %s\n", instructionSet().c_str());
  constexpr int64_t kTimes = 100000;
  const double multiply =
      kTimes * 10 * kMostLanes / secondsOf([&] { sink = multiplyAdd(kTimes, 0.999f + 0 * sink); }) / 1e9;
  print("multiply-adds, float32", multiply, "G/s", 0, "");
  const std::vector<float> large(64 << 20, 1.0f);
  const double reading = 4.0 * static_cast<double>(large.size()) /
                         secondsOf([&] { sink = readAll(large.data(), std::ssize(large)); }) / 1e9;
  print("reading memory", reading, "GB/s", 0, "");
  // A contiguous complex transform of 1,024 in the cache: 5 N log2 N operations.
  fftwf_complex* buffer = fftwf_alloc_complex(1024);
  for (int i = 0; i < 1024; ++i) buffer[i][0] = buffer[i][1] = 0;
  const fftwf_plan plan = fftwf_plan_dft_1d(1024, buffer, buffer, FFTW_FORWARD, FFTW_ESTIMATE);
  const double transforming = 5 * 1024 * 10 / secondsOf([&] { fftwf_execute(plan); }) / 1e9;
  fftwf_destroy_plan(plan);
  fftwf_free(buffer);
  print("complex transforms of 1,024", transforming, "GFlop/s", 0, "");

  std::printf("kernels, %lld generated points x 50, 90 neighbours\n", static_cast<long long>(n));
  const Dataset data = gaussianMixture(n, 50, 1, control);
  Features features;
  features.points = n;
  features.dimensions = 50;
  features.values = data.features.floats();
  RandomStream random(1);

  {
    TiledPoints tiled(3200, 50, control);
    for (int64_t i = 0; i < 3200; ++i) tiled.set(i, features.row(i % n).data());
    std::vector<float> queries(50 * kTileQueries, 1.0f);
    alignas(64) float sums[kTileQueries * kTilePoints];
    const double seconds = secondsOf([&] {
      for (int64_t g = 0; g < tiled.groups(); ++g) distanceTile(queries.data(), tiled.group(g), 50, sums);
      sink = sums[0];
    });
    print("distance tile",
          static_cast<double>(tiled.groups() * kTileQueries * kTilePoints * 50) / seconds / 1e9, "G/s",
          multiply, "multiply-adds");
  }
  std::vector<float> map(2 * n);
  for (float& v : map) v = static_cast<float>(30 * random.normal());
  {
    const int64_t few = std::min<int64_t>(n, 4096);
    MapColumns columns;
    columns.assign(std::span<const float>(map).first(2 * few));
    RowSums sums;
    sums.resize(few);
    const double seconds = secondsOf([&] { exactRows(columns, 0, few, nullptr, sums); });
    print("exact repulsion", 1e9 * seconds / static_cast<double>(few * few), "ns a pair", 0, "");
  }
  const auto graph = exactNeighbors(features, 90, control);
  SearchOptions search;
  search.search = Search::Newton;
  const auto p = symmetrize(*graph, *searchSigma(*graph, 30, search, 1, control), search, control);
  const std::vector<int32_t> order = orderByCode(mortonCodes(map, control), control);
  std::vector<float> placed(map.size()), force(map.size());
  for (int64_t q = 0; q < n; ++q)
    for (int d = 0; d < 2; ++d) placed[2 * q + d] = map[2 * order[q] + d];
  for (const auto form : {PackedAffinities::Form::Short, PackedAffinities::Form::Long}) {
    const auto packed = packAffinities(*p, order, form, 0, control);
    const bool isShort = packed->form == PackedAffinities::Form::Short;
    const double seconds = secondsOf([&] { attract(*packed, placed, force, control); });
    const double bytes = (isShort ? 4.0 : 8.0) * static_cast<double>(packed->rowStart[n]);
    print(isShort ? "attraction, 4 bytes an entry" : "attraction, 8 bytes an entry", bytes / seconds / 1e9,
          "GB/s", reading, "reading memory");
    std::printf("    %.2f ns a nonzero; the points that it looks up do not lie in the first-level cache\n",
                1e9 * seconds / static_cast<double>(p->nonzeros()));
  }
  for (const double radius : {2.0, 3.0}) {
    NearPairs pairs;
    const double seconds =
        secondsOf([&] { pairs.compute(placed, boundsOf(placed), KernelSplit(radius), force, control); });
    char name[64];
    std::snprintf(name, sizeof name, "near pairs, radius %.0f", radius);
    print(name, 1e9 * seconds / static_cast<double>(pairs.interactions()), "ns a pair", 0, "");
    std::printf("    %.1f ns a point, %.0f pairs each\n", 1e9 * seconds / static_cast<double>(n),
                static_cast<double>(pairs.interactions()) / static_cast<double>(n));
  }
  for (const int side : {256, 512, 640}) {
    MeshConvolution mesh(side);
    mesh.setKernel(0.4, KernelSplit(0), control);
    for (int y = 0; y < side; ++y) std::fill_n(mesh.row(y), side, 1.0f);
    const double seconds = secondsOf([&] { mesh.run(control); });
    char name[64];
    std::snprintf(name, sizeof name, "convolution, %d a side", side);
    print(name, 10 * static_cast<double>(mesh.butterflies()) / seconds / 1e9, "GFlop/s", transforming,
          "transforms in the cache");
    std::printf("    %.2f ms\n", 1e3 * seconds);
  }
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
