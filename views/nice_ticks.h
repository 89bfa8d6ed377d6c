// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace adapsne {

/// 1, 2 or 5 times a power of ten, so that about `count` of them make up `range`, which is positive.
double niceStep(double range, double count);

/// The ticks of an axis at multiples of a nice step, which their numbers say exactly.
struct NiceTicks {
  double first = 0, step = 1;
  int count = 2;     ///< At least 2.
  int decimals = 0;  ///< That the numbers need.

  double last() const;
};

/// From at most `low` to at least `high`, which is larger, in about five steps.
NiceTicks niceTicks(double low, double high);

}  // namespace adapsne
