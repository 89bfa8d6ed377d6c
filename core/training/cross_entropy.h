// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace adapsne {

/// The mean cross-entropy of a batch whose labels are smoothed (Szegedy et al. 2016): the target is
/// 1 - smoothing + smoothing / classes of the row's class and smoothing / classes of each other.
/// `scores`: labels.size() rows of `columns` >= classes values, of which the first `classes` count.
/// `gradient`: of the same shape, what is not counted gets 0.
double crossEntropy(std::span<const float> scores, std::span<const int32_t> labels, int classes,
                    int64_t columns, double smoothing, std::span<float> gradient);

}  // namespace adapsne
