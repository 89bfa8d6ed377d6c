// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace adapsne {

/// Up to this many points the measures whose cost grows with N squared look at every row (trustworthiness,
/// continuity, neighbour recall, mean discrepancy), above at a fixed random sample of rows.
constexpr int64_t kExactAssessment = 20000, kSampledAssessment = 5000;

/// The rows they look at, ascending; the same for every dataset of N points.
std::vector<int64_t> assessedRows(int64_t points);

}  // namespace adapsne
