// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/entropy.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

double entropyOf(const std::vector<int64_t>& counts) {
  double total = 0, sum = 0;
  for (int64_t c : counts) total += static_cast<double>(c);
  for (int64_t c : counts)
    if (c > 0) sum -= static_cast<double>(c) / total * std::log(static_cast<double>(c) / total);
  return sum;
}

double representationEntropy(std::span<const int32_t> territory, int64_t exemplars) {
  if (exemplars <= 1) return 1;
  std::vector<int64_t> counts(exemplars, 0);
  for (int32_t t : territory) ++counts[t];
  return entropyOf(counts) / std::log(static_cast<double>(exemplars));
}

Occupancy occupancyEntropy(std::span<const float> positions) {
  const double n = static_cast<double>(positions.size() / 2);
  const int side = std::max(1, static_cast<int>(std::ceil(std::sqrt(n / 5))));
  MapGrid grid = gridOf(positions, side, Outside::Drop);
  std::vector<int64_t> counts(static_cast<size_t>(side) * side, 0);
  int64_t inside = 0;
  for (int32_t c : grid.cell) {
    if (c < 0) continue;
    ++counts[c];
    ++inside;
  }
  const double most = std::log(static_cast<double>(std::min<int64_t>(counts.size(), inside)));
  return {most > 0 ? entropyOf(counts) / most : 0, side, grid.frame, std::move(grid.cell)};
}

}  // namespace adapsne
