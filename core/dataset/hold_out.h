// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Data to choose from and data to test on, with no point in both.
struct HoldOut {
  DatasetPtr train, test;
};

/// Sets a share of each class aside by seed: round(share * points of the class), at least one and not all of
/// a class that has two points; a class of one point stays in `train`,
/// and so do points without a label. Both parts keep the source rows.
///
/// 0 < share < 1. Throws Error where the dataset has no labels, or so few points that a part would be empty.
HoldOut holdOut(const Dataset& dataset, double share, uint64_t seed, RunControl& control);

}  // namespace adapsne
