// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/perplexity_search.h"

#include <algorithm>
#include <cmath>

#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kSparkStream = 0x67756964;  // names this stage's random streams
constexpr int kFireworks = 2, kSparks = 2;
constexpr double kSame = 1e-3;  // ln perplexity: nearer ones would tell the same.

/// The perplexities, better first.
std::vector<double> ranked(const std::vector<GuidanceRecord>& tried, const GuidanceOptions& options) {
  double best = 0;
  for (const GuidanceRecord& r : tried) best = std::max(best, r.trustworthiness);
  struct Rank {
    bool allowed;
    double value, perplexity;
  };
  std::vector<Rank> ranks;
  for (const GuidanceRecord& r : tried) {
    const bool allowed =
        options.rule == GuidanceRule::Occupancy || !(r.trustworthiness < best - options.slack);
    const double value = allowed ? entropyOf(r, options.rule) : r.trustworthiness;
    ranks.push_back({allowed, std::isfinite(value) ? value : -1, r.perplexity});
  }
  std::sort(ranks.begin(), ranks.end(), [](const Rank& a, const Rank& b) {
    if (a.allowed != b.allowed) return a.allowed;
    return a.value != b.value ? a.value > b.value : a.perplexity < b.perplexity;
  });
  std::vector<double> result;
  result.reserve(ranks.size());
  for (const Rank& r : ranks) result.push_back(r.perplexity);
  return result;
}

}  // namespace

PerplexitySearch::PerplexitySearch(const GuidanceOptions& options, int64_t points, int k, uint64_t seed)
    : options_(options), seed_(seed) {
  GuidanceOptions first = options;
  if (options.optimizer == GuidanceOptimizer::Fireworks)
    first.candidates = std::min(options.candidates, std::clamp(options.candidates / 2, 4, 6));
  starts_ = candidatePerplexities(first, points, k);
  if (starts_.size() > 1) amplitude_ = std::log(starts_[1] / starts_[0]);
}

std::vector<double> PerplexitySearch::next(const std::vector<GuidanceRecord>& tried) {
  if (tried.empty()) return {starts_.rbegin(), starts_.rend()};
  if (options_.optimizer == GuidanceOptimizer::Grid) return {};
  return explode(tried);
}

std::vector<double> PerplexitySearch::explode(const std::vector<GuidanceRecord>& tried) {
  const int64_t left = options_.candidates - std::ssize(tried);
  const double low = std::log(starts_.front()), high = std::log(starts_.back());
  std::vector<double> known;
  known.reserve(tried.size());
  for (const GuidanceRecord& r : tried) known.push_back(std::log(r.perplexity));
  const std::vector<double> order = ranked(tried, options_);
  RandomStream random(seed_, kSparkStream, static_cast<uint64_t>(generation_++));

  std::vector<double> sparks;
  for (int f = 0; f < std::min<int>(kFireworks, static_cast<int>(order.size())); ++f) {
    for (int s = 0; s < kSparks; ++s) {
      const double offset = 2 * (s + random.uniform()) / kSparks - 1;
      double u = std::log(order[f]) + amplitude_ * offset;
      // Reflected at the ends: a clamped spark would only try the end again.
      if (u < low) u = 2 * low - u;
      if (u > high) u = 2 * high - u;
      u = std::clamp(u, low, high);
      const bool isNew =
          std::none_of(known.begin(), known.end(), [u](double v) { return std::abs(u - v) < kSame; });
      if (!isNew || std::ssize(sparks) >= left) continue;
      known.push_back(u);
      sparks.push_back(std::exp(u));
    }
  }
  amplitude_ /= 2;
  std::sort(sparks.rbegin(), sparks.rend());
  return sparks;
}

}  // namespace adapsne
