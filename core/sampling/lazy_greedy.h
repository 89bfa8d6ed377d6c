// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// A gain as it was when it was last computed: an upper bound of what it is now.
struct GainBound {
  double gain;
  int64_t row;
  int64_t takenThen;
  bool operator<(const GainBound& other) const {
    return gain != other.gain ? gain < other.gain : row > other.row;
  }
};

/// Greedy choice under gains that never rise as rows are taken (lazy greedy, Minoux 1978): m times the
/// candidate of the largest gain, ties to the lower row. `bounds` has each candidate with its gain of now, at
/// takenThen 0, and at least m of them. gainsOf(rows) gives the gains of up to `together` rows as they are;
/// take(row, gain) is told each one that is taken.
template <typename GainsOf, typename Take>
void takeLazily(std::vector<GainBound> bounds, int64_t m, size_t together, const GainsOf& gainsOf,
                const Take& take, RunControl& control) {
  std::priority_queue<GainBound> queue(std::less<GainBound>(), std::move(bounds));
  std::vector<int64_t> rows;
  for (int64_t taken = 0; taken < m;) {
    control.checkpoint();
    if (queue.top().takenThen == taken) {
      const GainBound best = queue.top();
      queue.pop();
      take(best.row, best.gain);
      ++taken;
      continue;
    }
    rows.clear();
    while (rows.size() < together && !queue.empty() && queue.top().takenThen != taken) {
      rows.push_back(queue.top().row);
      queue.pop();
    }
    const std::vector<double> gains = gainsOf(rows);
    for (size_t i = 0; i < rows.size(); ++i) queue.push({gains[i], rows[i], taken});
  }
}

}  // namespace adapsne
