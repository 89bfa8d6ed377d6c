// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/crowded_repulsion.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/embedding/map_bounds.h"
#include "core/embedding/morton.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kSample = 256, kRestGrain = 4096;
/// Pairs of the sample at one place from which the map is searched for spots. In a map without any there is
/// hardly one: a place is as wide as a map's side over 65,536.
constexpr int64_t kTellingPairs = 2;
constexpr float kPlaces = 65536;

/// Whether points of a sample, spread over the map's order, share a place.
bool looksCrowded(std::span<const float> positions, const MapBounds& bounds) {
  const int64_t n = std::ssize(positions) / 2, sample = std::min(n, kSample);
  const float side = bounds.side() > 0 ? bounds.side() : 1;
  const auto along = [&](float x, float low) { return static_cast<uint64_t>((x - low) / side * kPlaces); };
  std::array<uint64_t, kSample> place;
  for (int64_t q = 0; q < sample; ++q) {
    const int64_t i = n * q / sample;
    place[q] = along(positions[2 * i + 1], bounds.low[1]) << 32 | along(positions[2 * i], bounds.low[0]);
  }
  std::sort(place.begin(), place.begin() + sample);
  int64_t pairs = 0, equal = 1;
  for (int64_t q = 1; q < sample; ++q) {
    equal = place[q] == place[q - 1] ? equal + 1 : 1;
    pairs += equal - 1;
  }
  return pairs >= kTellingPairs;
}

}  // namespace

CrowdedRepulsion::CrowdedRepulsion(std::unique_ptr<Repulsion> other)
    : other_(std::move(other)), exact_(makeRepulsion({RepulsionMethod::Exact}, 0)) {}

void CrowdedRepulsion::findSpots(std::span<const float> positions, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  spots_.clear();
  members_.clear();
  rest_.clear();
  const std::vector<uint32_t> codes = mortonCodes(positions, control);
  const std::vector<int32_t> order = orderByCode(codes, control);
  const int64_t fewest = std::max(kFewestPoints, (n + kMostSpots - 1) / kMostSpots);
  for (int64_t begin = 0, end = 0; begin < n; begin = end) {
    while (end < n && codes[order[end]] == codes[order[begin]]) ++end;
    if (end - begin < fewest) {
      rest_.insert(rest_.end(), order.begin() + begin, order.begin() + end);
      continue;
    }
    double x = 0, y = 0;
    for (int64_t q = begin; q < end; ++q) {
      x += positions[2 * int64_t{order[q]}];
      y += positions[2 * int64_t{order[q]} + 1];
    }
    const auto mass = static_cast<double>(end - begin);
    spots_.push_back({x / mass, y / mass, static_cast<float>(mass), std::ssize(members_)});
    members_.insert(members_.end(), order.begin() + begin, order.begin() + end);
  }
  // In the map's order, in which points that are near lie near.
  std::sort(rest_.begin(), rest_.end());
}

/// Adds what spots do to the rest, and sets the force on the spots' points; their part of Z.
double CrowdedRepulsion::sumSpots(std::span<const float> positions, std::span<float> force,
                                  RunControl& control) {
  const int64_t rest = std::ssize(rest_), spots = std::ssize(spots_);
  double normalizer = 2 * orderedSum(control, rest, kRestGrain, [&](int64_t begin, int64_t end) {
                        double sum = 0;
                        for (int64_t r = begin; r < end; ++r) {
                          const float x = restPositions_[2 * r], y = restPositions_[2 * r + 1];
                          double fx = 0, fy = 0;
                          for (const Spot& spot : spots_) {
                            const float dx = x - static_cast<float>(spot.x),
                                        dy = y - static_cast<float>(spot.y);
                            const float w = 1 / (1 + dx * dx + dy * dy);
                            const float pull = spot.mass * w * w;
                            sum += static_cast<double>(spot.mass * w);
                            fx += static_cast<double>(pull * dx);
                            fy += static_cast<double>(pull * dy);
                          }
                          const int64_t i = rest_[r];
                          force[2 * i] = static_cast<float>(restForce_[2 * r] + fx);
                          force[2 * i + 1] = static_cast<float>(restForce_[2 * r + 1] + fy);
                        }
                        return sum;
                      });
  normalizer += orderedSum(control, spots, 1, [&](int64_t s, int64_t) {
    const Spot& spot = spots_[s];
    double fx = 0, fy = 0, sum = 0;
    const auto push = [&](double x, double y, float mass) {
      const auto dx = static_cast<float>(spot.x - x), dy = static_cast<float>(spot.y - y);
      const float w = 1 / (1 + dx * dx + dy * dy), pull = mass * w * w;
      sum += static_cast<double>(mass * w);
      fx += static_cast<double>(pull * dx);
      fy += static_cast<double>(pull * dy);
    };
    for (int64_t r = 0; r < rest; ++r) push(restPositions_[2 * r], restPositions_[2 * r + 1], 1);
    sum = 0;  // Of the pairs with the rest, which were counted twice above.
    for (const Spot& other : spots_)
      if (&other != &spot) push(other.x, other.y, other.mass);
    // Within the spot distances are too small to change w, which is 1.
    const int64_t end = s + 1 < spots ? spots_[s + 1].begin : std::ssize(members_);
    for (int64_t q = spot.begin; q < end; ++q) {
      const int64_t i = members_[q];
      force[2 * i] = static_cast<float>(fx + spot.mass * (positions[2 * i] - spot.x));
      force[2 * i + 1] = static_cast<float>(fy + spot.mass * (positions[2 * i + 1] - spot.y));
    }
    return static_cast<double>(spot.mass) * (sum + static_cast<double>(spot.mass) - 1);
  });
  return normalizer;
}

double CrowdedRepulsion::compute(std::span<const float> positions, std::span<float> force,
                                 RunControl& control) {
  const MapBounds bounds = boundsOf(positions, control);
  spots_.clear();
  if (std::isfinite(bounds.side()) && looksCrowded(positions, bounds)) findSpots(positions, control);
  if (spots_.empty()) {
    const double normalizer = other_->compute(positions, force, control);
    work_ = other_->work();
    return normalizer;
  }
  const int64_t rest = std::ssize(rest_), spots = std::ssize(spots_);
  restPositions_.resize(2 * rest);
  restForce_.resize(2 * rest);
  for (int64_t r = 0; r < rest; ++r)
    for (int64_t d = 0; d < 2; ++d) restPositions_[2 * r + d] = positions[2 * int64_t{rest_[r]} + d];
  Repulsion& ofRest = resolved(RepulsionMethod::Auto, rest) == RepulsionMethod::Exact ? *exact_ : *other_;
  const double normalizer = ofRest.compute(restPositions_, restForce_, control);
  work_ = ofRest.work();
  work_.interactions += spots * (2 * rest + spots - 1);
  return normalizer + sumSpots(positions, force, control);
}

}  // namespace adapsne
