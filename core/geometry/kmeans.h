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
struct KMeansResult {
  std::vector<int32_t>
      assignment;              ///< N, cluster of each point; a cluster may be empty where points coincide.
  std::vector<float> centers;  ///< min(k, N) x dimensions
  int64_t scans = 0;           ///< Point-centre comparisons made.
};
KMeansResult kMeans(std::span<const float> values, int64_t points, int64_t dimensions, int64_t k,
                    RandomStream random, RunControl& control, int iterations = 50);

}  // namespace adapsne
