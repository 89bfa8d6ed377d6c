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

std::vector<int64_t> shareAmongClasses(std::span<const int64_t> counts, int64_t m) {
  std::vector<int64_t> share(counts.size(), 0);
  std::vector<size_t> open;
  for (size_t c = 0; c < counts.size(); ++c)
    if (counts[c] > 0) open.push_back(c);
  if (m <= static_cast<int64_t>(open.size())) {
    std::stable_sort(open.begin(), open.end(), [&](size_t a, size_t b) { return counts[a] > counts[b]; });
    for (int64_t i = 0; i < m; ++i) share[open[i]] = 1;
    return share;
  }
  // Classes whose part would be less than one get one, and leave the rest to the others; that lowers the
  // others' parts, so look again until all that are left come to one at least.
  int64_t left = m;
  for (bool settled = false; !settled;) {
    const int64_t points = std::accumulate(open.begin(), open.end(), int64_t{0},
                                           [&](int64_t sum, size_t c) { return sum + counts[c]; });
    const auto small =
        std::stable_partition(open.begin(), open.end(), [&](size_t c) { return left * counts[c] >= points; });
    settled = small == open.end();
    for (auto it = small; it != open.end(); ++it) share[*it] = 1;
    left -= open.end() - small;
    open.erase(small, open.end());
  }
  std::vector<double> weights;
  std::vector<int64_t> capacities;
  for (size_t c : open) {
    weights.push_back(static_cast<double>(counts[c]));
    capacities.push_back(counts[c]);
  }
  const std::vector<int64_t> shares = shareBudget(weights, capacities, left);
  for (size_t i = 0; i < open.size(); ++i) share[open[i]] = shares[i];
  return share;
}

}  // namespace adapsne
