// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/nice_ticks.h"

#include <algorithm>
#include <cmath>

namespace adapsne {

namespace {

/// Without what many additions leave behind.
double rounded(double value, int decimals) {
  const double power = std::pow(10, decimals);
  return std::round(value * power) / power;
}

}  // namespace

double niceStep(double range, double count) {
  const double power = std::pow(10, std::floor(std::log10(range / count)));
  const double share = range / count / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

double NiceTicks::last() const {
  return rounded(first + (count - 1) * step, decimals);
}

NiceTicks niceTicks(double low, double high) {
  constexpr double kSlack = 1e-9;  // of a step: a bound that lies on a tick needs no other
  NiceTicks ticks;
  ticks.step = niceStep(high - low, 5);
  ticks.decimals = std::max(0, static_cast<int>(-std::floor(std::log10(ticks.step) + kSlack)));
  const double begin = std::floor(low / ticks.step + kSlack), end = std::ceil(high / ticks.step - kSlack);
  ticks.first = rounded(begin * ticks.step, ticks.decimals);
  ticks.count = std::max(2, static_cast<int>(end - begin) + 1);
  return ticks;
}

}  // namespace adapsne
