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

/// The same, but no part gets less than its `least`, which is what it has already: a part whose share would
/// be smaller keeps that, and the others share what is left. 0 <= least <= capacity in each; m is at least
/// the sum of the least. Where all are 0 it is the function above.
std::vector<int64_t> shareBudget(std::span<const double> weights, std::span<const int64_t> capacities,
                                 std::span<const int64_t> least, int64_t m);

/// Shares m among classes by largest remainders, at least one to each class that has points, and at least
/// what a class has already. `weights` are the counts themselves where the shares are to be proportional, or
/// 1 each where they are to be equal; what a class cannot take goes to the others. Where m leaves too little
/// for one each, the largest of the classes that have none get one (ties to the lower class).
/// 0 <= already <= count in each; the sum of these <= m <= the sum of the counts.
std::vector<int64_t> shareAmongClasses(std::span<const int64_t> weights, std::span<const int64_t> counts,
                                       std::span<const int64_t> already, int64_t m);

}  // namespace adapsne
