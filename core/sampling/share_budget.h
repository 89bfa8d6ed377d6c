// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// Shares m among parts in proportion to their weights by largest remainders, none more than its capacity;
/// what a full part cannot take goes to the others. Equal remainders go to the larger capacity, then to the
/// lower index. Weights are positive where the capacity is; 0 <= m <= the sum of the capacities. The shares
/// add up to m.
std::vector<int64_t> shareBudget(std::span<const double> weights, std::span<const int64_t> capacities,
                                 int64_t m);

/// Shares m among classes in proportion to their counts by largest remainders, at least one to each class
/// that has points. Where m is smaller than the number of those, the m largest get one each (ties to the
/// lower class). 0 <= m <= the sum of the counts.
std::vector<int64_t> shareAmongClasses(std::span<const int64_t> counts, int64_t m);

}  // namespace adapsne
