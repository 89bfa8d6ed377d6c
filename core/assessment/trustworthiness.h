// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/features/features.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Trustworthiness of a map at k (Venna and Kaski 2001): 1 less the penalty for map neighbours that are far
/// down the order of input neighbours. In [0, 1]; NaN where N < 2 or k is out of (0, N / 2).
/// Ties in either space are ranked by row. Above 20,000 points over assessedRows().
double trustworthiness(const Features& features, std::span<const float> positions, int k,
                       RunControl& control);

}  // namespace adapsne
