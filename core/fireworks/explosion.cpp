// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fireworks/explosion.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace adapsne {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

/// Values between which differences can be taken and added: what is no number becomes the worst number.
std::vector<double> comparable(std::span<const double> values) {
  constexpr double kLargest = 1e300;
  double worst = 0;
  bool any = false;
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    worst = any ? std::max(worst, v) : v;
    any = true;
  }
  std::vector<double> result;
  for (const double v : values)
    result.push_back(std::clamp(std::isfinite(v) ? v : worst, -kLargest, kLargest));
  return result;
}

}  // namespace

double rankOf(double value) {
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

std::vector<int> sparkCounts(std::span<const double> values, int sparks, double fewest, double most) {
  const std::vector<double> f = comparable(values);
  const double worst = *std::max_element(f.begin(), f.end());
  double sum = kEpsilon;
  for (const double v : f) sum += worst - v;
  const double low = std::round(fewest * sparks), high = std::round(most * sparks);
  std::vector<int> counts;
  counts.reserve(f.size());
  for (const double v : f)
    counts.push_back(
        static_cast<int>(std::clamp(std::round(sparks * (worst - v + kEpsilon) / sum), low, high)));
  return counts;
}

std::vector<double> sharedAmplitudes(std::span<const double> values, double all) {
  const std::vector<double> f = comparable(values);
  const double best = *std::min_element(f.begin(), f.end());
  double sum = kEpsilon;
  for (const double v : f) sum += v - best;
  std::vector<double> amplitudes;
  amplitudes.reserve(f.size());
  for (const double v : f) amplitudes.push_back(all * (v - best + kEpsilon) / sum);
  return amplitudes;
}

double leastAmplitude(int64_t evaluations, int64_t budget) {
  constexpr double kFirst = 0.02, kFinal = 0.001;
  const double t = static_cast<double>(std::min(evaluations, budget)), end = static_cast<double>(budget);
  return kFirst - (kFirst - kFinal) / end * std::sqrt((2 * end - t) * t);
}

}  // namespace adapsne
