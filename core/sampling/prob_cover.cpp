// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/prob_cover.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace adapsne {
namespace {

constexpr int64_t kGroup = DistanceSweep::kGroup;
constexpr double kImpure = 0.05;  // 1 - alpha

std::vector<int64_t> allPlaces(int64_t count) {
  std::vector<int64_t> places(count);
  std::iota(places.begin(), places.end(), 0);
  return places;
}

/// How many points each ball holds that none of those taken does.
class Coverage {
 public:
  Coverage(const DistanceSweep& sweep, float squaredRadius, const std::function<void(double)>& progress,
           RunControl& control)
      : sweep_(sweep),
        radius_(squaredRadius),
        places_(allPlaces(sweep.points())),
        isCovered_(places_.size(), false),
        held_(places_.size(), 0) {
    count(places_, sweep.all(), 1, progress, control);
  }

  int64_t held(int64_t place) const { return held_[place]; }

  void cover(int64_t place, RunControl& control) {
    std::vector<int64_t> news;
    sweep_.visit(std::span(&place, 1), sweep_.all(), control,
                 [&](int64_t, int64_t first, const float* distances) {
                   for (int64_t j = first; j < std::min(first + kGroup, sweep_.points()); ++j)
                     if (!isCovered_[j] && isHeld(place, j, distances[j - first])) news.push_back(j);
                 });
    for (const int64_t j : news) isCovered_[j] = true;
    count(news, sweep_.tiled(news, control), -1, {}, control);
  }

 private:
  bool isHeld(int64_t ball, int64_t place, float distance) const {
    return distance < radius_ || ball == place;
  }
  /// Adds `step` to each ball for every one of `places` that it holds; `tiled` are their points.
  void count(const std::vector<int64_t>& places, const TiledPoints& tiled, int64_t step,
             const std::function<void(double)>& progress, RunControl& control) {
    sweep_.visit(
        places_, tiled, control,
        [&](int64_t ball, int64_t first, const float* distances) {
          const int64_t end = std::min(kGroup, std::ssize(places) - first);
          int64_t held = 0;
          for (int64_t j = 0; j < end; ++j) held += isHeld(ball, places[first + j], distances[j]);
          held_[ball] += step * held;
        },
        progress);
  }

  const DistanceSweep& sweep_;
  float radius_;
  std::vector<int64_t> places_;
  std::vector<bool> isCovered_;
  std::vector<int64_t> held_;
};

}  // namespace

float pureSquaredRadius(const DistanceSweep& sweep, std::span<const int32_t> clusters,
                        const std::function<void(double)>& progress, RunControl& control) {
  std::vector<float> other(sweep.points(), std::numeric_limits<float>::infinity());
  if (other.empty()) return std::numeric_limits<float>::infinity();
  sweep.visit(
      allPlaces(sweep.points()), sweep.all(), control,
      [&](int64_t i, int64_t first, const float* distances) {
        const int64_t end = std::min(kGroup, sweep.points() - first);
        for (int64_t j = 0; j < end; ++j)
          if (clusters[first + j] != clusters[i]) other[i] = std::min(other[i], distances[j]);
      },
      progress);
  const auto quantile = other.begin() + static_cast<int64_t>(kImpure * static_cast<double>(other.size()));
  std::nth_element(other.begin(), quantile, other.end());
  return *quantile;
}

std::vector<int64_t> coverByBalls(const DistanceSweep& sweep, float squaredRadius, int64_t m,
                                  const std::vector<int64_t>& start,
                                  const std::function<void(double)>& progress, RunControl& control) {
  // Counting what the balls hold is as much work as covering everything.
  const auto tell = [&](double begin, double share) {
    if (progress) progress(begin + share / 2);
  };
  Coverage coverage(
      sweep, squaredRadius, [&](double share) { tell(0, share); }, control);
  std::vector<bool> isTaken(sweep.points(), false);
  const auto take = [&](int64_t place) {
    isTaken[place] = true;
    coverage.cover(place, control);
  };
  for (const int64_t place : start) take(place);
  std::vector<int64_t> taken;
  while (std::ssize(taken) < m) {
    control.checkpoint();
    int64_t best = -1;
    for (int64_t i = 0; i < sweep.points(); ++i)
      if (!isTaken[i] && coverage.held(i) > (best < 0 ? 0 : coverage.held(best))) best = i;
    if (best < 0) break;
    taken.push_back(best);
    take(best);
    tell(0.5, static_cast<double>(taken.size()) / static_cast<double>(m));
  }
  return taken;
}

}  // namespace adapsne
