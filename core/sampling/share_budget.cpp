// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/share_budget.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace adapsne {

std::vector<int64_t> shareBudget(std::span<const double> weights, std::span<const int64_t> capacities,
                                 int64_t m) {
  std::vector<int64_t> share(weights.size(), 0);
  int64_t left = m;
  while (left > 0) {
    double total = 0;
    for (size_t c = 0; c < share.size(); ++c)
      if (share[c] < capacities[c]) total += weights[c];
    std::vector<std::pair<double, size_t>> remainder;
    const int64_t toGive = left;
    for (size_t c = 0; c < share.size(); ++c) {
      if (share[c] >= capacities[c]) continue;
      const double exact = static_cast<double>(toGive) * weights[c] / total;
      // Rounding may lift the exact share of the last open part above what is left.
      const int64_t given = std::min({static_cast<int64_t>(exact), capacities[c] - share[c], left});
      share[c] += given;
      left -= given;
      if (share[c] < capacities[c]) remainder.emplace_back(exact - std::floor(exact), c);
    }
    std::sort(remainder.begin(), remainder.end(), [&](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      if (capacities[a.second] != capacities[b.second]) return capacities[a.second] > capacities[b.second];
      return a.second < b.second;
    });
    for (const auto& [fraction, c] : remainder) {
      if (left == 0) break;
      ++share[c];
      --left;
    }
  }
  return share;
}

std::vector<int64_t> shareBudget(std::span<const double> weights, std::span<const int64_t> capacities,
                                 std::span<const int64_t> least, int64_t m) {
  std::vector<int64_t> settled(weights.size(), 0), open(capacities.begin(), capacities.end());
  int64_t left = m;
  const auto settle = [&](size_t c, int64_t share) {
    settled[c] = share;
    left -= share;
    open[c] = 0;
  };
  // Parts whose share would be too small settle for their least, unless full parts leave more than that
  // takes: then these settle first. What is left changes the others' shares, so look again.
  while (true) {
    double total = 0;
    for (size_t c = 0; c < open.size(); ++c)
      if (open[c] > 0) total += weights[c];
    std::vector<size_t> small, full;
    double over = 0;
    for (size_t c = 0; c < open.size(); ++c) {
      if (open[c] == 0) continue;
      const double exact = static_cast<double>(left) * weights[c] / total,
                   bounded = std::clamp(exact, static_cast<double>(least[c]), static_cast<double>(open[c]));
      over += bounded - exact;
      if (bounded > exact) small.push_back(c);
      if (bounded < exact) full.push_back(c);
    }
    if (small.empty()) break;
    if (over >= 0)
      for (const size_t c : small) settle(c, least[c]);
    else
      for (const size_t c : full) settle(c, open[c]);
  }
  std::vector<int64_t> share = shareBudget(weights, open, left);
  for (size_t c = 0; c < share.size(); ++c) share[c] += settled[c];
  return share;
}

std::vector<int64_t> shareAmongClasses(std::span<const int64_t> weights, std::span<const int64_t> counts,
                                       std::span<const int64_t> already, int64_t m) {
  const int64_t toGive = m - std::accumulate(already.begin(), already.end(), int64_t{0});
  std::vector<size_t> without;
  std::vector<int64_t> least(already.begin(), already.end());
  for (size_t c = 0; c < counts.size(); ++c)
    if (counts[c] > 0 && already[c] == 0) without.push_back(c);
  if (toGive <= std::ssize(without)) {
    std::stable_sort(without.begin(), without.end(),
                     [&](size_t a, size_t b) { return counts[a] > counts[b]; });
    for (int64_t i = 0; i < toGive; ++i) least[without[i]] = 1;
    return least;
  }
  for (const size_t c : without) least[c] = 1;
  return shareBudget(std::vector<double>(weights.begin(), weights.end()), counts, least, m);
}

}  // namespace adapsne
