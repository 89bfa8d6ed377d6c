// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/samplers.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

#include "core/geometry/kmeans.h"
#include "core/sampling/distance_sweep.h"
#include "core/sampling/facility_location.h"
#include "core/sampling/graph_design.h"
#include "core/sampling/herding.h"
#include "core/sampling/kernel_design.h"
#include "core/sampling/max_herding.h"
#include "core/sampling/moderate.h"
#include "core/sampling/prob_cover.h"
#include "core/sampling/typiclust.h"
#include "core/sampling/unit_rows.h"
#include "core/sampling/zcore.h"
#include "core/support/memory.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kRandomStream = 0x72616e646f6d;
constexpr uint64_t kFirstStream = 0x6669727374;
constexpr uint64_t kClusterStream = 0x636c7573746572;

Rows rowsAt(const Rows& rows, const std::vector<int64_t>& indices) {
  Rows result;
  for (const int64_t i : indices) result.push_back(rows[i]);
  return result;
}

Rows pickAtRandom(const SamplingInputs&, const Request& request, int64_t&, RunControl&) {
  return drawRows(without(request.rows, request.given), request.m, RandomStream(request.seed, kRandomStream));
}

Rows pickCenters(const SamplingInputs& inputs, const Request& request, int64_t& scans, RunControl& control) {
  const int64_t dimensions = inputs.features.dimensions;
  scans += std::ssize(request.rows) * (request.m + std::ssize(request.given));
  return rowsAt(request.rows,
                farthestPointsFrom(valuesOfRows(inputs.features.values, dimensions, request.rows), dimensions,
                                   request, RandomStream(request.seed, kFirstStream), control));
}

Rows pickByHerding(const SamplingInputs& inputs, const Request& request, int64_t& scans,
                   RunControl& control) {
  const int64_t n = std::ssize(request.rows), dimensions = inputs.features.dimensions;
  scans += n * request.m;
  return rowsAt(request.rows,
                herdPoints(valuesOfRows(inputs.features.values, dimensions, request.rows), n, dimensions,
                           request.m, placesIn(request.rows, request.given), control));
}

Rows pickFacilities(const SamplingInputs& inputs, const Request& request, int64_t& scans,
                    RunControl& control) {
  FacilityLocation found = locateFacilities(*inputs.graph, request.rows, request.m, request.given, control);
  scans += found.scans;
  return std::move(found.taken);
}

/// The design of these rows, kept by whoever keeps such things.
std::shared_ptr<const RidgeDesign> designFor(
    const SamplingInputs& inputs, SamplerDesign design, const Rows& rows,
    const std::function<std::shared_ptr<const RidgeDesign>()>& make) {
  return inputs.keepDesign ? inputs.keepDesign(design, rows, make) : make();
}

Rows pickByKernelRidge(const SamplingInputs& inputs, const ClassedRequest& request, int64_t& scans,
                       RunControl& control) {
  requireMemory(kernelRidgeBytes(inputs.labels, request), "--sampler kernel-ridge",
                "Give labels of fewer classes, fewer points, or a sampler without labels.");
  const auto design = designFor(inputs, SamplerDesign::Kernel, request.rows,
                                [&] { return kernelDesign(inputs.features, request.rows, control); });
  scans += std::ssize(request.rows) * (request.m + std::ssize(request.given));
  return chooseByKernelRidge(*design, inputs.features, inputs.labels, request, inputs.progress, control);
}

Rows pickByGraphDesign(const SamplingInputs& inputs, const Request& request, int64_t& scans,
                       RunControl& control) {
  const auto design = designFor(inputs, SamplerDesign::Graph, request.rows,
                                [&] { return graphDesign(inputs.features, request.rows, control); });
  scans += std::ssize(request.rows) * (request.m + std::ssize(request.given));
  return rowsAt(request.rows, chooseByDesign(*design, request.m, placesIn(request.rows, request.given),
                                             inputs.progress, control));
}

