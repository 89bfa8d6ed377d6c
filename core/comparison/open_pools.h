// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/dataset/hold_out.h"
#include "core/pipeline/options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// What a comparison chooses from and tests on: `count` draws of a dataset of the catalogue or a file, opened
/// as `options.dataset` says.
///
/// The test rows are the test split that the catalogue knows, the same for all pools, or else a fifth of each
/// class, set aside before anything is chosen. One pool is the dataset as the options say, seed options.seed.
/// Of several, pool p is drawn with the seed options.seed + p: another fifth is set aside, and where
/// options.dataset.points takes a part of the data, the part is drawn at random. Throws UsageError where
/// several pools would be the same, Error, Cancelled.
std::vector<HoldOut> openPools(const std::string& data, const Options& options, int count,
                               RunControl& control);

}  // namespace adapsne
