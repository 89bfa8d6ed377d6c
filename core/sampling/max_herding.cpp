// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/max_herding.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>

#include "core/support/vector_exp.h"

namespace adapsne {
namespace {

constexpr int64_t kGroup = DistanceSweep::kGroup;

ADAPSNE_INLINE Float8 loadEight(const float* from) {
  Float8 values;
  __builtin_memcpy(&values, from, sizeof values);
  return values;
}

ADAPSNE_INLINE Float8 above(const Float8& kernel, const Float8& covered) {
  const Float8 more = kernel - covered;
  return more > 0 ? more : Float8{};
}

/// By how much a point at these distances from the points of a group lets their coverage rise from `from`,
/// less what it would from `to`.
ADAPSNE_SIMD_CLONES
float riseBetween(const float* distances, const float* from, const float* to) {
  Float8 sum{};
  for (int64_t j = 0; j < kGroup; j += 8) {
    const Float8 kernel = expOfNegative(-loadEight(distances + j));
    sum += above(kernel, loadEight(from + j)) - above(kernel, loadEight(to + j));
  }
  float result = 0;
  for (int l = 0; l < 8; ++l) result += sum[l];
  return result;
}

ADAPSNE_SIMD_CLONES
void kernelsOf(const float* distances, float* kernels) {
  for (int64_t j = 0; j < kGroup; j += 8) {
    const Float8 kernel = expOfNegative(-loadEight(distances + j));
    __builtin_memcpy(kernels + j, &kernel, sizeof kernel);
  }
}

/// How well each point is covered, and by how much each would let that rise if it were taken.
class Coverage {
 public:
  explicit Coverage(const DistanceSweep& sweep)
      : sweep_(sweep), places_(sweep.points()), covered_(places_.size(), 0), gains_(places_.size(), 0) {
    std::iota(places_.begin(), places_.end(), 0);
  }

  double gain(int64_t place) const { return gains_[place]; }

  /// The gains of all, from nothing.
  void measure(int64_t& scans, const std::function<void(double)>& progress, RunControl& control) {
    // Nothing can be covered better than by 1: beyond that there is no rise.
    std::vector<float> from = covered_, to(covered_.size(), 1);
    add(places_, from, to, 1, progress, control);
    scans += sweep_.points() * sweep_.points();
  }

  /// Takes a point, and brings the gains up to date for those that it covers better than they were.
  void take(int64_t place, bool gainsMatter, int64_t& scans, RunControl& control) {
    std::vector<int64_t> better;
    std::vector<float> from, to;
    sweep_.visit(std::span(&place, 1), sweep_.all(), control,
                 [&](int64_t, int64_t first, const float* distances) {
                   float kernels[kGroup];
                   kernelsOf(distances, kernels);
                   for (int64_t j = first; j < std::min(first + kGroup, sweep_.points()); ++j) {
                     if (!(kernels[j - first] > covered_[j])) continue;
                     better.push_back(j);
                     from.push_back(covered_[j]);
                     to.push_back(kernels[j - first]);
                   }
                 });
    for (size_t b = 0; b < better.size(); ++b) covered_[better[b]] = to[b];
    scans += sweep_.points();
    if (!gainsMatter) return;
    add(better, from, to, -1, {}, control);
    scans += sweep_.points() * std::ssize(better);
  }

 private:
  /// Adds `sign` times the rise of these points between two coverages to the gain of each.
  void add(const std::vector<int64_t>& places, std::vector<float>& from, std::vector<float>& to, double sign,
           const std::function<void(double)>& progress, RunControl& control) {
    const size_t padded = (places.size() + kGroup - 1) / kGroup * kGroup;
    from.resize(padded, 0);
    to.resize(padded, 0);
    sweep_.visit(
        places_, sweep_.tiled(places, control), control,
        [&](int64_t q, int64_t first, const float* distances) {
          gains_[q] += sign * riseBetween(distances, from.data() + first, to.data() + first);
        },
        progress);
  }

  const DistanceSweep& sweep_;
  std::vector<int64_t> places_;
  std::vector<float> covered_;  ///< The largest kernel to a point that was taken.
  std::vector<double> gains_;
};

}  // namespace

std::vector<int64_t> herdByCoverage(const DistanceSweep& sweep, int64_t m, const std::vector<int64_t>& start,
                                    int64_t& scans, const std::function<void(double)>& progress,
                                    RunControl& control) {
  const int64_t n = sweep.points();
  std::vector<int64_t> taken;
  if (m == 0) return taken;
  const auto tell = [&](double share) {
    if (progress) progress(share);
  };
  Coverage coverage(sweep);
  std::vector<bool> isTaken(n, false);
  for (const int64_t place : start) {
    isTaken[place] = true;
    coverage.take(place, false, scans, control);
  }
  // Each further point covers about the n-th part of all better where n are taken: the first gains are a good
  // part of the work.
  constexpr double kFirst = 0.2;
  coverage.measure(
      scans, [&](double share) { tell(kFirst * share); }, control);
  while (std::ssize(taken) < m) {
    control.checkpoint();
    int64_t best = -1;
    double largest = -std::numeric_limits<double>::infinity();
    for (int64_t i = 0; i < n; ++i) {
      if (isTaken[i] || !(coverage.gain(i) > largest)) continue;
      best = i;
      largest = coverage.gain(i);
    }
    isTaken[best] = true;
    taken.push_back(best);
    if (std::ssize(taken) < m) coverage.take(best, true, scans, control);
    tell(kFirst + (1 - kFirst) * static_cast<double>(taken.size()) / static_cast<double>(m));
  }
  return taken;
}

}  // namespace adapsne
