// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/zcore.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/support/parallel.h"
#include "core/support/random.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kRedundant = 1000, kBlock = 256;
constexpr uint64_t kStartStream = 0x7a73746172, kDrawStream = 0x7a64726177;

/// result[i] = |x[i] - atX| + |y[i] - atY|
ADAPSNE_SIMD_CLONES
void absoluteDistances(const float* x, const float* y, float atX, float atY, int64_t count, float* result) {
  for (int64_t i = 0; i < count; ++i) result[i] = std::abs(x[i] - atX) + std::abs(y[i] - atY);
}

ADAPSNE_SIMD_CLONES
int64_t countWithin(const float* values, float limit, int64_t count) {
  int32_t within = 0;  // As wide as a float: 2^31 points are more than there can be.
  for (int64_t i = 0; i < count; ++i) within += values[i] <= limit;
  return within;
}

using Near = std::pair<float, int64_t>;  // distance, point

/// The `count` points with the smallest distances, ties to the lower point, in no order.
std::vector<Near> smallest(const std::vector<float>& distances, int64_t count) {
  const int64_t n = std::ssize(distances);
  // A limit that a few more than those are within, from every 16th distance; where it fails, none.
  std::vector<float> some;
  for (int64_t i = 0; i < n; i += 16) some.push_back(distances[i]);
  const int64_t rank = std::min(std::ssize(some) - 1, count / 16 * 5 / 4 + 4);
  std::nth_element(some.begin(), some.begin() + rank, some.end());
  float limit = some[rank];
  if (countWithin(distances.data(), limit, n) < count)
    limit = *std::max_element(distances.begin(), distances.end());
  std::vector<Near> result;
  for (int64_t i = 0; i < n; ++i)
    if (distances[i] <= limit) result.emplace_back(distances[i], i);
  std::nth_element(result.begin(), result.begin() + count - 1, result.end());
  result.resize(count);
  return result;
}

}  // namespace

ZeroShotScores::ZeroShotScores(std::span<const float> values, int64_t points, int64_t dimensions,
                               uint64_t seed, RunControl& control)
    : points_(points), seed_(seed), columns_(dimensions) {
  if (points == 0) return;
  parallelFor(control, dimensions, 1, [&](int64_t d, int64_t) {
    std::vector<float> column(points);
    for (int64_t i = 0; i < points; ++i) column[i] = values[i * dimensions + d];
    columns_[d] = columnOf(std::move(column));
  });
}

int64_t ZeroShotScores::drawsFor(int64_t points) {
  return std::min<int64_t>(1000000, 20 * points);
}

ZeroShotScores::Column ZeroShotScores::columnOf(std::vector<float> values) {
  Column column;
  column.values = std::move(values);
  std::vector<float> sorted = column.values;
  const auto middle = sorted.begin() + std::ssize(sorted) / 2;
  std::nth_element(sorted.begin(), middle, sorted.end());
  column.median = *middle;
  if (sorted.size() % 2 == 0) column.median = (column.median + *std::max_element(sorted.begin(), middle)) / 2;
  const auto [lowest, highest] = std::minmax_element(sorted.begin(), sorted.end());
  column.low = *lowest;
  column.high = *highest;
  return column;
}

double ZeroShotScores::Column::drawn(double u) const {
  const double whole = high - low, below = median - low, above = high - median;
  return u * whole < below ? low + std::sqrt(u * whole * below) : high - std::sqrt((1 - u) * whole * above);
}

ZeroShotScores::Place ZeroShotScores::place(int64_t t) const {
  RandomStream random(seed_, kDrawStream, static_cast<uint64_t>(t));
  const auto dimensions = static_cast<uint64_t>(columns_.size());
  Place place;
  place.first = place.second = static_cast<int64_t>(random.below(dimensions));
  if (dimensions > 1) {
    place.second = static_cast<int64_t>(random.below(dimensions - 1));
    place.second += place.second >= place.first;
  }
  place.x = static_cast<float>(columns_[place.first].drawn(random.uniform()));
  place.y = static_cast<float>(columns_[place.second].drawn(random.uniform()));
  return place;
}

ZeroShotScores::Change ZeroShotScores::changeOf(int64_t t, std::vector<float>& distances) const {
  const Place at = place(t);
  const std::vector<float>&x = columns_[at.first].values, &y = columns_[at.second].values;
  absoluteDistances(x.data(), y.data(), at.x, at.y, points_, distances.data());
  Change change;
  change.covering = std::min_element(distances.begin(), distances.end()) - distances.begin();
  if (points_ < 2) return change;
  absoluteDistances(x.data(), y.data(), x[change.covering], y[change.covering], points_, distances.data());
  distances[change.covering] = std::numeric_limits<float>::infinity();
  std::vector<Near> near = smallest(distances, std::min(kRedundant, points_ - 1));
  const Near nearest = *std::min_element(near.begin(), near.end());
  if (nearest.first == 0) {
    change.losses = {{nearest.second, 1}};
    return change;
  }
  double sum = 0;
  for (const auto& [distance, point] : near) {
    const double ratio = static_cast<double>(nearest.first) / distance, square = ratio * ratio;
    sum += square * square;
    change.losses.emplace_back(point, square * square);
  }
  for (auto& [point, loss] : change.losses) loss /= sum;
  return change;
}

std::vector<double> ZeroShotScores::after(int64_t draws, const std::function<void(double)>& progress,
                                          RunControl& control) const {
  std::vector<double> scores;
  for (int64_t i = 0; i < points_; ++i)
    scores.push_back(RandomStream(seed_, kStartStream, static_cast<uint64_t>(i)).uniform());
  if (points_ == 0) return scores;
  const int64_t grain = std::max<int64_t>(1, 8192 / points_);
  for (int64_t from = 0; from < draws; from += kBlock) {
    std::vector<Change> block(std::min(kBlock, draws - from));
    parallelFor(control, std::ssize(block), grain, [&](int64_t begin, int64_t end) {
      std::vector<float> distances(points_);
      for (int64_t t = begin; t < end; ++t) block[t] = changeOf(from + t, distances);
    });
    for (const Change& change : block) {
      scores[change.covering] += 1;
      for (const auto& [point, loss] : change.losses) scores[point] -= loss;
    }
    if (progress) progress(static_cast<double>(from + std::ssize(block)) / static_cast<double>(draws));
  }
  return scores;
}

}  // namespace adapsne
