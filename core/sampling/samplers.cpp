// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/samplers.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

#include "core/sampling/facility_location.h"
#include "core/sampling/graph_design.h"
#include "core/sampling/herding.h"
#include "core/sampling/kernel_design.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kRandomStream = 0x72616e646f6d;
constexpr uint64_t kFirstStream = 0x6669727374;

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
     .nested = true},
    {.value = Sampler::GraphDesign,
     .word = "graph-design",
     .help =
         "without a map: each next row lets the variance of a regression that is smooth on the graph of 10 "
         "neighbours fall most over all rows (transductive experimental design, Yu, Bi and Tresp 2006)",
     .pick = pickByGraphDesign,
     .nested = true},
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