Rows pickTypical(const SamplingInputs& inputs, const Request& request, int64_t& scans, RunControl& control) {
  return rowsAt(request.rows,
                typicalPoints(unitRows(inputs.features, request.rows, control), std::ssize(request.rows),
                              inputs.features.dimensions, request.m, placesIn(request.rows, request.given),
                              RandomStream(request.seed, kClusterStream), scans, inputs.progress, control));
}

/// Unit rows, ready to be compared with one another.
DistanceSweep sweepOf(const std::vector<float>& unit, const SamplingInputs& inputs, const Request& request,
                      RunControl& control) {
  return {unit, std::ssize(request.rows), inputs.features.dimensions, control};
}

Rows pickByBalls(const SamplingInputs& inputs, const Request& request, int64_t& scans, RunControl& control) {
  constexpr int64_t kClusters = 10;  // Published with the number of classes, which is not known here.
  const int64_t n = std::ssize(request.rows);
  const std::vector<float> unit = unitRows(inputs.features, request.rows, control);
  const KMeansResult clusters = kMeans(unit, n, inputs.features.dimensions, kClusters,
                                       RandomStream(request.seed, kClusterStream), control);
  const DistanceSweep sweep = sweepOf(unit, inputs, request, control);
  const auto part = [&](double begin, double size) {
    return [&inputs, begin, size](double share) {
      if (inputs.progress) inputs.progress(begin + size * share);
    };
  };
  constexpr double kRadius = 1.0 / 3;  // Of the work: each pair is looked at three times in all.
  const float radius = pureSquaredRadius(sweep, clusters.assignment, part(0, kRadius), control);
  scans += clusters.scans + 3 * n * n;
  return rowsAt(request.rows, coverByBalls(sweep, radius, request.m, placesIn(request.rows, request.given),
                                           part(kRadius, 1 - kRadius), control));
}

Rows pickByCoverage(const SamplingInputs& inputs, const Request& request, int64_t& scans,
                    RunControl& control) {
  const std::vector<float> unit = unitRows(inputs.features, request.rows, control);
  return rowsAt(request.rows,
                herdByCoverage(sweepOf(unit, inputs, request, control), request.m,
                               placesIn(request.rows, request.given), scans, inputs.progress, control));
}

Rows pickModerate(const SamplingInputs& inputs, const Request& request, int64_t& scans, RunControl& control) {
  const int64_t n = std::ssize(request.rows), dimensions = inputs.features.dimensions;
  scans += n;
  return rowsAt(request.rows,
                moderatePoints(valuesOfRows(inputs.features.values, dimensions, request.rows), n, dimensions,
                               request.m, placesIn(request.rows, request.given), control));
}

Rows pickByZeroShotScore(const SamplingInputs& inputs, const Request& request, int64_t& scans,
                         RunControl& control) {
  const int64_t n = std::ssize(request.rows), dimensions = inputs.features.dimensions;
  const int64_t draws = ZeroShotScores::drawsFor(n);
  scans += 2 * n * draws;
  const std::vector<double> score =
      ZeroShotScores(valuesOfRows(inputs.features.values, dimensions, request.rows), n, dimensions,
                     request.seed, control)
          .after(draws, inputs.progress, control);
  std::vector<int64_t> places = placesIn(request.rows, without(request.rows, request.given));
  std::stable_sort(places.begin(), places.end(), [&](int64_t a, int64_t b) { return score[a] > score[b]; });
  places.resize(request.m);
  return rowsAt(request.rows, places);
}

