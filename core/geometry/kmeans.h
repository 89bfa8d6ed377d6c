// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/random.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Lloyd's k-means from a k-means++ start (Arthur and Vassilvitskii 2007), until it settles or for
/// `iterations`.
///
/// `fixed` are centres (F x dimensions) that are there already and never move: the k others are seeded away
/// from them and have the points that lie nearer to themselves.
struct KMeansResult {
  std::vector<int32_t>
      assignment;              ///< N, cluster of each point; a cluster may be empty where points coincide.
  std::vector<float> centers;  ///< (F + min(k, N)) x dimensions, the fixed ones first.
  int64_t scans = 0;           ///< Point-centre comparisons made.
};
KMeansResult kMeans(std::span<const float> values, int64_t points, int64_t dimensions, int64_t k,
                    RandomStream random, RunControl& control, int iterations = 50,
                    std::span<const float> fixed = {});

}  // namespace adapsne
