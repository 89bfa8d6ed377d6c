// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/embedding/repulsion.h"

namespace adapsne {

/// What a run really did, counted while it did it: the only input of the accelerator model. Reused stages
/// keep the counts of the run that computed them.
struct WorkTrace {
  struct Neighbors {
    int64_t points = 0, dimensions = 0, k = 0, pairs = 0, inserts = 0;
  } neighbors;

  /// So many points took so many evaluations in so many passes.
  struct SearchGroup {
    int64_t evaluations = 0, passes = 0, points = 0;
  };

  /// One search of sigma over all points, a candidate's or the final one.
  struct SigmaSearch {
    double target = 0;
    bool candidate = false;
    int64_t points = 0, neighborsPerPoint = 0;
    int64_t evaluations = 0, passes = 0, expCalls = 0, randomDraws = 0;
    std::vector<SearchGroup> groups;  ///< the points by what they took, ascending
    int64_t nonzeros = 0;             ///< of the symmetrised P
  };
  std::vector<SigmaSearch> searches;

  /// One descent of the map.
  struct Descent {
    bool candidate = false;
    int64_t iterations = 0;
    int64_t nonzeros = 0;     ///< entries of P that the attraction of each iteration goes through
    RepulsionWork repulsion;  ///< of all iterations together
  };
  std::vector<Descent> descents;

  struct Histogram {
    int64_t cells = 0;
    std::vector<int32_t> bin;  ///< Cell of each point of the final map, -1 outside.
  } histogram;

  struct Sampling {
    int64_t scans = 0, exemplars = 0;
  } sampling;
};

nlohmann::json toJson(const WorkTrace& trace);
/// Reads what toJson wrote. Throws nlohmann::json::exception where a field is missing or of another kind, and
/// std::out_of_range where a count is negative or no whole number, or a point lies in a cell that there is
/// not.
WorkTrace workTraceFromJson(const nlohmann::json& json);

}  // namespace adapsne