constexpr SamplerRow kRows[] = {
    {.value = Sampler::Auto, .word = "auto", .help = "kmeans up to 2 % of the points, grid above"},
    {.value = Sampler::Random,
     .word = "random",
     .help =
         "rows drawn without looking at anything: the baseline; with --classes per-class it is stratified "
         "random",
     .pick = pickAtRandom,
     .nested = true},
    {.value = Sampler::KMeans,
     .word = "kmeans",
     .help = "k-means territories in the map",
     .divide = divideByKMeans,
     .looksAtMap = true},
    {.value = Sampler::Grid,
     .word = "grid",
     .help = "cells of the map share the budget (see allocation), k-means inside a cell",
     .divide = divideByGrid,
     .looksAtMap = true},
    {.value = Sampler::PoissonDisk,
     .word = "poisson-disk",
     .help = "territories around map points that keep the largest distance",
     .divide = divideByPoissonDisk,
     .looksAtMap = true},
    {.value = Sampler::FarthestPoint,
     .word = "farthest-point",
     .help = "territories around map points, each the farthest from the last ones",
     .divide = divideByFarthestPoints,
     .looksAtMap = true},
    {.value = Sampler::KMeansFeatures,
     .word = "kmeans-features",
     .help = "k-means territories in feature space, without a map",
     .divide = divideByFeatureKMeans},
    {.value = Sampler::KCenter,
     .word = "k-center",
     .help = "without a map: each next row is the farthest from those chosen",
     .pick = pickCenters,
     .nested = true},
    {.value = Sampler::Herding,
     .word = "herding",
     .help = "without a map: each next row brings the mean nearest to that of all rows (linear kernel)",
     .pick = pickByHerding,
     .nested = true},
    {.value = Sampler::FacilityLocation,
     .word = "facility-location",
     .help = "without a map: lazy greedy k-medoids on the neighbour graph",
     .pick = pickFacilities,
     .looksAtGraph = true,
     .nested = true},
    {.value = Sampler::KernelRidge,
     .word = "kernel-ridge",
     .help = "without a map, needs labels: each next row lets kernel ridge regression trained on the "
             "exemplars fall "
             "most in error over all labelled rows; of the classes with the fewest (classes ignore counts as "
             "equal)",
     .pickFromClasses = pickByKernelRidge,
     .nested = true,
     .slow = true},
    {.value = Sampler::GraphDesign,
     .word = "graph-design",
     .help =
         "without a map: each next row lets the variance of a regression that is smooth on the graph of 10 "
         "neighbours fall most over all rows (transductive experimental design, Yu, Bi and Tresp 2006)",
     .pick = pickByGraphDesign,
     .nested = true,
     .slow = true},
    {.value = Sampler::TypiClust,
     .word = "typiclust",
     .help =
         "without a map: of each of as many clusters as there are exemplars, at most 500, the row that is "
         "nearest to its 20 neighbours there (Hacohen, Dekel and Weinshall 2022)",
     .pick = pickTypical},
    {.value = Sampler::ProbCover,
     .word = "probcover",
     .help =
         "without a map: each next row is the one whose ball covers the most rows that none covers yet; 95 "
         "% of the balls hold one k-means cluster of 10 alone; rows drawn once all are covered (Yehuda, "
         "Dekel, Hacohen and Weinshall 2022)",
     .pick = pickByBalls,
     .nested = true,
     .slow = true},
    {.value = Sampler::MaxHerding,
     .word = "max-herding",
     .help =
         "without a map: each next row raises the sum of all rows' largest Gaussian kernels to an exemplar "
         "most (Bae, Noh and Sutherland 2024)",
     .pick = pickByCoverage,
     .nested = true,
     .slow = true},
    {.value = Sampler::Moderate,
     .word = "moderate",
     .help =
         "without a map: the rows whose distance to the mean is in the middle of these distances; published "
         "with classes per-class (Xia et al. 2023)",
     .pick = pickModerate,
     .nested = true},
    {.value = Sampler::ZCore,
     .word = "zcore",
     .help =
         "without a map: rows that are often nearest to places drawn in two features at a time, and seldom "
         "near to such rows (Griffin, Marks and Corso 2024)",
     .pick = pickByZeroShotScore,
     .nested = true,
     .slow = true},
};

constexpr EnumWords<Sampler, kSamplerCount> kWords = wordsOf(kRows);

}  // namespace

std::span<const SamplerRow> samplers() {
  return kRows;
}

const EnumWords<Sampler, kSamplerCount>& samplerWords() {
  return kWords;
}

const SamplerRow& samplerRow(Sampler sampler) {
  for (const SamplerRow& row : kRows)
    if (row.value == sampler) return row;
  throw std::invalid_argument("not a sampler");
}

}  // namespace adapsne
