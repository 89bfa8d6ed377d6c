// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/guidance/guide.h"

namespace adapsne {

/// Which perplexities the guide tries, batch after batch: the outer optimiser. The answer is not the best of
/// them but guidanceCurve's, whichever optimiser chose where to look.
///
/// - Grid: all candidates in one batch, evenly on a logarithmic scale.
/// - Fireworks (after Tan and Zhu 2010): half of the candidates, at least 4 and at most 6, as starts over the
/// range,
///   its ends included; then generations in which the two best of all so far explode into two sparks each,
///   one to either side, within half the last generation's amplitude in ln perplexity (the starts' spacing at
///   first). Best: the rule's entropy among those within the slack of the best trustworthiness so far; the
///   others follow by trustworthiness.
class PerplexitySearch {
 public:
  PerplexitySearch(const GuidanceOptions& options, int64_t points, int k, uint64_t seed);

  /// The next perplexities, descending, none of which has been tried; empty when the budget of candidates is
  /// spent or nothing new is left. `tried` are all records so far, in any order.
  std::vector<double> next(const std::vector<GuidanceRecord>& tried);

 private:
  std::vector<double> explode(const std::vector<GuidanceRecord>& tried);

  GuidanceOptions options_;
  std::vector<double> starts_;  ///< ascending
  uint64_t seed_;
  double amplitude_ = 0;
  int generation_ = 0;
};

}  // namespace adapsne
