// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/samplers.h"

#include <stdexcept>
#include <utility>

#include "core/sampling/facility_location.h"
#include "core/sampling/herding.h"
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

constexpr SamplerRow kRows[] = {
    {.value = Sampler::Auto, .word = "auto", .help = "kmeans up to 2 % of the points, grid above"},
    {.value = Sampler::Random,
     .word = "random",
     .help =
         "rows drawn without looking at anything: the baseline; with --classes per-class it is stratified "
         "random",
     .pick = pickAtRandom},
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
     .pick = pickCenters},
    {.value = Sampler::Herding,
     .word = "herding",
     .help = "without a map: each next row brings the mean nearest to that of all rows (linear kernel)",
     .pick = pickByHerding},
    {.value = Sampler::FacilityLocation,
     .word = "facility-location",
     .help = "without a map: lazy greedy k-medoids on the neighbour graph",
     .pick = pickFacilities,
     .looksAtGraph = true},
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
