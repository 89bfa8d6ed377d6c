// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/guide.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

std::vector<double> candidatePerplexities(const GuidanceOptions& options, int64_t points, int k) {
  const bool complete = k >= points - 1;
  const double reach = complete ? static_cast<double>(points) / 3 : static_cast<double>(k) / 3;
  // No sigma gives a perplexity below 1, so a third of two neighbours is no candidate.
  const double highest =
      std::clamp(options.highest > 0 ? options.highest : reach, 1.0, static_cast<double>(k));
  const double lowest = std::min(options.lowest, highest);
  std::vector<double> candidates;
  for (int c = 0; c < options.candidates; ++c) {
    const double share = options.candidates > 1 ? static_cast<double>(c) / (options.candidates - 1) : 0.5;
    candidates.push_back(lowest * std::pow(highest / lowest, share));
  }
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return candidates;
}

double entropyOf(const GuidanceRecord& record, GuidanceRule rule) {
  return rule == GuidanceRule::Representation ? record.entropyRepresentation : record.entropyOccupancy;
}

}  // namespace adapsne
