// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace adapsne {

/// Where most of some values lie.
struct MiddleRange {
  double low = 0, high = 0;
};

/// Outliers beyond this share at either end do not decide what a view shows: the 0.2 and the 99.8 percentile.
constexpr double kViewTail = 0.002;

/// The values at the shares `tail` and 1 - `tail` of their order (nearest rank). Reorders `values`, which are
/// finite and at least one.
template <typename T>
MiddleRange middleOf(std::vector<T>& values, double tail = kViewTail) {
  const auto at = [&](double share) {
    const auto nth = values.begin() + std::llround(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return static_cast<double>(*nth);
  };
  const double low = at(tail);
  return {low, at(1 - tail)};
}

}  // namespace adapsne
