// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// The value by which fireworks are compared: itself, and +infinity for everything that is not a number.
double rankOf(double value);

/// Sparks of each firework (Tan and Zhu 2010, equations 2 and 3):
///   s_i = m (y_max - f_i + eps) / (sum_j (y_max - f_j) + eps), rounded, within [round(a m), round(b m)].
/// A value that is no number counts as y_max.
std::vector<int> sparkCounts(std::span<const double> values, int sparks, double fewest, double most);

/// Explosion amplitude of each firework (Tan and Zhu 2010, equation 4), in the unit of `all`:
///   A_i = A^ (f_i - y_min + eps) / (sum_j (f_j - y_min) + eps).
std::vector<double> sharedAmplitudes(std::span<const double> values, double all);

/// EFWA's least amplitude after `evaluations` of `budget`, share of the box's edge (Zheng et al. 2013,
/// equation 7):
///   A_init - (A_init - A_final) / T sqrt((2T - t) t), from .02 to .001.
double leastAmplitude(int64_t evaluations, int64_t budget);

}  // namespace adapsne
