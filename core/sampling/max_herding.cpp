// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/max_herding.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "core/sampling/lazy_greedy.h"
#include "core/support/vector_exp.h"

namespace adapsne {
namespace {

constexpr int64_t kGroup = DistanceSweep::kGroup;
constexpr size_t kTogether = 4 * kTileQueries;  // Gains that are brought up to date at a time.

ADAPSNE_INLINE Float8 kernelAt(const float* distances) {
  Float8 x;
  __builtin_memcpy(&x, distances, sizeof x);
  return expOfNegative(-x);
}

/// By how much a point at these distances from the points of a group lets their coverage rise.
ADAPSNE_SIMD_CLONES
float rise(const float* distances, const float* covered) {
  Float8 sum{};
  for (int64_t j = 0; j < kGroup; j += 8) {
    Float8 before;
    __builtin_memcpy(&before, covered + j, sizeof before);
    const Float8 more = kernelAt(distances + j) - before;
    sum += more > 0 ? more : Float8{};
  }
  float result = 0;
  for (int l = 0; l < 8; ++l) result += sum[l];
  return result;
}

ADAPSNE_SIMD_CLONES
void raise(const float* distances, float* covered) {
  for (int64_t j = 0; j < kGroup; j += 8) {
    Float8 before;
    __builtin_memcpy(&before, covered + j, sizeof before);
    const Float8 kernel = kernelAt(distances + j), now = kernel > before ? kernel : before;
    __builtin_memcpy(covered + j, &now, sizeof now);
  }
}

}  // namespace

std::vector<int64_t> herdByCoverage(const DistanceSweep& sweep, int64_t m, const std::vector<int64_t>& start,
                                    int64_t& scans, const std::function<void(double)>& progress,
                                    RunControl& control) {
  const int64_t n = sweep.points();
  std::vector<int64_t> taken;
  if (m == 0) return taken;
  std::vector<float> covered(sweep.all().groups() * kGroup, 0);  // The largest kernel so far.
  const auto gainsOf = [&](const std::vector<int64_t>& places, const std::function<void(double)>& tell) {
    std::vector<double> gains(places.size(), 0);
    sweep.visit(
        places, sweep.all(), control,
        [&](int64_t q, int64_t first, const float* distances) {
          gains[q] += rise(distances, covered.data() + first);
        },
        tell);
    scans += n * std::ssize(places);
    return gains;
  };
  const auto cover = [&](int64_t place) {
    sweep.visit(
        std::span(&place, 1), sweep.all(), control,
        [&](int64_t, int64_t first, const float* distances) { raise(distances, covered.data() + first); });
    scans += n;
  };
  std::vector<bool> isStart(n, false);
  for (const int64_t place : start) {
    isStart[place] = true;
    cover(place);
  }
  std::vector<int64_t> candidates;
  for (int64_t i = 0; i < n; ++i)
    if (!isStart[i]) candidates.push_back(i);
  const auto tell = [&](double share) {
    if (progress) progress(share);
  };
  // The first gains of all are about half of the work.
  const std::vector<double> first = gainsOf(candidates, [&](double share) { tell(share / 2); });
  std::vector<GainBound> bounds;
  for (size_t c = 0; c < candidates.size(); ++c) bounds.push_back({first[c], candidates[c], 0});
  takeLazily(
      std::move(bounds), m, kTogether, [&](const std::vector<int64_t>& rows) { return gainsOf(rows, {}); },
      [&](int64_t place, double) {
        taken.push_back(place);
        if (std::ssize(taken) < m) cover(place);
        tell(0.5 + static_cast<double>(taken.size()) / static_cast<double>(2 * m));
      },
      control);
  return taken;
}

}  // namespace adapsne
