// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/features/features.h"

namespace adapsne {

/// The k nearest other rows of one row, nearest first, ties by row, found by comparing it with all. 1 <= k <=
/// N - 1.
std::vector<int32_t> nearestRows(const Features& features, int64_t row, int k);

}  // namespace adapsne
